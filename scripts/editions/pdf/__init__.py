"""The book and its chapters as PDF: chapters to Typst source, Typst to tagged PDF."""
