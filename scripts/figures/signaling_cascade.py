"""The cascade from drug to mood: nodes, steps with evidence for and against, and what runs beside it."""

from __future__ import annotations

from scripts.figures import Figure
from scripts.figures.drawing import Part, rows

PARTS = (
    Part("ketamine", "Ketamine", "Blocks NMDA receptors.", "nmda-antagonism.md#open-channel-block"),
    Part("interneurons", "Interneurons quiet down", "Inhibitory cells of the prefrontal cortex lose drive.", "ampa-hypothesis.md#glutamate-burst"),
    Part("pyramidal", "Pyramidal neurons fire more", "Cells that the interneurons held back are set free.", "ampa-hypothesis.md#glutamate-burst"),
    Part("surge", "More glutamate", "Glutamate rises in the prefrontal cortex.", "ampa-hypothesis.md#glutamate-burst"),
    Part("ampa", "AMPA receptors", "The extra glutamate opens AMPA receptors.", "ampa-hypothesis.md#ampa-blocker"),
    Part("bdnf", "BDNF released", "Calcium enters and the growth signal BDNF is released.", "synapses-and-circuits.md#bdnf"),
    Part("trkb", "TrkB", "The receptor for BDNF.", "synapses-and-circuits.md#bdnf"),
    Part("mtorc1", "mTORC1", "A controller of growth.", "synapses-and-circuits.md#mtorc1"),
    Part("protein", "New protein", "The brakes 4E-BP1 and 4E-BP2 let go and protein is made.", "synapses-and-circuits.md#mtorc1"),
    Part("spines", "New spines", "Spines carry new synapses on pyramidal neurons.", "synapses-and-circuits.md#new-spines"),
    Part("circuits", "Circuits of stress and mood", "Paths between hippocampus, prefrontal cortex and amygdala.", "synapses-and-circuits.md#stress-circuits"),
    Part("mood", "Mood in people", "Depression eases within hours.", "antidepressant-effect.md#time-course"),
    Part("step-1", "1. Ketamine → interneurons quiet down: contested", "Ketamine blocks NMDA receptors on interneurons first.", "ampa-hypothesis.md#claim-interneurons-first", "contested", "mouse", "gerhard2020 miller2014", "Lowering the subunit GluN2B in prefrontal interneurons of mice prevents the effect; lowering it in glutamate neurons does not.", "Mice without GluN2B in cortical principal neurons already behave as if treated, and ketamine adds nothing."),
    Part("step-2", "2. Interneurons quiet down → pyramidal neurons fire more: contested", "Quiet interneurons let pyramidal neurons fire.", "nmda-antagonism.md#claim-disinhibition-local", "contested", "mouse, rat", "gerhard2020 widman2018 amatforaster2019", "In mouse prefrontal and rat hippocampal slices ketamine weakens the inhibition of pyramidal cells.", "In freely moving rats ketamine raised the firing of principal cells without silencing prefrontal interneurons."),
    Part("step-3", "3. Pyramidal neurons fire more → more glutamate: supported", "More glutamate reaches the prefrontal cortex.", "ampa-hypothesis.md#claim-human-glutamate", "supported", "rat, human", "moghaddam1997 abdallah2018", "Low doses raise prefrontal glutamate in rats; in people ketamine raises the cycling of glutamate and glutamine.", "A very high dose lowers glutamate in rats; the human study was a pilot in 21 people."),
    Part("step-4", "4. More glutamate → AMPA receptors: established", "Glutamate acts on AMPA receptors.", "ampa-hypothesis.md#claim-ampa-blocker-mouse", "established", "mouse", "maeng2008 aleksandrova2017 nct03973268", "In mice, an AMPA blocker given before ketamine weakens its antidepressant-like effect.", "In people, trials with the AMPA blocker perampanel are registered; no result was found."),
    Part("step-5", "5. AMPA receptors → BDNF released: supported", "AMPA receptors and calcium channels release BDNF.", "ampa-hypothesis.md#claim-bdnf-needs-ampa", "supported", "cultured neurons, rodent, human", "lepack2015 haile2013", "In cultured cortical neurons, blockers of AMPA receptors or of L-type calcium channels stop the release.", "In people there is only a correlation with BDNF in blood, in 22 patients."),
    Part("step-6", "6. BDNF released → TrkB: supported", "Released BDNF acts on its receptor TrkB.", "synapses-and-circuits.md#claim-bdnf-release", "supported", "rodent, mouse, cells", "lepack2015 liu2012 casarotto2021", "In rodents, an antibody to BDNF in the prefrontal cortex stops the effect; mice with the human BDNF Met variant do not respond.", "One group reports that ketamine binds TrkB itself, in cells and animals."),
    Part("step-7", "7. TrkB → mTORC1: contested", "TrkB switches on mTORC1.", "synapses-and-circuits.md#claim-mtor-human", "contested", "rat, human", "li2010 abdallah2020", "In rats, rapamycin, which blocks mTOR, prevents the new synapses and the change in behavior.", "In 20 people one oral dose of rapamycin did not stop the antidepressant effect."),
    Part("step-8", "8. mTORC1 → new protein: supported", "mTORC1 releases the brakes on protein synthesis.", "synapses-and-circuits.md#claim-translation-brakes", "supported", "mouse", "aguilarvalles2021 autry2011", "In mice without the translation brakes 4E-BP1 and 4E-BP2 ketamine has no effect on behavior.", "In mice a different brake, eEF2 kinase, comes off when NMDA receptors at rest are blocked."),
    Part("step-9", "9. New protein → new spines: established", "New protein builds spines.", "synapses-and-circuits.md#claim-spine-growth", "established", "mouse, rat, human", "phoumthipphavong2016 li2010 holmes2022", "In mice, spine numbers in frontal cortex are raised for up to two weeks; in rats, synapses increase.", "In people, the synapse marker SV2A was unchanged after 24 hours."),
    Part("step-10", "10. New spines → circuits of stress and mood: supported", "New spines keep the effect going.", "synapses-and-circuits.md#claim-spines-maintain", "supported", "mouse", "modasava2019", "In stressed mice the effect does not last without the new spines.", "In the same mice the first change in behavior comes before the spines: they do not start it."),
    Part("step-11", "11. Circuits of stress and mood → mood in people: speculative", "Stronger circuits lift mood in people.", "synapses-and-circuits.md#claim-circuit-repair", "speculative", "rodent, human", "carreno2016 hare2019 modasava2019 holmes2022 carlson2013", "In rodents, silencing the ventral hippocampus prevents the sustained effect; in mice, endings of Drd1 neurons in the amygdala mimic it.", "In people, improvement tracked other brain regions in one scan, and the synapse marker did not change."),
    Part("side-principal", "Ketamine → principal neurons: contested", "Ambient glutamate sets a brake through GluN2B on principal neurons; deleting GluN2B there copied ketamine, lowering it in prefrontal glutamate neurons did not stop ketamine.", "rival-hypotheses.md#claim-principal-glun2b", "contested", "mouse", "miller2014 gerhard2020"),
    Part("side-resting", "Ketamine → receptors at rest: supported", "Blocking NMDA receptors at rest switches off eEF2 kinase and quickly raises BDNF.", "rival-hypotheses.md#claim-resting-eef2", "supported", "mouse", "autry2011 gideons2014"),
    Part("side-habenula", "Ketamine → lateral habenula: supported", "Blocking NMDA receptors in the lateral habenula alone is enough for a rapid antidepressant-like effect.", "rival-hypotheses.md#claim-habenula-enough", "supported", "rat, mouse", "yang2018 cui2019"),
    Part("side-hnk", "Hydroxynorketamine → nerve endings: supported", "(2R,6R)-HNK makes nerve endings release more glutamate, and so joins at AMPA receptors.", "ampa-hypothesis.md#claim-hnk-releases-glutamate", "supported", "rat slices", "riggs2020"),
    Part("side-gsk3", "Ketamine → GSK-3: contested", "A review lists its inactivation among ketamine's actions; an inhibitor alone did not copy ketamine in stressed mice.", "synapses-and-circuits.md#claim-gsk3", "contested", "rodent", "scheuing2015 ma2013"),
    Part("side-erk", "(R)-ketamine → ERK: contested", "One group reports that ERK takes the place of mTORC1 for (R)-ketamine.", "synapses-and-circuits.md#bdnf", "contested", "rodent", "yang2019"),
)


def figure() -> Figure:
    return Figure(rows(PARTS, weighed=True))
