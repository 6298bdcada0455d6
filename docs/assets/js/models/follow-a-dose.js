/* One dose, followed as far as it was measured; the same numbers as scripts/figures/models/one_dose.py. */
Figures.define("follow-a-dose", function (panel) {
  "use strict";
  const P = panel.parameters, { format } = Figures, { doses, seen, steps, shifts, free } = P;
  const { leiden, meta, spray } = Figures.plasma(P);
  const block = (c) => c ** P.block.hill / (P.block.ic50 ** P.block.hill + c ** P.block.hill);
  const dose = (state) => doses.find((one) => one.key === state.dose);

  /** Ketamine in plasma (ng/mL) at `grid` (minutes). */
  function plasma({ model, dose: amount, minutes }, weight, grid) {
    if (model === "spray") return spray(grid, amount, "nasal").ketamine;
    if (model === "film") return leiden(grid, [], [[amount, 0]], weight).ketamine;
    return (model === "racemate" ? meta : (...all) => leiden(all[0], all[1], [], all[2]))(grid, [[amount * weight, 0, minutes]], weight).ketamine;
  }

  const shares = (total, magnesium) => [block((free * total) / shifts[magnesium]), block(total / shifts[magnesium])];

  /** Levels and shares at one time: what a test compares with Python. */
  function at(state, minutes) {
    const level = plasma(dose(state), state.weight, [minutes])[0], total = level / P.mass.ketamine;
    return { level, total, free: free * total, none: shares(total, "none"), memantine: shares(total, "memantine") };
  }

  const grid = (hours) => Array.from({ length: 161 }, (_, n) => (n * hours * 60) / 160);
  const felt = (total) => seen.filter((row) => row.kind === "felt" && total >= row.low && total <= row.high);
  const moods = (form) => seen.filter((row) => row.kind === "mood" && row.form === form);

  const percent = ([least, most]) => `${format(100 * least, 2)}–${format(100 * most, 2)}%`;

  return panel.model({
    inputs: [
      { key: "dose", label: "Dose that was studied", type: "select", value: "infusion-05", options: doses.map((one) => [one.key, one.name]) },
      { key: "minute", label: "Look at", min: 0, max: 480, step: 5, value: 40, unit: "min" },
      { key: "weight", label: "Body weight", min: 45, max: 110, step: 1, value: 70, unit: "kg" },
      { key: "mg", label: "Magnesium", type: "radio", value: "both", options: [["none", "left out"], ["memantine", "as for memantine"], ["both", "both"]] },
    ],
    hidden: (state) => (dose(state).model === "spray" ? ["weight"] : []),
    at,
    compute(state) {
      const times = grid(8), levels = plasma(dose(state), state.weight, times);
      return { times, totals: levels.map((level) => level / P.mass.ketamine), now: at(state, state.minute), felt: felt(at(state, state.minute).total), mood: moods(dose(state).form) };
    },
    charts({ times, totals, now, mood }, { minute, mg }) {
      const hours = (values) => values.map((value, n) => [times[n] / 60, value]), x = { domain: [0, 8] }, top = Math.max(...totals) * 1.12;
      const bands = (mg === "both" ? ["none", "memantine"] : [mg]).flatMap((name) => {
        const both = totals.map((total) => shares(total, name).map((share) => 100 * share)), series = name === "none" ? 1 : 3;
        return [
          { band: both.map(([least, most], n) => [times[n] / 60, least, most]), fill: `var(--fig-series-${series})` },
          { line: hours(both.map(([, most]) => most)), series, label: name === "none" ? "no magnesium" : "with, as memantine", at: name === "none" ? 1.1 : 5.6, side: name === "none" ? "right" : "above" },
          { line: hours(both.map(([least]) => least)), series, thin: true },
        ];
      });
      const views = [
        { height: 190, title: "1. Ketamine in plasma (µM)", x: { ...x, format: () => "" }, y: { domain: [0, top] }, layers: [
          { band: totals.map((total, n) => [times[n] / 60, free * total, total]), fill: "var(--fig-series-1)" },
          { line: hours(totals), series: 1, label: "all of it", at: 2.4, side: "above" }, { line: hours(totals.map((total) => free * total)), series: 1, thin: true },
          { rule: minute / 60 }, { mark: [minute / 60, now.total], series: 1, label: format(now.total, 2) + " µM" }] },
        { height: 220, title: "2. NMDA current blocked (%, calculated)", xTitle: "Hours after the start", x, y: { domain: [0, 104], ticks: [0, 25, 50, 75, 100] }, layers: [...bands, { rule: minute / 60 }] },
      ];
      if (mood.length) {
        const drug = mood.map(({ day, value }) => [day, value]), control = mood.filter((row) => row.control !== null).map(({ day, control: value }) => [day + 0.15, value]);
        views.push({ height: 210, title: "3. People in response (%), by day: no line leads here", xTitle: "Days after the first dose", x: { domain: [0, 15], ticks: [1, 3, 7, 14] }, y: { domain: [0, 100], ticks: [0, 25, 50, 75, 100] }, layers: [{ dots: drug, series: 1, label: "drug" }, { dots: control, series: 2, label: "control" }] });
      }
      return views;
    },
    say({ now, felt: reports, mood }, state) {
      const one = dose(state), amount = one.minutes ? `, ${format(one.dose * state.weight)} mg at ${format(state.weight)} kg` : "", first = `${one.name}${amount} (used in: ${one.used}), ${format(state.minute)} min after the start`;
      const reported = reports.length ? `At such levels studies report: ${reports.map((row) => row.what).join("; ")}.` : now.total < 0.21 ? "Below the levels at which these studies report anything." : "No study read reports on just this level.";
      const after = mood.length ? `After such a dose: ${[...new Set(mood.map((row) => row.what))].map((name) => `${name} ${mood.filter((row) => row.what === name).map((row) => `${format(row.value, 3)}%${row.control === null ? "" : " against " + format(row.control, 3) + "% on " + row.against} (day ${row.day})`).join(", ")}`).join("; ")} in response.` : "No mood scores after such a dose were read.";
      return `${first}: calculated ${format(now.level)} ng/mL in plasma, ${format(now.total, 2)} µM, at least ${format(now.free, 2)} µM of it free. Block ${percent(now.none)} without magnesium, ${percent(now.memantine)} if magnesium acts as on memantine. ${reported} ${after} From block to mood nobody has measured the step.`;
    },
    notes: [
      ...steps.map(({ title, says, grade }) => `${title}: ${grade === "unknown" ? "nobody knows" : grade}; ${says}.`),
      "Averages of groups in studies, at doses that those studies or a label used. No forecast for a person, and no advice.",
    ],
  });
}, "plasma.js");
