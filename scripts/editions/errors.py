"""The one error of the book: something in the built site that cannot be printed faithfully."""

from __future__ import annotations

from scripts.core.problems import InputError, Problem


class BookError(InputError):
    """A sentence for the person who runs the build; it names the page and what is wrong on it."""

    def __init__(self, message: str) -> None:
        super().__init__(Problem("book", 0, message))
