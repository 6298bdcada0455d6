"""Outside judges, where they are installed."""
