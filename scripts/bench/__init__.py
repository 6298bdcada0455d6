"""Speed, beside peers where they are installed."""
