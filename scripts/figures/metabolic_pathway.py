"""Ketamine's metabolism: molecules, then steps with enzymes and certainty."""

from __future__ import annotations

from scripts.figures import Figure
from scripts.figures.drawing import Part, rows

PARTS = (
    Part(
        "r-ketamine",
        "R-ketamine (arketamine)",
        "One of the two mirror-image molecules in ordinary ketamine.",
        "metabolism.md#molecule",
    ),
    Part(
        "s-ketamine",
        "S-ketamine (esketamine)",
        "The other mirror-image molecule; in rat brain it binds the NMDA receptor about five times more tightly.",
        "metabolism.md#molecule",
        "",
        "",
        "ebert1997",
    ),
    Part(
        "r-norketamine",
        "R-norketamine",
        "R-ketamine without its methyl group.",
        "metabolism.md#steps",
    ),
    Part(
        "s-norketamine",
        "S-norketamine",
        "S-ketamine without its methyl group.",
        "metabolism.md#steps",
    ),
    Part(
        "rr-hnk",
        "(2R,6R)-hydroxynorketamine",
        "R-norketamine with a hydroxyl group at position 6 of the ring.",
        "metabolism.md#claim-chirality-kept",
        "",
        "",
        "shirayama2018 geisslinger1993",
    ),
    Part(
        "ss-hnk",
        "(2S,6S)-hydroxynorketamine",
        "S-norketamine with a hydroxyl group at position 6 of the ring.",
        "metabolism.md#claim-chirality-kept",
        "",
        "",
        "simons2022a geisslinger1993",
    ),
    Part(
        "dehydronorketamine",
        "5,6-dehydronorketamine",
        "Norketamine that has lost two hydrogens of its ring. Drawn without stereochemistry.",
        "metabolism.md#steps",
        "supported",
        "human plasma and urine",
        "moaddel2010 idvall1979",
    ),
    Part(
        "hydroxyketamine",
        "(2S,6S)-hydroxyketamine",
        "On the side road, S-ketamine gains the hydroxyl group before it loses the methyl group.",
        "metabolism.md#steps",
        "supported",
        "human liver enzymes",
        "desta2012",
    ),
    Part(
        "glucuronides",
        "Glucuronides, then urine",
        "Hydroxylated products are coupled to glucuronic acid; almost everything leaves in urine as metabolites.",
        "metabolism.md#ways-out",
        "",
        "",
        "moaddel2010 janssennd",
    ),
    Part(
        "step-1",
        "Ketamine → norketamine: established",
        "Enzymes take the methyl group off the nitrogen: CYP2B6 and CYP3A4, in shares that are contested.",
        "metabolism.md#claim-n-demethylation",
        "established",
        "human, rat and rabbit liver microsomes",
        "woolf1987 kharasch1992 hijazi2002",
    ),
    Part(
        "step-2",
        "Norketamine → hydroxynorketamine: established",
        "The ring gains a hydroxyl group: CYP2A6 and CYP2B6 make most of the (2,6) form.",
        "metabolism.md#steps",
        "established",
        "human liver enzymes",
        "desta2012",
    ),
    Part(
        "side-dhnk",
        "Norketamine → 5,6-dehydronorketamine: supported",
        "Norketamine loses two hydrogens of its ring.",
        "metabolism.md#steps",
        "supported",
        "human plasma and urine",
        "moaddel2010",
    ),
    Part(
        "side-hk",
        "S-ketamine → (2S,6S)-hydroxyketamine → (2S,6S)-HNK: supported",
        "CYP2A6 adds the hydroxyl group, then CYP2B6 takes the methyl group off.",
        "metabolism.md#steps",
        "supported",
        "human liver enzymes",
        "desta2012",
    ),
    Part(
        "to-glucuronides",
        "Hydroxylated products → glucuronides: supported",
        "Hydroxylated products are coupled to glucuronic acid.",
        "metabolism.md#steps",
        "supported",
        "human plasma and urine",
        "moaddel2010",
    ),
    Part(
        "enzyme-views",
        "Which enzyme does more: contested",
        "View A: CYP3A4, when each enzyme's activity is weighted by its amount in liver. View B: CYP2B6, which leads in vitro at therapeutic concentrations. Inhibitors given to people favor neither.",
        "metabolism.md#claim-enzyme-shares",
        "contested",
        "human liver microsomes, people",
        "hijazi2002 wang2018 rao2016 hagelberg2010 peltoniemi2011",
    ),
)


def figure() -> Figure:
    return Figure(rows(PARTS))
