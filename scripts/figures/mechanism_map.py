"""Map from the molecule to mood: nodes, then arrows with their certainty."""

from __future__ import annotations

from scripts.figures import Figure
from scripts.figures.drawing import Part, rows

PARTS = (
    Part("ketamine", "Ketamine", "Made in 1962 as an anesthetic; a mixture of two mirror-image molecules.", "metabolism.md#molecule", "", "", "mion2017"),
    Part("norketamine", "Norketamine", "First product of ketamine, made in the liver.", "metabolism.md#steps"),
    Part("hnk", "Hydroxynorketamine", "Made from norketamine; one form, (2R,6R)-HNK, is said to act like an antidepressant in mice by itself.", "ampa-hypothesis.md#hnk-claim"),
    Part("glutamate", "Glutamate", "The brain's main excitatory transmitter.", "glutamate.md#main-transmitter"),
    Part("nmda", "NMDA receptor plugged", "Ketamine enters the open channel and plugs it.", "nmda-antagonism.md#open-channel-block"),
    Part("other-receptors", "Other receptors", "Many more targets, most of them far less sensitive.", "other-receptors.md#yardstick"),
    Part("anesthesia", "Anesthesia", "Dissociative anesthesia at high doses.", "anesthesia-and-analgesia.md#nmda-and-anesthesia"),
    Part("pain", "Pain relief", "Small doses dampen the amplification of pain.", "anesthesia-and-analgesia.md#analgesia"),
    Part("surge", "More glutamate", "Nerve endings release more glutamate: with ketamine in the prefrontal cortex, with HNK in the hippocampus (rat).", "ampa-hypothesis.md#glutamate-burst"),
    Part("ampa", "AMPA receptors", "Carry the extra excitation.", "ampa-hypothesis.md#ampa-blocker"),
    Part("growth", "Growth signals", "BDNF is released and mTORC1 speeds up the making of protein.", "synapses-and-circuits.md#bdnf"),
    Part("synapses", "New synapses", "In rats and mice, spines form in prefrontal cortex; in stressed mice they are restored in hippocampus too.", "synapses-and-circuits.md#new-spines"),
    Part("circuits", "Circuits of stress and mood", "Paths between hippocampus, prefrontal cortex and amygdala.", "synapses-and-circuits.md#stress-circuits"),
    Part("habenula", "Habenula falls quiet", "Burst firing stops in the lateral habenula, an anti-reward center.", "rival-hypotheses.md#lateral-habenula"),
    Part("opioid", "Opioid system; TrkB", "Two accounts that start elsewhere: opioid receptors must work; ketamine binds the BDNF receptor TrkB.", "rival-hypotheses.md#side-by-side"),
    Part("mood", "Depression eases", "Improvement begins within hours, peaks at about a day and fades on average within two weeks.", "antidepressant-effect.md#time-course"),
    Part("a-ket-nk", "Ketamine → norketamine: established", "Liver enzymes remove a methyl group.", "metabolism.md#claim-n-demethylation", "established", "human, rat and rabbit liver", "woolf1987 kharasch1992"),
    Part("a-ket-nmda", "Ketamine → NMDA receptor plugged: established", "Ketamine binds deep in the open channel, without competing with glutamate.", "nmda-antagonism.md#claim-uncompetitive", "established", "cells, human receptor structures", "wilcox2022 phillips2020 zhang2021"),
    Part("a-glu-nmda", "Glutamate → NMDA receptor plugged: established", "Glutamate, together with a co-agonist, opens the receptor; only then can ketamine enter.", "glutamate.md#claim-two-agonists", "established", "cells", "johnson1987 song2018 papouin2012"),
    Part("a-nk-nmda", "Norketamine → NMDA receptor plugged: established", "Norketamine blocks the same receptor, several times more weakly.", "nmda-antagonism.md#claim-norketamine-weaker", "established", "rat", "ebert1997 shimoyama1999"),
    Part("a-nk-hnk", "Norketamine → hydroxynorketamine: established", "A hydroxyl group is added to the ring.", "metabolism.md#steps", "established", "human liver enzymes", "desta2012"),
    Part("a-ket-other", "Ketamine → other receptors: supported", "A target whose half-effect level lies tens of times above the clinical one is unlikely to matter at antidepressant doses.", "other-receptors.md#claim-target-yardstick", "supported", "human serum, review", "langsjo2005 zanos2018"),
    Part("a-other-anes", "Other receptors → anesthesia: supported", "HCN1 channels contribute to loss of the righting reflex.", "anesthesia-and-analgesia.md#claim-hcn1-hypnosis", "supported", "mouse", "chen2009 zhou2013"),
    Part("a-nmda-anes", "NMDA receptor plugged → anesthesia: contested", "NMDA block probably contributes; whether it is the main cause of unconsciousness is not settled.", "anesthesia-and-analgesia.md#claim-nmda-anesthesia", "contested", "cat, rat, mouse, human", "anis1983 white1980 petrenko2014 zhou2013"),
    Part("a-nmda-pain", "NMDA receptor plugged → pain relief: supported", "The mirror-image forms rank alike in pain relief and in affinity, as NMDA block predicts.", "anesthesia-and-analgesia.md#claim-enantiomer-match", "supported", "human, rat", "white1980 oye1992 ebert1997"),
    Part("a-nmda-surge", "NMDA receptor plugged → more glutamate: contested", "Interneurons fall silent and pyramidal neurons are set free; which cells come first is disputed.", "ampa-hypothesis.md#claim-interneurons-first", "contested", "mouse, rat", "gerhard2020 miller2014 amatforaster2019"),
    Part("a-hnk-surge", "Hydroxynorketamine → more glutamate: supported", "(2R,6R)-HNK makes nerve endings release more glutamate.", "ampa-hypothesis.md#claim-hnk-releases-glutamate", "supported", "rat slices", "riggs2020"),
    Part("a-surge-ampa", "More glutamate → AMPA receptors: established", "Blocking AMPA receptors first weakens ketamine's antidepressant-like effect.", "ampa-hypothesis.md#claim-ampa-blocker-mouse", "established", "mouse", "maeng2008 aleksandrova2017"),
    Part("a-ampa-growth", "AMPA receptors → growth signals: supported", "Blocking AMPA receptors or L-type calcium channels stops the release of BDNF.", "ampa-hypothesis.md#claim-bdnf-needs-ampa", "supported", "cultured neurons", "lepack2015"),
    Part("a-growth-syn", "Growth signals → new synapses: established", "Rapamycin, which blocks mTOR, prevents the new synapses in rats. In people it did not block the antidepressant effect.", "synapses-and-circuits.md#claim-mtor-rat", "established", "rat; contested in people", "li2010 abdallah2020"),
    Part("a-syn-circ", "New synapses → circuits of stress and mood: supported", "New spines keep the change in behavior going; they do not start it.", "synapses-and-circuits.md#claim-spines-maintain", "supported", "mouse", "modasava2019"),
    Part("a-circ-mood", "Circuits of stress and mood → depression eases: speculative", "New synapses may strengthen circuits of stress and mood in people.", "synapses-and-circuits.md#claim-circuit-repair", "speculative", "mouse evidence; human scan unchanged", "modasava2019 holmes2022"),
    Part("a-nmda-hab", "NMDA receptor plugged → habenula falls quiet: supported", "Blocking NMDA receptors in the lateral habenula alone is enough for a rapid antidepressant-like effect.", "rival-hypotheses.md#claim-habenula-enough", "supported", "rat, mouse", "yang2018 cui2019"),
    Part("a-hab-mood", "Habenula falls quiet → depression eases: contested", "Whether the lasting effect depends on the habenula is disputed.", "rival-hypotheses.md#claim-habenula-sustained", "contested", "mouse", "ma2023 zhou2021"),
    Part("a-ket-opioid", "Ketamine → opioid system; TrkB: contested", "Ketamine binds opioid receptors only weakly. Direct binding to TrkB, without a need for AMPA receptors, is reported by one group; we have read no independent test.", "rival-hypotheses.md#claim-trkb-binding", "contested", "cells, animals", "hirota1999 casarotto2021 maeng2008"),
    Part("a-opioid-mood", "Opioid system; TrkB → depression eases: contested", "Naltrexone weakened the benefit in two small trials and made no difference in a third.", "rival-hypotheses.md#claim-opioid-needed", "contested", "human", "williams2018 jelen2025 yoon2025"),
    Part("a-ket-mood", "Ketamine → depression eases: established", "What trials see, whatever the mechanism: improvement within hours that fades within two weeks on average.", "antidepressant-effect.md#claim-single-dose-time-course", "established", "human", "kishimoto2016 coyle2015"),
)


def figure() -> Figure:
    return Figure(rows(PARTS))
