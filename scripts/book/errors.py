"""The one error of the book: something in the built site that cannot be printed faithfully."""

from __future__ import annotations


class BookError(Exception):
    """A sentence for the person who runs the build; it names the page and what is wrong on it."""
