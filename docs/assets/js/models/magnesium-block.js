/* Magnesium block after Jahr and Stevens; the same equation as scripts/models/magnesium.py. */
Figures.define("magnesium-block", function (panel) {
  "use strict";
  const p = panel.parameters, { format } = Figures;
  const free = (volts, mg) => 1 / (1 + (mg / p.half) * Math.exp(-p.steepness * volts));
  const current = (volts, mg) => (free(volts, mg) * (volts - p.reversal)) / (p.reversal - p.reference);
  const curve = (f) => Array.from({ length: 81 }, (_, at) => [at * 2 - 100, 100 * f(at * 2 - 100)]);

  return panel.model({
    inputs: [
      { key: "mg", label: "Magnesium outside", min: 0, max: 4, step: 0.05, value: 1, unit: "mM" },
      { key: "v", label: "Membrane potential", min: -100, max: 60, step: 1, value: -70, unit: "mV" },
    ],
    compute: ({ mg, v }) => ({ free: free(v, mg), current: current(v, mg), half: mg > 0 ? Math.log(mg / p.half) / p.steepness : null }),
    charts: (result, { mg, v }) => [
      {
        height: 250,
        title: "Conductance free of magnesium (%)",
        x: { domain: [-100, 60], format: () => "" },
        y: { domain: [0, 100], ticks: [0, 25, 50, 75, 100] },
        layers: [
          { rule: -70, label: "at rest" },
          { rule: -20, label: "depolarized" },
          ...(mg === 1 ? [] : [{ line: curve((u) => free(u, 1)), series: 2, thin: true, label: "1 mM", at: mg > 1 ? -36 : 0, side: mg > 1 ? "left" : "right" }]),
          { line: curve((u) => free(u, mg)), series: 1 },
          { mark: [v, 100 * result.free], series: 1, label: format(100 * result.free) + "%" },
        ],
      },
      {
        height: 270,
        title: "NMDA current (% of magnesium-free at −70 mV)",
        xTitle: "Membrane potential (mV)",
        x: { domain: [-100, 60] },
        y: { domain: [-145, 90], ticks: [-100, -50, 0, 50] },
        layers: [
          { rule: -70 },
          { rule: -20 },
          { level: 0 },
          { line: curve((u) => current(u, 0)), series: 4, thin: true, label: "no magnesium", at: -66, side: "right" },
          { line: curve((u) => current(u, mg)), series: 1 },
          { mark: [v, 100 * result.current], series: 1, label: format(100 * result.current) + "%" },
        ],
      },
    ],
    say(result, { mg, v }) {
      const share = 100 * result.free, flow = 100 * result.current;
      const direction = flow < 0 ? "inward" : flow > 0 ? "outward" : "";
      return `Calculated: at ${format(v)} mV in ${format(mg)} mM magnesium, ${format(share)}% of the NMDA conductance is free. ` +
        (direction ? `The current is ${direction}, ${format(Math.abs(flow))}% of what flows inward at −70 mV without magnesium.` : "No current flows, because 0 mV is the reversal potential.") +
        (result.half === null ? " Without magnesium nothing is blocked at any voltage." : ` Half is free at ${format(result.half)} mV.`);
    },
    notes: ["Formula of Jahr and Stevens, its constants as quoted in published models; fitted to cultured hippocampal neurons; an approximation at low magnesium."],
  });
});
