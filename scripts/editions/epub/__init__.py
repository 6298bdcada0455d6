"""The e-book: chapters as XHTML, packed as EPUB 3.3."""
