"""Speed, beside the budgets."""

from __future__ import annotations


def verdict(met: bool) -> str:
    return "within" if met else "OVER"
