"""Ketamine in plasma after a dose: four published models (MET-57 to MET-60 of the fact base).

Times in minutes, doses in mg of base, concentrations in ng/mL. Every parameter is for a typical adult.
Parameter tables of simons2022a, otto2021 and perezruixo2021 as transcribed by hooijmaijers2026, of
kamp2020a by opentiva2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from scripts.figures.models.compartments import Array, Input, Times, matrix, solve

# simons2022a, Table 4: L, L/min, min; arterial plasma; S-ketamine → S-norketamine → S-hydroxynorketamine.
LEIDEN: dict[str, float] = {
    "vk1": 11.6, "vk2": 39.0, "vk3": 174, "clk1": 1.48, "clk2": 2.43, "clk3": 1.21, "mttn": 20.1, "fm1": 0.80,
    "vn2": 221, "cln1": 1.00, "cln2": 2.63, "mtth": 1.12, "fm2": 0.70,
    "vh1": 4.4, "vh2": 87.5, "clh1": 0.933, "clh2": 1.70,
    "f1": 0.263, "d1": 13.1, "ka1": 0.04, "f2": 1.16, "d2": 29.9, "ka2": 0.049, "mttg": 10.7,
}  # fmt: skip
# kamp2020a: per 70 kg, L and L/h, linear in weight; arterial, racemic parent only.
META = {"v1": 25.0, "v2": 56.0, "v3": 157.0, "cl": 84.0, "q2": 161.0, "q3": 79.0}
# fanta2015 (parent) and otto2021 (metabolite): L and L/h; venous, S-ketamine and S-norketamine.
VENOUS = {
    "v1": 133.0, "cl": 95.2, "vp1": 187.0, "q1": 23.2, "vp2": 98.8, "q2": 157.0,
    "vn": 98.6, "cln": 57.7, "vpn": 160.0, "qn": 42.8,
}  # fmt: skip
# perezruixo2021, Table 3: L, L/h, per h; esketamine and noresketamine, no weight scaling.
SPRAY = {
    "frn": 0.54, "later": 0.62, "kan": 2.93, "fgut": 0.64, "dn": 0.53, "kn": 1.45, "doral": 0.32, "koral": 0.97,
    "vc": 192.0, "vp1": 143.0, "vp2": 417.0, "vh": 101.0, "q1": 84.3, "q2": 37.6, "qh": 151.0, "kel": 1.11, "kmet": 2.77,
    "vcn": 70.0, "vpn": 115.0, "cln": 38.0, "qn": 26.1, "device": 28.0,
}  # fmt: skip
# ng/mL per nmol/mL (µM)
MASS = {"ketamine": 237.73, "norketamine": 223.70, "hnk": 239.70}

Curves = dict[str, Array]
Infusions = Sequence[tuple[float, float, float]]  # into a vein: mg, start, minutes


def hourly(size: int, flows: Sequence[tuple[int, int | None, float]]) -> Array:
    """Rate matrix from flows per hour."""
    return matrix(size, [(source, target, rate / 60) for source, target, rate in flows])


def into_vein(infusions: Infusions, per_mg: float = 1000) -> list[Input]:
    """Into the first compartment, in µg or another unit."""
    return [Input(0, per_mg * mg / long, start, start + long) for mg, start, long in infusions]


def leiden(
    times: Times,
    infusions: Infusions = (),
    films: Sequence[tuple[float, float]] = (),
    weight: float = 70,
) -> Curves:
    """S-ketamine, S-norketamine, S-HNK in arterial plasma (ng/mL). films: (mg, time) placed in the mouth."""
    p, w = LEIDEN, weight / 70
    cl = {key: p[key] * w**0.75 for key in ("clk1", "clk2", "clk3", "cln1", "cln2", "clh1", "clh2")}
    v = {key: p[key] * w for key in ("vk1", "vk2", "vk3", "vn2", "vh1", "vh2")}
    km, kh = 2 / p["mttn"], 2 / p["mtth"]
    k1, k2, k3, m1, m2, n1, n2, p1, p2, h1, h2, dep, gut, liver = range(14)
    rates = matrix(14, [
        (k1, m1, cl["clk1"] / v["vk1"]), (k1, k2, cl["clk2"] / v["vk1"]), (k2, k1, cl["clk2"] / v["vk2"]), (k1, k3, cl["clk3"] / v["vk1"]), (k3, k1, cl["clk3"] / v["vk3"]),
        (m1, m2, km), (m2, n1, p["fm1"] * km), (m2, None, (1 - p["fm1"]) * km),
        (n1, p1, cl["cln1"] / v["vk1"]), (n1, n2, cl["cln2"] / v["vk1"]), (n2, n1, cl["cln2"] / v["vn2"]),
        (p1, p2, kh), (p2, h1, p["fm2"] * kh), (p2, None, (1 - p["fm2"]) * kh),
        (h1, None, cl["clh1"] / v["vh1"]), (h1, h2, cl["clh2"] / v["vh1"]), (h2, h1, cl["clh2"] / v["vh2"]),
        (dep, k1, p["ka1"]), (gut, liver, p["ka2"]), (liver, m1, 1 / p["mttg"]),
    ])  # fmt: skip
    nmol = 1e6 / MASS["ketamine"]
    inputs = into_vein(infusions, nmol)
    for mg, start in films:
        inputs += [
            Input(dep, p["f1"] * mg * nmol / p["d1"], start, start + p["d1"]),
            Input(gut, p["f2"] * mg * nmol / p["d2"], start, start + p["d2"]),
        ]
    amounts = solve(rates, inputs, times)
    return {
        "ketamine": amounts[:, k1] / v["vk1"] / 1000 * MASS["ketamine"],
        "norketamine": amounts[:, n1] / v["vk1"] / 1000 * MASS["norketamine"],
        "hnk": amounts[:, h1] / v["vh1"] / 1000 * MASS["hnk"],
    }


def meta(times: Times, infusions: Infusions, weight: float = 70) -> Curves:
    """Racemic ketamine in arterial plasma (ng/mL)."""
    # Weight cancels in every rate constant, because all parameters are linear in it.
    p, w = META, weight / 70
    rates = [
        (0, None, p["cl"] / p["v1"]), (0, 1, p["q2"] / p["v1"]), (1, 0, p["q2"] / p["v2"]), (0, 2, p["q3"] / p["v1"]), (2, 0, p["q3"] / p["v3"]),
    ]  # fmt: skip
    amounts = solve(hourly(3, rates), into_vein(infusions), times)
    return {"ketamine": amounts[:, 0] / (p["v1"] * w)}


def venous(times: Times, infusions: Infusions, weight: float = 70) -> Curves:
    """S-ketamine and S-norketamine in venous plasma (ng/mL)."""
    p, w = VENOUS, weight / 70
    v1, cl, vn, cln = p["v1"] * w, p["cl"] * w**0.75, p["vn"] * w, p["cln"] * w**0.75
    rates = [
        (0, 3, cl / v1), (0, 1, p["q1"] / v1), (1, 0, p["q1"] / p["vp1"]), (0, 2, p["q2"] / v1), (2, 0, p["q2"] / p["vp2"]),
        (3, None, cln / vn), (3, 4, p["qn"] / vn), (4, 3, p["qn"] / p["vpn"]),
    ]  # fmt: skip
    amounts = solve(hourly(5, rates), into_vein(infusions), times)
    return {"ketamine": amounts[:, 0] / v1, "norketamine": amounts[:, 3] / vn}


def spray(times: Times, mg: float, route: str = "nasal", minutes: float = 0) -> Curves:
    """Esketamine and noresketamine in plasma (ng/mL) after `mg` at time 0: route 'nasal', 'oral' or 'iv' (over `minutes`).

    A nasal dose of n devices of 28 mg is absorbed through the nose by 0.54·(1 + (n − 1)·0.62)/n; the rest is swallowed.
    """
    p = SPRAY
    nose, liver, c, p1, p2, n, np_, gut = range(8)
    absorb = p["kn"] if route == "nasal" else p["koral"]
    rates = [
        (nose, c, p["kan"]), (gut, liver, absorb),
        (liver, c, p["qh"] / p["vh"]), (c, liver, p["qh"] / p["vc"]), (liver, None, p["kel"]), (liver, n, p["kmet"]),
        (c, p1, p["q1"] / p["vc"]), (p1, c, p["q1"] / p["vp1"]), (c, p2, p["q2"] / p["vc"]), (p2, c, p["q2"] / p["vp2"]),
        (n, None, p["cln"] / p["vcn"]), (n, np_, p["qn"] / p["vcn"]), (np_, n, p["qn"] / p["vpn"]),
    ]  # fmt: skip
    first, inputs = np.zeros(8), []
    dose = 1000 * mg
    if route == "nasal":
        devices = mg / p["device"]
        nasal = p["frn"] * (1 + (devices - 1) * p["later"]) / devices
        first[nose] = nasal * dose
        inputs = [Input(gut, (1 - nasal) * p["fgut"] * dose / (60 * p["dn"]), 0, 60 * p["dn"])]
    elif route == "oral":
        inputs = [Input(gut, p["fgut"] * dose / (60 * p["doral"]), 0, 60 * p["doral"])]
    else:
        inputs = [Input(c, dose / minutes, 0, minutes)]
    amounts = solve(hourly(8, rates), inputs, times, first)
    return {"ketamine": amounts[:, c] / p["vc"], "norketamine": amounts[:, n] / p["vcn"]}


PARAMETERS: dict[str, Any] = {
    "leiden": LEIDEN,
    "meta": META,
    "venous": VENOUS,
    "spray": SPRAY,
    "mass": MASS,
}
