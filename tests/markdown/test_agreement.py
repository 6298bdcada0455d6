"""Agreement of two readers on the grades."""

from __future__ import annotations

import pytest

from scripts.core.problems import InputError
from scripts.markdown.agreement import Pair, agreement, kappa, load
from tests.conftest import make_site


def pairs(*grades: str) -> list[Pair]:
    names = {"e": "established", "s": "supported", "c": "contested", "p": "speculative"}
    return [Pair(f"claim-{at}", names[a], names[b], "why") for at, (a, b) in enumerate(grades)]


def test_kappa_of_a_worked_example():
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5, kappa 0.4."""
    table = ["ee"] * 20 + ["es"] * 5 + ["se"] * 10 + ["ss"] * 15
    assert kappa(pairs(*table)) == pytest.approx(0.4)


def test_kappa_at_its_ends():
    assert kappa(pairs("ee", "ss", "cc")) == 1.0
    assert kappa(pairs("ee", "ee")) == 1.0
    assert kappa(pairs("es", "se")) == pytest.approx(-1.0)


def test_disagreements_are_listed_with_their_reason():
    found = pairs("ee", "es")
    lines = agreement(found, {"claim-1": "a.md#claim-1"}, {"claim-1": "One is one."})
    assert "gave 1 the same grade" in lines[1]
    assert lines[-2] == "| [One is one.](a.md#claim-1) | established | supported | why |"
    assert agreement([], {}, {}) == []


@pytest.mark.parametrize(
    ("text", "line"), [("a\n", 1), ("id,first,second,why\nclaim-a,certain,supported,x\n", 2)]
)
def test_a_malformed_file_names_its_line(tmp_path, text, line):
    docs = make_site(tmp_path, {"claims/agreement.csv": text})
    with pytest.raises(InputError, match=rf"agreement\.csv:{line}: "):
        load(docs)
