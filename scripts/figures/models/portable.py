"""Each model to take away: as SBML, and as a short Python script. Open this to change what these files hold.

A model is written down in `[model]` of docs/figures/<id>.toml, as named parameters with their source and formulas in
Python's notation; both files are made of it. `t` is time. A test runs the SBML in libRoadRunner and the script in Python
against the table of the page.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import reduce
from html import escape
from operator import getitem
from typing import Any

from msgspec import field

from scripts.core.records import Record, Words

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
Constants = dict[str, dict[str, float]]


class Portable(Record, frozen=True):
    """parameters: by source; a name is that of one of the figure's own. rates: of each state, which starts at 0.
    rules: outputs. events: what is set once a condition holds.
    x: the input that a reader changes, or "t" for what runs in time; at: where the page's table has it.
    columns: output -> (field of the page's table, factor)."""

    title: Words
    at: tuple[int | float, ...]
    parameters: dict[str, dict[str, float | str]]
    rules: dict[str, str]
    columns: dict[str, tuple[str, float]]
    x: str = "t"
    rates: dict[str, str] = field(default_factory=dict)
    events: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def held(self) -> list[str]:
        """What events set."""
        return [name for sets in self.events.values() for name in sets]

    def constants(self, known: Mapping[str, Any]) -> Constants:
        """Parameters as numbers: `rates.ketamine.on` is looked up in those of the figure."""
        return {
            source: {
                name: looked_up(value, known) if isinstance(value, str) else value
                for name, value in group.items()
            }
            for source, group in self.parameters.items()
        }


def looked_up(path: str, known: Mapping[str, Any]) -> Any:
    try:
        return reduce(getitem, path.split("."), known)
    except (KeyError, TypeError) as error:
        raise ValueError(f"the figure has no parameter '{path}'") from error


def files(model: Portable, name: str, known: Mapping[str, Any]) -> dict[str, str]:
    """By their ending; `known` are the parameters of the figure."""
    constants = model.constants(known)
    return {"xml": sbml(model, constants, name), "py": script(model, constants)}


def apply(name: str, *parts: str) -> str:
    return f"<apply><{name}/>{''.join(parts)}</apply>"


def mathml(node: ast.expr) -> str:
    """One formula in Python's notation as MathML."""
    match node:
        case ast.Constant(value):
            return f"<cn>{value!r}</cn>"
        case ast.Name(name):
            return TIME if name == "t" else f"<ci>{name}</ci>"
        case ast.BinOp(left, op, right) | ast.Compare(left, [op], [right]):
            return apply(NAMES[type(op)], mathml(left), mathml(right))
        case ast.UnaryOp(op, operand):
            return apply(NAMES[type(op)], mathml(operand))
        case ast.BoolOp(op, values):
            return apply(NAMES[type(op)], *map(mathml, values))
        case ast.Call(ast.Name(name), arguments):
            return apply(name, *map(mathml, arguments))
        case ast.IfExp():
            yes, test, no = map(mathml, (node.body, node.test, node.orelse))
            return f"<piecewise><piece>{yes}{test}</piece><otherwise>{no}</otherwise></piecewise>"
    raise ValueError(f"a formula may not hold '{ast.unparse(node)}'")


def math(formula: str) -> str:
    try:
        inside = mathml(ast.parse(formula, mode="eval").body)
    except (SyntaxError, KeyError) as error:
        raise ValueError(f"'{formula}' cannot be written as MathML") from error
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inside}</math>'


def assigned(tag: str, attribute: str, formulas: Mapping[str, str]) -> list[str]:
    """An element for each formula, which says what it is assigned to."""
    return [
        f'<{tag} {attribute}="{name}">{math(formula)}</{tag}>' for name, formula in formulas.items()
    ]


def sbml(model: Portable, constants: Constants, name: str) -> str:
    """SBML Level 3 Version 1: parameters, rate rules for states, assignment rules for outputs, events."""
    states = [*model.rates, *model.held]
    parameters = [
        f'<parameter id="{key}" value="{value!r}" constant="{str(key != model.x).lower()}"/>'
        for group in constants.values()
        for key, value in group.items()
    ]
    parameters += [f'<parameter id="{key}" constant="false"/>' for key in [*states, *model.rules]]
    lists = {
        "Parameters": parameters,
        "InitialAssignments": assigned("initialAssignment", "symbol", dict.fromkeys(states, "0")),
        "Rules": assigned("assignmentRule", "variable", model.rules)
        + assigned("rateRule", "variable", model.rates),
        "Events": [
            '<event useValuesFromTriggerTime="true">'
            f'<trigger initialValue="true" persistent="true">{math(test)}</trigger>'
            f"<listOfEventAssignments>{''.join(assigned('eventAssignment', 'variable', sets))}</listOfEventAssignments></event>"
            for test, sets in model.events.items()
        ],
    }
    sources = "; ".join(f"{', '.join(group)}: {source}" for source, group in constants.items())
    body = "".join(
        f"<listOf{kind}>\n{chr(10).join(found)}\n</listOf{kind}>\n"
        for kind, found in lists.items()
        if found
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1">\n'
        f'<model id="{name.replace("-", "_")}" name="{escape(model.title)}">\n'
        f'<notes><p xmlns="http://www.w3.org/1999/xhtml">Parameters from {escape(sources)}.</p></notes>\n'
        f"{body}</model>\n</sbml>\n"
    )


def script(model: Portable, constants: Constants) -> str:
    """A short program that prints the table of the page; it needs SciPy only for what runs in time."""
    lines = [f'"""{model.title}."""', "from math import exp, log"]
    if model.rates:
        lines.append("from scipy.integrate import solve_ivp")
    for source, group in constants.items():
        lines += [f"# {source}", "; ".join(f"{key} = {value!r}" for key, value in group.items())]
    outputs = ", ".join(model.columns)
    rules = [f"    {key} = {value}" for key, value in model.rules.items()]
    head = f'print("{model.x}", "{" ".join(model.columns)}")'
    if not model.rates:
        lines += [f"def outputs({model.x}):", *rules, f"    return {outputs}"]
        lines += [head, f"for value in {model.at}:", "    print(value, *outputs(value))"]
        return "\n".join(lines) + "\n"
    states = ", ".join(model.rates)
    lines += [f"{key} = 0" for key in model.held]
    lines += ["def outputs(t, y):", f"    {states} = y", *rules]
    lines += [f"    slope = [{', '.join(model.rates.values())}]", f"    return slope, ({outputs},)"]
    lines += [f"t, y = 0, {[0] * len(model.rates)}", head, f"for then in {model.at}:"]
    for test, sets in model.events.items():
        for key, value in sets.items():
            # Sampled right where the condition comes true, so the state is the one that it asks for.
            lines += [f"    if {test} and not {key}: {states}, = y; {key} = {value}"]
    lines += [
        "    if then > t: y = solve_ivp(lambda t, y: outputs(t, y)[0], (t, then), y, rtol=1e-9, atol=1e-12, max_step=0.5).y[:, -1]",
        "    t = then",
        "    print(t, *outputs(t, y)[1])",
    ]
    return "\n".join(lines) + "\n"
