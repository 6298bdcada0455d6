/* Block in open channels and trapping in shut ones; the same equations as scripts/models/trapping.py. */
Figures.define("use-dependence", function (panel) {
  "use strict";
  const p = panel.parameters, { format } = Figures, DRUGS = Object.keys(p.rates);

  function after(drug, phase, start, seconds, preparation) {
    const { on, off } = p.rates[drug];
    if (phase.open) {
      const rate = on * phase.drug + off, end = (on * phase.drug) / rate;
      return end + (start - end) * Math.exp(-rate * seconds);
    }
    if (preparation === "human") return start * (1 - p.escape[drug] * (1 - Math.exp(-seconds / p.escapeTime)));
    return start * p.kept[drug] ** (seconds / p.keptFor);
  }

  function protocol({ wash, log, exposure, pattern, washOpen }) {
    const drug = 10 ** log, phases = [{ seconds: 5, open: true, drug: 0 }];
    if (pattern === "pulses") {
      for (let left = exposure; left > 1e-9; ) {
        const shut = Math.min(4, left), open = Math.min(1, Math.max(0, left - 4));
        phases.push({ seconds: shut, open: false, drug });
        if (open) phases.push({ seconds: open, open: true, drug });
        left -= shut + open;
      }
    } else phases.push({ seconds: exposure, open: pattern === "steady", drug });
    return [...phases, { seconds: wash, open: washOpen, drug: 0 }, { seconds: 40, open: true, drug: 0 }];
  }

  /** Blocked share at `times`; each phase knows when it began. */
  function blocked(drug, phases, times, preparation) {
    let share = 0, clock = 0;
    const starts = phases.map((phase) => {
      const entry = { at: clock, share, phase };
      share = after(drug, phase, share, phase.seconds, preparation);
      clock += phase.seconds;
      return entry;
    });
    return times.map((time) => {
      const entry = starts.findLast((s) => s.at <= time) || starts[0];
      return after(drug, entry.phase, entry.share, Math.min(time - entry.at, entry.phase.seconds), preparation);
    });
  }

  return panel.model({
    inputs: [
      { key: "log", label: "Drug", min: -1, max: 2, step: 0.05, value: 1, show: (v) => format(10 ** v) + " µM" },
      { key: "exposure", label: "Drug present for", min: 1, max: 60, step: 1, value: 20, unit: "s" },
      { key: "pattern", label: "Agonist with the drug", type: "radio", value: "steady", options: [["steady", "steady"], ["pulses", "1 s in every 5"], ["none", "none"]] },
      { key: "wash", label: "Wash for", min: 0, max: 120, step: 1, value: 60, unit: "s" },
      { key: "washOpen", label: "Agonist during the wash", type: "checkbox", value: false },
      { key: "cells", label: "Shut channels as in", type: "radio", value: "human", options: [["human", "cloned human receptors"], ["rat", "rat cortical neurons"]] },
    ],
    protocol,
    blocked,
    compute(state) {
      const phases = protocol(state), edges = phases.reduce((list, { seconds }) => [...list, list[list.length - 1] + seconds], [0]), end = edges[edges.length - 1];
      const times = [...new Set([...Array.from({ length: 401 }, (_, at) => (at * end) / 400), ...edges])].filter((t) => t <= end).sort((a, b) => a - b);
      const washed = 5 + state.exposure, again = washed + state.wash, drugs = {};
      for (const drug of DRUGS) {
        const [atWash, left] = blocked(drug, phases, [washed, again], state.cells);
        drugs[drug] = { curve: blocked(drug, phases, times, state.cells), atWash, left };
      }
      return { phases, edges, times, washed, again, end, drugs };
    },
    charts({ phases, edges, times, washed, again, end, drugs }, { pattern, washOpen }) {
      const shut = phases.map((phase, at) => (phase.open || !phase.seconds ? null : { span: [edges[at], edges[at + 1]] })).filter(Boolean);
      // Without agonist nothing flows, with or without drug, and there is no share to draw.
      const flows = (drug) => phases.map(({ open, seconds }, at) => (open && seconds ? times.map((t, i) => [t, 100 * (1 - drugs[drug].curve[i])]).filter(([t]) => t >= edges[at] && t <= edges[at + 1]) : [])).filter((points) => points.length);
      const longest = phases.map((phase, at) => (phase.open ? 0 : edges[at + 1] - edges[at])), still = longest.indexOf(Math.max(...longest));
      const shutHere = phases.map((phase, at) => (phase.open || !phase.seconds ? null : { span: [edges[at], edges[at + 1]] })).filter(Boolean);
      if (longest[still] > end / 4) shutHere.push(...["no agonist,", "no current"].map((label, line) => ({ span: [edges[still], edges[still + 1]], label, row: 3 + line, fill: "none" })));
      const bars = [{ line: [[5, 0.5], [washed, 0.5]], series: 3, dash: "", label: "drug", at: washed, side: "right" }];
      phases.forEach((phase, at) => phase.open && phase.seconds && bars.push({ line: [[edges[at], 1.5], [edges[at + 1], 1.5]], series: 4, dash: "", label: at === phases.length - 1 ? "agonist" : undefined, at: edges[at] + phase.seconds / 2, side: "above" }));
      // Beside the longest stretch of a curve; where nothing gets in, both lie on one line.
      const place = (at) => ({ at: again > washed + end / 5 && !washOpen ? (washed + again) / 2 : again + 4 + 4 * (1 - at), side: again > washed + end / 5 && !washOpen ? (at ? "below" : "above") : at ? "left" : "right" });
      return [
        { height: 76, x: { domain: [0, end], format: () => "" }, y: { domain: [0, 3.4], ticks: [0], format: () => "" }, layers: bars },
        {
          height: 230, title: "Channels with the drug inside (%)", x: { domain: [0, end], format: () => "" }, y: { domain: [0, 120], ticks: [0, 25, 50, 75, 100] },
          layers: [...shut, ...(again - washed > end / 4 ? [{ span: [washed, again], label: washOpen ? "wash, channels open" : "wash, channels shut", fill: "none" }] : []),
            ...DRUGS.map((drug, at) => ({ line: times.map((t, i) => [t, 100 * drugs[drug].curve[i]]), series: at + 1, label: drug, ...(pattern === "none" ? { at: (at ? 0.75 : 0.35) * end, side: "above" } : place(at)) }))],
        },
        {
          height: 190, title: "NMDA current (% of what flows without drug)", xTitle: "Time (s)", x: { domain: [0, end] }, y: { domain: [0, 106], ticks: [0, 50, 100] },
          layers: [...shutHere, ...DRUGS.flatMap((drug, at) => flows(drug).map((line) => ({ line, series: at + 1 })))],
        },
      ];
    },
    say({ drugs }, { log, wash, washOpen, pattern, cells }) {
      const share = (part) => (part > 0 && part < 0.001 ? "under 0.1" : format(100 * part, 2)) + "%";
      const part = (drug) => `${drug} ${share(drugs[drug].atWash)} before and ${share(drugs[drug].left)} after`;
      const escaped = wash < 5 * p.escapeTime ? "some of memantine escapes, in the end a fifth" : "a fifth of memantine escapes";
      const reason = !wash && pattern !== "none" ? " Nothing is washed yet, so nothing has left." : pattern === "none" ? " Without agonist the channels never open, so nothing gets in." : washOpen ? " The channels are open during the wash, so the drug can leave." : cells === "human" ? " In shut channels ketamine stays; " + escaped + "." : " In shut channels both drugs leak out slowly, memantine faster.";
      return `Calculated share of channels holding the drug, ${format(10 ** log)} µM, ${format(wash)} s of wash: ${DRUGS.map(part).join("; ")}.` + reason;
    },
    notes: ["The lower chart compares with the current that the same agonist drives without drug. While the channels are shut nothing flows either way, so it shows nothing there.", "One pair of rates per drug; all channels open and close together. A simplification."],
  });
});
