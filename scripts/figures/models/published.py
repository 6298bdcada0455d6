"""Published concentrations that the model of `ketamine.py` is shown against. Times in minutes, ng/mL unless said."""

from __future__ import annotations

from scripts.figures.models.ketamine import MASS

# zanos2018, Table 1: racemic ketamine, 0.5 mg/kg over 40 min into a vein; level and range of levels.
ANTIDEPRESSANT = {"minutes": 40, "level": 185, "low": 100, "high": 250}
# zanos2018, Table 1, and idvall1979 (2.7 µM at awakening): racemic ketamine.
ANESTHESIA = {"low": 1200, "high": 2400, "awake": 640}
# otto2021: 10 mg S-ketamine over 30 min, 68 kg, venous medians read off its figures by hooijmaijers2026 (±10%).
OTTO: dict[str, list[float]] = {
    "minutes": [30, 60, 120, 180, 300, 360, 480, 600],
    "ketamine": [56, 27, 15.5, 11.5, 6.0, 4.2, 2.5, 1.8],
    "norketamine": [10, 23, 20, 16, 12, 11, 8, 6.5],
}
# kamp2020b Fig. 1, read off by indand2026 (±5–15%): esketamine 0.14, 0.28, 0.57 mg/kg/h for one hour each, arterial, nmol/mL.
_STEPS: dict[str, list[float]] = {
    "ketamine": [0.321, 0.536, 1.034, 0.410, 0.327, 0.241],
    "norketamine": [0.114, 0.304, 0.640, 0.654, 0.597, 0.538],
}
STEPS: dict[str, list[float]] = {
    "minutes": [60, 120, 180, 210, 240, 300],
    "rates": [0.14, 0.28, 0.57],
    **{name: [round(MASS[name] * value, 1) for value in values] for name, values in _STEPS.items()},
}
# The same figure, racemate: 0.28, 0.57, 1.14 mg/kg/h for one hour each; S and R together, nmol/mL.
_RACEMATE = [0.666, 1.121, 2.195, 0.871, 0.697, 0.517]
RACEMATE_STEPS: dict[str, list[float]] = {
    "minutes": STEPS["minutes"],
    "ketamine": [round(MASS["ketamine"] * value, 1) for value in _RACEMATE],
}
# simons2022a: S-ketamine film, 50 mg: peak and its time.
FILM = {"ketamine": [18.8, 96], "norketamine": [61, 276], "hnk": [81, 101]}
# The same trial, two films (100 mg): peak of S-ketamine.
TWO_FILMS = 144
# perezruixo2021, Table 4, adults of 18 to 60 years: peaks by nasal dose in mg.
SPRAY = {
    "28": {"ketamine": 43.8, "norketamine": 59.1},
    "56": {"ketamine": 72.5, "norketamine": 119.7},
    "84": {"ketamine": 101.0, "norketamine": 180.0},
}

PUBLISHED = {
    "antidepressant": ANTIDEPRESSANT,
    "anesthesia": ANESTHESIA,
    "otto": OTTO,
    "steps": STEPS,
    "film": FILM,
    "nasal": SPRAY,
}
