"""Material of the mutation bench: see scripts/mutate.py."""
