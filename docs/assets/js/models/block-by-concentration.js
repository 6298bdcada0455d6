/* Block against concentration; the same equations as scripts/models/block.py. */
Figures.define("block-by-concentration", function (panel) {
  "use strict";
  const p = panel.parameters, { format } = Figures;
  const GRID = Array.from({ length: 121 }, (_, at) => 10 ** (at / 30 - 2));
  const ic50 = (drug, v) => p.drugs[drug].ic50 * Math.exp((p.drugs[drug].delta * (v - p.measured)) / p.thermal);
  const block = (drug, c, v) => {
    const ratio = (c / ic50(drug, v)) ** p.drugs[drug].hill;
    return ratio / (1 + ratio);
  };
  const occupancy = (name, c) => c / (c + p.ki[name]);
  const SERIES = { ketamine: 1, memantine: 2, "(S)-ketamine": 1, "(R)-ketamine": 2, "(S)-norketamine": 3, "(R)-norketamine": 4 };

  return panel.model({
    inputs: [
      { key: "view", label: "View", type: "radio", value: "block", options: [["block", "block of current"], ["sites", "binding to sites"]] },
      { key: "plasma", label: "Plasma bands", type: "radio", value: "total", options: [["total", "all ketamine"], ["free", "surely free"]] },
      { key: "log", label: "Concentration", min: -2, max: 2, step: 0.02, value: -0.1, show: (v) => format(10 ** v) + " µM" },
      { key: "v", label: "Membrane potential", min: -100, max: 0, step: 1, value: -70, unit: "mV" },
    ],
    hidden: ({ view }) => (view === "sites" ? ["v"] : []),
    compute({ view, log, v }) {
      const c = 10 ** log, names = Object.keys(view === "block" ? p.drugs : p.ki);
      return { c, values: Object.fromEntries(names.map((name) => [name, view === "block" ? block(name, c, v) : occupancy(name, c)])) };
    },
    charts({ c, values }, { view, plasma, v }) {
      const part = plasma === "free" ? p.plasma.free : 1, { infusion, anesthesia } = p.plasma, curve = (f) => GRID.map((x) => [x, 100 * f(x)]);
      const ats = view === "block" ? { ketamine: [0.12, "left"], memantine: [2.2, "right"] } : { "(S)-ketamine": [0.075, "left"], "(R)-ketamine": [0.6, "left"], "(S)-norketamine": [4.2, "right"], "(R)-norketamine": [16, "right"] };
      const names = Object.keys(values), first = names[0];
      return [{
        height: 300,
        title: view === "block" ? "NMDA current blocked (%)" : "Binding sites held by the compound (%)",
        xTitle: "Concentration (µM)",
        x: { domain: [0.01, 100], log: true },
        y: { domain: [0, 108], ticks: [0, 25, 50, 75, 100] },
        layers: [
          { span: [infusion.low * part, infusion.high * part], label: "antidepressant" },
          { span: [anesthesia.low * part, anesthesia.high * part], label: "anesthesia", row: 1 },
          { rule: c },
          ...(view === "block" && v !== p.measured ? [{ line: curve((x) => block("ketamine", x, p.measured)), series: 1, dash: "2 3", thin: true, label: "at −70 mV", at: v > p.measured ? 0.3 : 3, side: v > p.measured ? "left" : "right" }] : []),
          ...names.map((name) => ({ line: curve((x) => (view === "block" ? block(name, x, v) : occupancy(name, x))), series: SERIES[name], label: name, at: ats[name][0] * (view === "block" ? ic50(name, v) / p.drugs[name].ic50 : 1), side: ats[name][1] })),
          ...names.slice(1).map((name) => ({ mark: [c, 100 * values[name]], series: SERIES[name] })),
          { mark: [c, 100 * values[first]], series: SERIES[first], label: format(100 * values[first], 2) + "%" },
        ],
      }];
    },
    say({ c, values }, { view, v, plasma }) {
      const list = Object.entries(values).map(([name, value]) => `${name} ${format(100 * value, 2)}%`).join(", ");
      const words = view === "block"
        ? `Calculated block at ${format(c)} µM and ${format(v)} mV: ${list}.` + (v === p.measured ? " Measured constants, human GluN1/GluN2A." : ` Extrapolated from −70 mV; ketamine's half-blocking concentration becomes ${format(ic50("ketamine", v), 2)} µM.`)
        : `Calculated share of sites held at ${format(c)} µM, each compound alone: ${list}. Binding to rat brain; do not mix with the block of current.`;
      return words + (plasma === "free" ? " The bands count the 53% of plasma ketamine that is free at least." : "");
    },
    notes: ({ view }) => [
      "Bands: plasma of patients and volunteers; “surely free” leaves out what may be bound to proteins of the blood. Magnesium, which would weaken the block, is not in the calculation.",
      ...(view === "sites" ? ["The bands are of racemic ketamine, both mirror forms together, and each curve is of one compound alone: where they cross, no share of sites can be read."] : []),
    ],
  });
});
