"""Offline editions of the built site: the book and its chapters as PDF, an e-book, and a copy of the site."""
