"""The cross-link gate: reads a built folder, finds what is broken, and says where it was written.

tokens (HTML → addresses and ids) → scan (every page, in parallel) → targets, metadata, reach, documents
(the rules) → origin (finding → source line) → fix (what is mechanical). `scripts/check_links.py` runs them.
"""
