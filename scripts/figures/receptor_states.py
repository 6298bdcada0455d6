"""States of the NMDA receptor, in the order in which the drawing steps through them."""

from __future__ import annotations

from scripts.figures import Figure
from scripts.figures.drawing import Part, rows

PARTS = (
    Part(
        "closed",
        "Closed",
        "No glutamate is bound and the gate is shut. Nothing passes, and ketamine cannot enter from outside.",
        "glutamate.md#two-agonists",
        "established",
        "cells",
        "johnson1987 papouin2012 song2018",
    ),
    Part(
        "magnesium",
        "Magnesium block",
        "Glutamate and glycine are bound and the gate is open, but at rest a magnesium ion sits deep in the pore and stops the current.",
        "glutamate.md#magnesium-block",
        "established",
        "mouse central neurons; spinal cord neurons",
        "nowak1984 mayer1984",
    ),
    Part(
        "open",
        "Open",
        "The membrane is depolarized, magnesium has left, and positive ions, calcium among them, flow into the cell.",
        "glutamate.md#coincidence",
        "established",
        "cells",
        "song2018 nowak1984",
    ),
    Part(
        "blocked",
        "Ketamine block",
        "Ketamine has come in from outside through the open gate and sits between the gate and the filter. Glutamate keeps its seat.",
        "nmda-antagonism.md#open-channel-block",
        "established",
        "human receptor structures, cells",
        "zhang2021 phillips2020",
    ),
    Part(
        "trapped",
        "Trapped",
        "Glutamate has left and the gate is shut, with ketamine inside. In rat neurons 86% of the block outlasted two minutes of washing.",
        "nmda-antagonism.md#closed-channels",
        "established",
        "cultured rat cortical neurons",
        "mealing1999",
    ),
    Part(
        "released",
        "Released",
        "Glutamate is back, the gate opens, and ketamine can leave. In rat neurons all block was gone within 50 seconds.",
        "nmda-antagonism.md#closed-channels",
        "established",
        "cultured rat cortical neurons",
        "mealing1999",
    ),
)


def figure() -> Figure:
    return Figure(rows(PARTS))
