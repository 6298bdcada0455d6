"""Numerics of the interactive figures: NumPy and SciPy only, no plotting. Units and sources are in the docstrings."""
