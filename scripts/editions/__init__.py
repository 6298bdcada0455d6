"""Offline files from a built site: the book as PDF on two papers, each chapter as PDF, an e-book, a copy of the site.

Everything here reads the finished HTML in the built folder and nothing else, so that the book can say only
what the site says, whatever program built the site.
"""

from scripts.editions.downloads import make_downloads

__all__ = ["make_downloads"]
