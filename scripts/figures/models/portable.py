"""Each model to take away: as SBML, and as a short Python script. Open this to change what these files hold.

A model is written down once, as named parameters with their source and formulas in Python's notation; both files are made
of it. `t` is time. A test runs the SBML in libRoadRunner and the script in Python against the table of the page.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from html import escape

from scripts.figures.models import block, disinhibition, ketamine, magnesium, trapping

NAMES = {
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Mult: "times",
    ast.Div: "divide",
    ast.Pow: "power",
    ast.USub: "minus",
    ast.Lt: "lt",
    ast.LtE: "leq",
    ast.Gt: "gt",
    ast.GtE: "geq",
    ast.And: "and",
    ast.Or: "or",
}
TIME = '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>'


@dataclass(frozen=True)
class Portable:
    """parameters: by source. start and rates: of each state. rules: outputs. events: what is set once a condition holds.
    x: the input that a reader changes, or "t" for what runs in time; at: where the page's table has it.
    columns: output -> (field of the page's table, factor)."""

    title: str
    parameters: dict[str, dict[str, float]]
    rules: dict[str, str]
    columns: dict[str, tuple[str, float]]
    x: str = "t"
    at: tuple[float, ...] = ()
    start: dict[str, str] = field(default_factory=dict)
    rates: dict[str, str] = field(default_factory=dict)
    events: dict[str, dict[str, str]] = field(default_factory=dict)


def apply(name: str, *parts: str) -> str:
    return f"<apply><{name}/>{''.join(parts)}</apply>"


def mathml(node: ast.expr) -> str:
    """One formula in Python's notation as MathML."""
    if isinstance(node, ast.Constant):
        return f"<cn>{node.value!r}</cn>"
    if isinstance(node, ast.Name):
        return TIME if node.id == "t" else f"<ci>{node.id}</ci>"
    if isinstance(node, ast.BinOp):
        return apply(NAMES[type(node.op)], mathml(node.left), mathml(node.right))
    if isinstance(node, ast.UnaryOp):
        return apply(NAMES[type(node.op)], mathml(node.operand))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return apply(node.func.id, *map(mathml, node.args))
    if isinstance(node, ast.IfExp):
        yes, test, no = map(mathml, (node.body, node.test, node.orelse))
        return f"<piecewise><piece>{yes}{test}</piece><otherwise>{no}</otherwise></piecewise>"
    if isinstance(node, ast.BoolOp):
        return apply(NAMES[type(node.op)], *map(mathml, node.values))
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        pairs = [
            apply(NAMES[type(op)], mathml(a), mathml(b))
            for op, a, b in zip(node.ops, sides, sides[1:], strict=False)
        ]
        return pairs[0] if len(pairs) == 1 else apply("and", *pairs)
    raise ValueError(f"a formula may not hold {ast.dump(node)}")


def math(formula: str) -> str:
    inside = mathml(ast.parse(formula, mode="eval").body)
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inside}</math>'


def sbml(model: Portable, name: str, notice: str) -> str:
    """SBML Level 3 Version 1: parameters, rate rules for states, assignment rules for outputs, events."""
    constant = {key: value for group in model.parameters.values() for key, value in group.items()}
    lines = [
        f'<parameter id="{key}" value="{value!r}" constant="{str(key != model.x).lower()}"/>'
        for key, value in constant.items()
    ]
    lines += [f'<parameter id="{key}" constant="false"/>' for key in [*model.start, *model.rules]]
    initial = [
        f'<initialAssignment symbol="{key}">{math(value)}</initialAssignment>'
        for key, value in model.start.items()
    ]
    rules = [
        f'<assignmentRule variable="{key}">{math(value)}</assignmentRule>'
        for key, value in model.rules.items()
    ]
    rules += [
        f'<rateRule variable="{key}">{math(value)}</rateRule>' for key, value in model.rates.items()
    ]
    events = [
        f'<event useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true">{math(test)}</trigger><listOfEventAssignments>'
        + "".join(f'<eventAssignment variable="{key}">{math(value)}</eventAssignment>' for key, value in sets.items())
        + "</listOfEventAssignments></event>"
        for test, sets in model.events.items()
    ]  # fmt: skip
    sources = "; ".join(
        f"{', '.join(group)}: {source}" for source, group in model.parameters.items()
    )
    lists = {"Parameters": lines, "InitialAssignments": initial, "Rules": rules, "Events": events}
    body = "".join(
        f"<listOf{kind}>\n{chr(10).join(found)}\n</listOf{kind}>\n"
        for kind, found in lists.items()
        if found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1">\n'
        f'<model id="{name.replace("-", "_")}" name="{escape(model.title)}">\n'
        f'<notes><p xmlns="http://www.w3.org/1999/xhtml">{escape(notice)} Parameters from {escape(sources)}.</p></notes>\n'
        f"{body}</model>\n</sbml>\n"
    )


def script(model: Portable, notice: str) -> str:
    """A short program that prints the table of the page; it needs SciPy only for what runs in time."""
    lines = [f'"""{model.title}. {notice}"""', "from math import exp, log"]
    if model.rates:
        lines.append("from scipy.integrate import solve_ivp")
    for source, group in model.parameters.items():
        lines += [f"# {source}", "; ".join(f"{key} = {value!r}" for key, value in group.items())]
    outputs = ", ".join(model.columns)
    head = f'print("{model.x}", "{" ".join(model.columns)}")'
    if not model.rates:
        lines += [f"def outputs({model.x}):"]
        lines += [f"    {key} = {value}" for key, value in model.rules.items()]
        lines += [f"    return {outputs}"]
        lines += [head, f"for value in {model.at}:", "    print(value, *outputs(value))"]
        return "\n".join(lines) + "\n"
    states = ", ".join(model.rates)
    held = [key for key in model.start if key not in model.rates]
    lines += [f"{'; '.join(f'{key} = {model.start[key]}' for key in held)}"] if held else []
    lines += ["def outputs(t, y):", f"    {states} = y"]
    lines += [f"    {key} = {value}" for key, value in model.rules.items()]
    lines += [
        "    slope = [" + ", ".join(model.rates.values()) + "]",
        f"    return slope, ({outputs},)",
    ]
    lines += [f"t, y = 0, [{', '.join(model.start[key] for key in model.rates)}]"]
    lines += [head, f"for then in {model.at}:"]
    for test, sets in model.events.items():
        key, value = next(iter(sets.items()))
        # Sampled right where the condition comes true, so the state is the one that it asks for.
        lines += [f"    if {test} and not {key}: {states}, = y; {key} = {value}"]
    lines += [
        "    if then > t: y = solve_ivp(lambda t, y: outputs(t, y)[0], (t, then), y, rtol=1e-9, atol=1e-12, max_step=0.5).y[:, -1]",
        "    t = then",
        "    print(t, *outputs(t, y)[1])",
    ]
    return "\n".join(lines) + "\n"


def _magnesium() -> Portable:
    shares = {
        f"free{n}": f"1 / (1 + {mg} / half * exp(-steepness * volts))"
        for n, mg in (("01", 0.1), ("1", 1), ("2", 2))
    }
    flow = {"current0": "(volts - reversal) / (reversal - reference)"}
    flow["current1"] = "free1 * (volts - reversal) / (reversal - reference)"
    p = magnesium.PARAMETERS
    return Portable(
        "Magnesium block of the NMDA receptor",
        {"Jahr and Stevens 1990, as quoted in public models (mM, per mV, mV)": dict(p), "membrane potential, mV": {"volts": -70.0}},
        shares | flow,
        {"free01": ("free 0.1", 100), "free1": ("free 1", 100), "free2": ("free 2", 100), "current0": ("current 0", 100), "current1": ("current 1", 100)},
        "volts",
        tuple(float(v) for v in range(-100, 61, 10)),
    )  # fmt: skip


def _block() -> Portable:
    k, m = block.DRUGS["ketamine"], block.DRUGS["memantine"]
    rules = {
        drug: f"c**{drug}_hill / ({drug}_ic50**{drug}_hill + c**{drug}_hill)"
        for drug in block.DRUGS
    }
    return Portable(
        "Block of human GluN1/GluN2A receptors at -70 mV",
        {"Gilling and others 2009 (IC50 in uM)": {"ketamine_ic50": k["ic50"], "ketamine_hill": k["hill"], "memantine_ic50": m["ic50"], "memantine_hill": m["hill"]}, "concentration, uM": {"c": 0.71}},
        rules,
        {drug: (drug, 100) for drug in rules},
        "c",
        (0.01, 0.03, 0.1, 0.3, 0.71, 0.78, 1.0, 3.0, 5.0, 10.0, 30.0, 100.0),
    )  # fmt: skip


def _disinhibition() -> Portable:
    n = disinhibition.Network()
    rules = {"i_drive": "1 - nmda_i * d / (1 + d)"}
    for name, ratio in (("pyramidal", "ratio"), ("alike", "1")):
        rules[f"{name}_drive"] = f"1 - nmda_p * d / ({ratio} + d)"
        rules[f"{name}_raw"] = (
            f"((1 + w) * {name}_drive - w * (1 - e) * i_drive) / (1 + w * e * i_drive)"
        )
        rules[name] = f"{name}_raw if {name}_raw > 0 else 0"
    rules["interneurons"] = "(1 - e + e * pyramidal) * i_drive"
    return Portable(
        "Disinhibition, an illustration fitted to nothing",
        {"no source: none of these numbers is measured": {"w": n.inhibition, "e": n.feedback, "nmda_i": n.nmda_i, "nmda_p": n.nmda_p, "ratio": n.ratio}, "dose": {"d": 1.0}},
        rules,
        {name: (name, 100) for name in ("pyramidal", "interneurons", "alike")},
        "d",
        (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0),
    )  # fmt: skip


def _trapping() -> Portable:
    rates: dict[str, str] = {}
    parameters: dict[str, float] = {}
    for drug, both in trapping.RATES.items():
        parameters |= {f"{drug}_on": both["on"], f"{drug}_off": both["off"]}
        rates[drug] = (
            f"({drug}_on * c * (1 - {drug}) - {drug}_off * {drug}) if is_open > 0 else -{drug}_leak"
        )
    escape_of = trapping.ESCAPE["memantine"]
    return Portable(
        "Block in open channels and trapping in shut ones",
        {"Gilling and others 2009 (per uM per s, per s; share that escapes)": parameters | {"memantine_escape": escape_of}, "Kotermanski and others 2009 (s)": {"escape_time": trapping.ESCAPE_TIME}},
        {
            "c": "10 if t >= 5 and t < 25 else 0",
            "is_open": "1 if t < 25 or t >= 85 else 0",
            "ketamine_leak": "0 * t",
            "memantine_leak": "(memantine - (1 - memantine_escape) * held) / escape_time",
        },
        {drug: (drug, 100) for drug in trapping.RATES},
        "t",
        (5, 6, 7, 10, 15, 25, 27, 30, 60, 85, 87, 90, 95, 105, 125),
        {"ketamine": "0", "memantine": "0", "held": "0"},
        rates,
        {"t >= 25": {"held": "memantine"}},
    )  # fmt: skip


def _flows(flows: str) -> dict[str, str]:
    """`a>b:rate` for each way from one compartment to another, `a>:rate` for one out, as slopes of amounts."""
    slopes: dict[str, str] = {}
    for flow in flows.split():
        ends, _, rate = flow.partition(":")
        source, _, goal = ends.partition(">")
        slopes[source] = f"{slopes.get(source, '')} - {rate} * {source}"
        if goal:
            slopes[goal] = f"{slopes.get(goal, '')} + {rate} * {source}"
    return {name: slope.removeprefix(" + ").strip() for name, slope in slopes.items()}


def _plasma() -> Portable:
    names = [
        "vk1",
        "vk2",
        "vk3",
        "clk1",
        "clk2",
        "clk3",
        "mttn",
        "fm1",
        "vn2",
        "cln1",
        "cln2",
        "mtth",
        "fm2",
        "vh1",
        "vh2",
        "clh1",
        "clh2",
    ]
    artery = _flows(
        "k1>m1:clk1/vk1 k1>k2:clk2/vk1 k2>k1:clk2/vk2 k1>k3:clk3/vk1 k3>k1:clk3/vk3 m1>m2:2/mttn "
        "m2>n1:fm1*2/mttn m2>:(1-fm1)*2/mttn n1>p1:cln1/vk1 n1>n2:cln2/vk1 n2>n1:cln2/vn2 p1>p2:2/mtth "
        "p2>h1:fm2*2/mtth p2>:(1-fm2)*2/mtth h1>:clh1/vh1 h1>h2:clh2/vh1 h2>h1:clh2/vh2"
    )
    vein = _flows(
        "a>b:v_q1/60/v_v1 b>a:v_q1/60/v_vp1 a>d:v_q2/60/v_v1 d>a:v_q2/60/v_vp2 a>n:v_cl/60/v_v1 "
        "n>:v_cln/60/v_vn n>q:v_qn/60/v_vn q>n:v_qn/60/v_vpn"
    )
    artery["k1"] += " + (1000000 / mass_k * dose / minutes if t < minutes else 0)"
    vein["a"] += " + (1000 * dose / minutes if t < minutes else 0)"
    rates = artery | vein
    mass = ketamine.MASS
    return Portable(
        "S-ketamine in plasma, 35 mg over 40 min, 70 kg",
        {
            "Simons and others 2022, Table 4 (L, L/min, min)": {name: ketamine.LEIDEN[name] for name in names},
            "Fanta and others 2015, Otto and others 2021 (L, L/h)": {f"v_{name}": value for name, value in ketamine.VENOUS.items()},
            "ng/mL per nmol/mL; mg; min": {"mass_k": mass["ketamine"], "mass_n": mass["norketamine"], "mass_h": mass["hnk"], "dose": 35.0, "minutes": 40.0},
        },
        {
            "artery_ketamine": "k1 / vk1 / 1000 * mass_k",
            "artery_norketamine": "n1 / vk1 / 1000 * mass_n",
            "artery_hnk": "h1 / vh1 / 1000 * mass_h",
            "vein_ketamine": "a / v_v1",
            "vein_norketamine": "n / v_vn",
        },
        {f"{side}_{name}": (f"{side}-{name}", 1) for side, name in (("artery", "ketamine"), ("vein", "ketamine"), ("artery", "norketamine"), ("vein", "norketamine"), ("artery", "hnk"))},
        "t",
        (0, 10, 20, 30, 40, 50, 60, 80, 110, 150, 180, 240),
        dict.fromkeys(rates, "0"),
        rates,
    )  # fmt: skip


MODELS = {
    "magnesium-block": _magnesium,
    "block-by-concentration": _block,
    "disinhibition": _disinhibition,
    "use-dependence": _trapping,
    "dose-to-plasma": _plasma,
}
