"""The Python-Markdown extensions of the site."""
