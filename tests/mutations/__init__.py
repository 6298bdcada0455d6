"""The mutation tests: faults put one at a time into a small guide (`guide/`), each of which the checks have to name."""
