"""Numerics of the interactive figures against SciPy's solvers, analytic solutions and published or checked values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from scripts.figures.models import block, compartments, disinhibition, ketamine, magnesium, trapping
from scripts.figures.models.published import OTTO, STEPS

MINUTES = np.arange(0, 721.0)
ONE_PERCENT = {"rel": 0.01, "abs": 0.06}  # tables print one decimal


def at(curves: ketamine.Curves, name: str, minutes: list[int]) -> list[float]:
    return [float(curves[name][m]) for m in minutes]


# Magnesium ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("volts", "shares"),
    [
        (-80, (0.200, 0.024, 0.012)),
        (-70, (0.318, 0.0445, 0.023)),
        (-60, (0.464, 0.080, 0.041)),
        (-40, (0.749, 0.230, 0.130)),
        (-20, (0.912, 0.508, 0.341)),
        (0, (0.973, 0.781, 0.641)),
        (40, (0.998, 0.977, 0.955)),
    ],
)
def test_magnesium_block_table(volts: int, shares: tuple[float, ...]) -> None:
    for mg, share in zip((0.1, 1, 2), shares, strict=True):
        assert float(magnesium.unblocked(volts, mg)) == pytest.approx(share, abs=0.0006)


def test_magnesium_half_voltage_and_current() -> None:
    assert magnesium.half_voltage(1) == pytest.approx(-20.5, abs=0.05)
    assert float(magnesium.unblocked(magnesium.half_voltage(0.3), 0.3)) == pytest.approx(0.5)
    assert float(magnesium.current(-70, 0)) == -1
    assert float(magnesium.current(0, 1)) == 0


# Plasma ------------------------------------------------------------------------------------------------------


def test_compartments_agree_with_an_ode_solver() -> None:
    rates = compartments.matrix(
        3, [(0, 1, 0.3), (1, 0, 0.05), (0, None, 0.1), (1, 2, 0.02), (2, None, 0.4)]
    )
    inputs = [compartments.Input(0, 5.0, 0, 12.5), compartments.Input(1, 2.0, 7, 30)]

    def slope(t: float, y: np.ndarray) -> np.ndarray:
        return rates @ y + np.array([5.0 * (t < 12.5), 2.0 * (7 <= t < 30), 0])

    times = [0, 3, 7, 12.5, 20, 30, 90]
    ours = compartments.solve(rates, inputs, times)
    theirs = solve_ivp(
        slope, (0, 90), np.zeros(3), t_eval=times, rtol=1e-10, atol=1e-12, max_step=0.25
    ).y.T
    assert np.allclose(ours, theirs, rtol=1e-6, atol=1e-8)


def test_compartments_agree_with_the_bateman_equation() -> None:
    ka, ke = 0.05, 0.01
    times = np.linspace(0, 400, 9)
    amounts = compartments.solve(
        compartments.matrix(2, [(0, 1, ka), (1, None, ke)]), [], times, np.array([1.0, 0])
    )
    assert np.allclose(
        amounts[:, 1], ka / (ka - ke) * (np.exp(-ke * times) - np.exp(-ka * times)), atol=1e-12
    )


def test_leiden_agrees_with_the_printed_equations() -> None:
    p, dose = ketamine.LEIDEN, 20 * 1e6 / ketamine.MASS["ketamine"]
    km, kh = 2 / p["mttn"], 2 / p["mtth"]

    def slope(t: float, a: np.ndarray) -> list[float]:
        k1, k2, k3, m1, m2, n1, n2, p1, p2, h1, h2 = a
        return [
            dose / 20 * (t < 20)
            - (p["clk1"] + p["clk2"] + p["clk3"]) / p["vk1"] * k1
            + p["clk2"] / p["vk2"] * k2
            + p["clk3"] / p["vk3"] * k3,
            p["clk2"] / p["vk1"] * k1 - p["clk2"] / p["vk2"] * k2,
            p["clk3"] / p["vk1"] * k1 - p["clk3"] / p["vk3"] * k3,
            p["clk1"] / p["vk1"] * k1 - km * m1,
            km * m1 - km * m2,
            p["fm1"] * km * m2
            - (p["cln1"] + p["cln2"]) / p["vk1"] * n1
            + p["cln2"] / p["vn2"] * n2,
            p["cln2"] / p["vk1"] * n1 - p["cln2"] / p["vn2"] * n2,
            p["cln1"] / p["vk1"] * n1 - kh * p1,
            kh * p1 - kh * p2,
            p["fm2"] * kh * p2
            - (p["clh1"] + p["clh2"]) / p["vh1"] * h1
            + p["clh2"] / p["vh2"] * h2,
            p["clh2"] / p["vh1"] * h1 - p["clh2"] / p["vh2"] * h2,
        ]

    times = [2, 10, 20, 60, 240]
    theirs = solve_ivp(
        slope,
        (0, 240),
        np.zeros(11),
        t_eval=times,
        method="LSODA",
        rtol=1e-10,
        atol=1e-9,
        max_step=0.5,
    ).y
    ours = ketamine.leiden(times, [(20, 0, 20)])
    assert np.allclose(
        ours["ketamine"], theirs[0] / p["vk1"] / 1000 * ketamine.MASS["ketamine"], rtol=1e-6
    )
    assert np.allclose(
        ours["norketamine"], theirs[5] / p["vk1"] / 1000 * ketamine.MASS["norketamine"], rtol=1e-6
    )
    assert np.allclose(ours["hnk"], theirs[9] / p["vh1"] / 1000 * ketamine.MASS["hnk"], rtol=1e-6)


def test_leiden_infusions() -> None:
    short = ketamine.leiden(MINUTES, [(20, 0, 20)])
    assert at(short, "ketamine", [2, 10, 20, 30, 60, 120, 240]) == pytest.approx(
        [115.5, 222.9, 268.0, 79.5, 41.6, 19.8, 11.0], **ONE_PERCENT
    )
    assert at(short, "norketamine", [10, 20, 30, 60, 120, 240]) == pytest.approx(
        [6.5, 29.5, 49.0, 37.5, 24.8, 19.6], **ONE_PERCENT
    )
    assert at(short, "hnk", [10, 20, 30, 60, 120, 240]) == pytest.approx(
        [0.9, 6.7, 14.3, 16.6, 16.0, 15.8], **ONE_PERCENT
    )
    usual = ketamine.leiden(MINUTES, [(35, 0, 40)])
    assert at(usual, "ketamine", [40, 80, 110, 230]) == pytest.approx(
        [288.7, 62.9, 42.2, 20.9], **ONE_PERCENT
    )
    assert at(usual, "norketamine", [40, 80, 110, 230]) == pytest.approx(
        [68.9, 59.4, 47.3, 35.4], **ONE_PERCENT
    )
    assert at(usual, "hnk", [40, 80, 110, 230]) == pytest.approx(
        [20.9, 28.5, 27.8, 27.9], **ONE_PERCENT
    )


@pytest.mark.parametrize(
    ("films", "second", "k", "nk", "hnk"),
    [(1, 272.7, 85.9, 251, 95.4), (2, 277.4, 171.7, 502, 190.7)],
)
def test_leiden_films(films: int, second: float, k: float, nk: float, hnk: float) -> None:
    curves = ketamine.leiden(MINUTES, [(20, 360, 20)], [(50, 0)] * films)
    assert curves["ketamine"][360:].max() == pytest.approx(second, rel=0.01)
    for name, peak in (("ketamine", k), ("norketamine", nk), ("hnk", hnk)):
        assert curves[name][:361].max() == pytest.approx(peak, rel=0.01)


def test_leiden_film_exposures_and_published_peak() -> None:
    curves = ketamine.leiden(MINUTES, [(20, 360, 20)], [(50, 0)])
    for name, exposure in (("ketamine", 7466), ("norketamine", 36287), ("hnk", 23367)):
        assert np.trapezoid(curves[name][:361], MINUTES[:361]) == pytest.approx(exposure, rel=0.01)
    assert curves["ketamine"][360:].max() == pytest.approx(
        273, rel=0.01
    )  # measured, 95% CI 259 to 287


def test_leiden_external_trial_and_the_misfit_we_state() -> None:
    curves = ketamine.leiden(
        MINUTES, [(rate * 70, 60 * i, 60) for i, rate in enumerate(STEPS["rates"])]
    )
    k = np.array(at(curves, "ketamine", STEPS["minutes"])) / ketamine.MASS["ketamine"]
    assert k == pytest.approx([0.255, 0.561, 1.173, 0.418, 0.296, 0.200], rel=0.01)
    errors = {
        name: np.array(at(curves, name, STEPS["minutes"])) / STEPS[name] - 1
        for name in ("ketamine", "norketamine")
    }
    # As the description and the interactive version say, for the six times shown.
    assert (errors["ketamine"].min(), errors["ketamine"].max()) == pytest.approx(
        (-0.21, 0.13), abs=0.006
    )
    assert (errors["norketamine"].min(), errors["norketamine"].max()) == pytest.approx(
        (-0.39, -0.20), abs=0.006
    )


def test_racemate() -> None:
    usual = ketamine.meta(MINUTES, [(35, 0, 40)])
    assert at(usual, "ketamine", [40, 80, 110, 230]) == pytest.approx(
        [253, 73.7, 54.3, 26.7], rel=0.01
    )
    induction = ketamine.meta(MINUTES, [(140, 0, 1)])
    assert at(induction, "ketamine", [5, 10, 15, 30, 60]) == pytest.approx(
        [2282, 1074, 686, 435, 292], rel=0.01
    )
    steps = ketamine.meta(
        MINUTES, [(rate * 70, 60 * i, 60) for i, rate in enumerate((0.28, 0.57, 1.14))]
    )
    assert np.array(at(steps, "ketamine", [180, 240, 300])) / ketamine.MASS[
        "ketamine"
    ] == pytest.approx([2.23, 0.76, 0.52], rel=0.01)


def test_venous() -> None:
    trial = ketamine.venous(MINUTES, [(10, 0, 30)], 68)
    assert at(trial, "ketamine", OTTO["minutes"]) == pytest.approx(
        [50.9, 27.3, 15.4, 10.3, 5.06, 3.72, 2.23, 1.51], rel=0.01
    )
    assert at(trial, "norketamine", OTTO["minutes"]) == pytest.approx(
        [11.8, 20.9, 20.5, 17.1, 11.7, 9.90, 7.41, 5.79], rel=0.01
    )
    usual = ketamine.venous(MINUTES, [(35, 0, 40)])
    assert usual["ketamine"].max() == pytest.approx(158, rel=0.01)
    assert usual["norketamine"].max() == pytest.approx(75, rel=0.01)


@pytest.mark.parametrize(
    ("mg", "k", "nk"), [(28, 43.9, 59.2), (56, 73.0, 120.0), (84, 102.2, 180.7)]
)
def test_nasal(mg: int, k: float, nk: float) -> None:
    curves = ketamine.spray(MINUTES, mg)
    assert curves["ketamine"].max() == pytest.approx(k, rel=0.01)
    assert curves["norketamine"].max() == pytest.approx(nk, rel=0.01)


def test_nasal_exposure_is_too_high_as_we_say() -> None:
    curves = ketamine.spray(np.arange(0, 1441.0), 28)
    assert np.trapezoid(curves["norketamine"]) / 60 == pytest.approx(387, rel=0.01)
    assert pytest.approx(1.4, abs=0.02) == 387 / 274.4


def test_esketamine_clearance() -> None:
    minutes = np.arange(0, 60 * 24 * 20.0, 10)
    curves = ketamine.spray(minutes, 28, "iv", 40)
    assert 28000 / (np.trapezoid(curves["ketamine"], minutes) / 60) == pytest.approx(109, rel=0.01)


# Block -------------------------------------------------------------------------------------------------------


def test_block_table() -> None:
    shares = block.block("ketamine", [0.1, 0.3, 0.71, 1, 3, 10, 30])
    assert shares == pytest.approx([0.16, 0.33, 0.50, 0.57, 0.77, 0.90, 0.96], abs=0.006)
    assert block.block("ketamine", [0.78 * 0.53, 0.78, 9.3 * 0.53, 9.3]) == pytest.approx(
        [0.39, 0.52, 0.84, 0.90], abs=0.006
    )


def test_woodhull_extrapolation() -> None:
    assert block.ic50("ketamine", 0) / block.ic50("ketamine") == pytest.approx(9, abs=0.3)
    assert block.ic50("memantine", 0) / block.ic50("memantine") == pytest.approx(12, abs=0.3)
    assert block.ic50("ketamine", 0) == pytest.approx(6, abs=0.4)


def test_open_channel_rates() -> None:
    rates = trapping.RATES
    assert 1 / rates["ketamine"]["off"] == pytest.approx(4.5, abs=0.05)
    assert [
        1 / (rates["ketamine"]["on"] * c + rates["ketamine"]["off"]) for c in (1, 10)
    ] == pytest.approx([2.7, 0.58], abs=0.01)
    assert [
        1 / (rates["memantine"]["on"] * c + rates["memantine"]["off"]) for c in (1, 10)
    ] == pytest.approx([1.2, 0.27], abs=0.03)
    assert rates["ketamine"]["off"] / rates["ketamine"]["on"] == pytest.approx(1.5, abs=0.05)


@pytest.mark.parametrize("drug", ["ketamine", "memantine"])
@pytest.mark.parametrize("pattern", ["steady", "pulses", "none"])
def test_open_phases_agree_with_an_ode_solver(drug: str, pattern: str) -> None:
    phases, rates, share, clock = (
        trapping.protocol(pattern=pattern, wash=0, exposure=17),
        trapping.RATES[drug],
        0.0,
        0.0,
    )
    for phase in phases:
        if phase.open and phase.seconds:
            solved = solve_ivp(
                lambda t, b, c=phase.drug: rates["on"] * c * (1 - b) - rates["off"] * b,
                (0, phase.seconds),
                [share],
                rtol=1e-10,
                atol=1e-12,
            ).y[0, -1]
            assert trapping.after(drug, phase, share, phase.seconds) == pytest.approx(
                solved, abs=1e-8
            )
        share, clock = trapping.after(drug, phase, share, phase.seconds), clock + phase.seconds
        if phase.seconds:
            assert float(trapping.blocked(drug, phases, [clock - 1e-9])[0]) == pytest.approx(
                share, abs=1e-6
            )


def test_trapping() -> None:
    shut, full = trapping.Phase(120, False, 0), 0.8
    assert trapping.after("ketamine", shut, full, 120, "rat") / full == pytest.approx(0.86)
    assert trapping.after("memantine", shut, full, 120, "rat") / full == pytest.approx(0.71)
    assert trapping.after("ketamine", shut, full, 120) == full
    assert trapping.after("memantine", shut, full, 120) / full == pytest.approx(0.8)
    # With agonist, relief within 50 s (mealing1999).
    assert trapping.after("ketamine", trapping.Phase(50, True, 0), full, 50) < 0.001


# Illustration ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dose", [0, 0.3, 2, 15, 100])
@pytest.mark.parametrize("ratio", [0.2, 1, 5])
def test_disinhibition_is_where_the_equations_settle(dose: float, ratio: float) -> None:
    n = disinhibition.Network(ratio=ratio)
    p_drive, i_drive = disinhibition.drives(n, dose)

    def slope(t: float, y: np.ndarray) -> list[float]:
        p, i = y
        return [
            -p + max(0, (1 + n.inhibition) * p_drive - n.inhibition * i),
            -i + max(0, (1 - n.feedback + n.feedback * p) * i_drive),
        ]

    settled = solve_ivp(slope, (0, 200), [1, 1], rtol=1e-10, atol=1e-12).y[:, -1]
    assert disinhibition.steady(n, dose) == pytest.approx(tuple(settled), abs=1e-6)


def test_disinhibition_says_what_the_caption_says() -> None:
    n, doses = disinhibition.Network(), np.logspace(-2, 2, 401)
    rates = [disinhibition.steady(n, d)[0] for d in doses]
    assert max(rates) == pytest.approx(1.28, abs=0.006)
    assert doses[int(np.argmax(rates))] == pytest.approx(2, rel=0.05)
    assert disinhibition.steady(n, 15)[0] == pytest.approx(1, abs=1e-9)
    assert disinhibition.steady(n, 100) == pytest.approx((0.79, 0.186), abs=0.005)
    assert max(disinhibition.steady(disinhibition.Network(ratio=1), d)[0] for d in doses) < 1
    other = disinhibition.Network(ratio=1, nmda_p=0.2)
    assert max(disinhibition.steady(other, d)[0] for d in doses) > 1.5, "not so with other shares"
