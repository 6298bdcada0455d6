/* Two populations; the same equations as scripts/models/disinhibition.py. An illustration, fitted to nothing. */
Figures.define("disinhibition", function (panel) {
  "use strict";
  const p = panel.parameters, { format } = Figures;
  const GRID = Array.from({ length: 121 }, (_, at) => 10 ** (at / 30 - 2));

  function steady({ w, e, ni, np, ratio }, dose) {
    const pDrive = 1 - (np * dose) / (ratio + dose), iDrive = 1 - (ni * dose) / (1 + dose);
    const pyramidal = Math.max(0, ((1 + w) * pDrive - w * (1 - e) * iDrive) / (1 + w * e * iDrive));
    return { pyramidal, interneurons: (1 - e + e * pyramidal) * iDrive };
  }

  const values = (s) => ({ w: s.w, e: p.feedback, ni: s.ni / 100, np: s.np / 100, ratio: 10 ** s.ratio });

  return panel.model({
    inputs: [
      { key: "log", label: "Dose", min: -2, max: 2, step: 0.02, value: 0, show: (v) => format(10 ** v, 2) },
      { key: "ratio", label: "Sensitivity gap", min: -1, max: 1.5, step: 0.05, value: 0.7, show: (v) => format(10 ** v, 2) + "×" },
      { key: "ni", label: "NMDA share, interneurons", min: 0, max: 100, step: 5, value: 100 * p.nmda_i, unit: "%" },
      { key: "np", label: "NMDA share, pyramidal cells", min: 0, max: 100, step: 5, value: 100 * p.nmda_p, unit: "%" },
      { key: "w", label: "Strength of inhibition", min: 0, max: 3, step: 0.1, value: p.inhibition },
    ],
    steady,
    compute(state) {
      const network = values(state), curve = GRID.map((dose) => steady(network, dose)), dose = 10 ** state.log;
      const best = curve.reduce((top, rate, at) => (rate.pyramidal > curve[top].pyramidal ? at : top), 0);
      const alike = GRID.map((d) => 100 * steady({ ...network, ratio: 1 }, d).pyramidal);
      return { curve, alike, dose, now: steady(network, dose), last: curve.at(-1).pyramidal, best: { dose: GRID[best], rate: curve[best].pyramidal } };
    },
    charts: ({ curve, alike, dose, now }, { ratio }) => [{
      height: 300,
      title: "Firing rate (% of the rate without drug)",
      xTitle: "Dose (1 blocks half the interneurons’ receptors)",
      x: { domain: [0.01, 100], log: true },
      y: { domain: [0, Math.max(160, 1.08 * Math.max(...alike, ...curve.map((rate) => 100 * rate.pyramidal)))], count: 4 },
      layers: [
        { level: 100, label: "" },
        { rule: dose },
        { line: GRID.map((d, at) => [d, 100 * curve[at].interneurons]), series: 2, label: "interneurons" },
        ...(ratio ? [{ line: GRID.map((d, at) => [d, alike[at]]), series: 4, label: "if receptors are alike", at: 14, side: "below", thin: true }] : []),
        { line: GRID.map((d, at) => [d, 100 * curve[at].pyramidal]), series: 1, label: "pyramidal cells" },
        { mark: [dose, 100 * now.interneurons], series: 2 },
        { mark: [dose, 100 * now.pyramidal], series: 1, label: format(100 * now.pyramidal) + "%" },
      ],
    }],
    say({ alike, dose, now, last, best }, { ratio }) {
      const change = now.pyramidal > 1.005 ? "above" : now.pyramidal < 0.995 ? "below" : "at";
      const verdict = best.rate > 1.005 ? `The most the pyramidal cells reach at any dose is ${format(100 * best.rate)}%, at dose ${format(best.dose, 2)}.` : "With these settings no dose excites the pyramidal cells: the block takes more drive from them than the interneurons give back.";
      const end = last > 0.005 ? `At the highest dose, 100, they fire at ${format(100 * last)}%.` : "At the highest dose, 100, they are silent.";
      const same = Math.max(...alike) > 100.5 ? `With equally sensitive receptors and these shares they would still reach ${format(Math.max(...alike))}%.` : "With equally sensitive receptors and these shares nothing would be freed.";
      return `Calculated, illustration: at dose ${format(dose, 2)} interneurons fire at ${format(100 * now.interneurons)}% and pyramidal cells at ${format(100 * now.pyramidal)}%, ${change} their starting rate. ${verdict} ${end}${ratio ? " " + same : ""}`;
    },
    notes: ["NMDA share: the part of a group's excitation that NMDA receptors carry. Sensitivity gap of 5×: the pyramidal cells' receptors need five times the dose for the same block.", "Not fitted to data. Whether ketamine works this way is contested: the evidence for and against is below the figure."],
  });
});
