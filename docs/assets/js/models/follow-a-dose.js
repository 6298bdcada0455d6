/* One dose, followed as far as it was measured; the same numbers as scripts/figures/models/one_dose.py. */
Figures.define("follow-a-dose", function (panel) {
  "use strict";
  const P = panel.parameters, { format } = Figures, { routes, doses, seen, steps, shifts, free } = P;
  const { leiden, meta, spray } = Figures.plasma(P);
  const block = (c) => c ** P.block.hill / (P.block.ic50 ** P.block.hill + c ** P.block.hill);
  const dose = (state) => doses.find((one) => one.key === state.dose), route = (state) => routes.find((one) => one.key === dose(state).model);
  const isPerWeight = (one) => one.unit === "mg/kg", given = (one, weight) => [one.dose, ...one.then].map((amount) => (isPerWeight(one) ? amount * weight : amount));

  /** Ketamine in plasma (ng/mL) at `grid` (minutes). */
  function plasma(one, weight, grid) {
    const { model, minutes } = one, amounts = given(one, weight), infusions = amounts.map((mg, at) => [mg, at * minutes, minutes]);
    switch (model) {
      case "spray": return spray(grid, amounts[0], "nasal").ketamine;
      case "swallowed": return spray(grid, amounts[0], "oral").ketamine;
      case "film": return leiden(grid, [], [[amounts[0], 0]], weight).ketamine;
      case "s": return leiden(grid, infusions, [], weight).ketamine;
      default: return meta(grid, infusions, weight).ketamine;
    }
  }

  const shares = (total, magnesium) => [block((free * total) / shifts[magnesium]), block(total / shifts[magnesium])];

  /** Levels and shares at one time: what a test compares with Python. */
  function at(state, minutes) {
    const level = plasma(dose(state), state.weight, [minutes])[0], total = level / P.mass.ketamine;
    return { level, total, free: free * total, none: shares(total, "none"), memantine: shares(total, "memantine") };
  }

  /** What is given and how long it takes, where form and route are said already. */
  function amount({ dose: first, then, unit, minutes }) {
    const all = [first, ...then].join(", ") + " " + unit;
    return then.length ? `${all}, ${(1 + then.length) * minutes} min` : minutes > 1 ? `${all}, ${minutes} min` : minutes ? `${all}, injected` : all;
  }

  /** Each reason for leaving doses out, with those doses. */
  function leftOut(form) {
    const own = P.left_out.filter((one) => one.form === form), reasons = [...new Set(own.map(({ why }) => why))];
    return reasons.map((why) => `${why}: ${own.filter((one) => one.why === why).map(({ what }) => what).join("; ")}.`.replace(/^./, (letter) => letter.toUpperCase())).join(" ");
  }

  /** Published levels for the dose, in µM: [hour, level, low, high]. */
  const measured = (state) => (P.measured[state.dose] || []).map(([minutes, ...levels]) => [minutes / 60, ...levels.map((level) => level / P.mass.ketamine)]);
  const peak = (state) => (state.dose in P.peaks ? P.peaks[state.dose] / P.mass.ketamine : null);

  const grid = (hours) => Array.from({ length: 161 }, (_, n) => (n * hours * 60) / 160);
  const felt = (total) => seen.filter((row) => row.kind === "felt" && total >= row.low && total <= row.high);
  const moods = (form) => seen.filter((row) => row.kind === "mood" && row.form === form);

  const percent = ([least, most]) => `${format(100 * least, 2)}–${format(100 * most, 2)}%`;

  return panel.model({
    inputs: [
      { key: "form", label: "Form", type: "select", value: "ketamine", options: [["ketamine", "ketamine"], ["s", "S-ketamine"]], derived: true },
      { key: "route", label: "Route", type: "select", value: "racemate", options: routes.map(({ key, name, form }) => [key, name, form]), within: "form", derived: true },
      { key: "dose", label: "Dose that was studied", type: "select", value: "infusion-05", options: doses.map((one) => [one.key, amount(one), one.model]), within: "route" },
      { key: "minute", label: "Look at", min: 0, max: 480, step: 5, value: 40, unit: "min" },
      { key: "weight", label: "Body weight", min: 45, max: 110, step: 1, value: 70, unit: "kg" },
      { key: "mg", label: "Magnesium", type: "radio", value: "both", options: [["none", "left out"], ["memantine", "as for memantine"], ["both", "both"]] },
    ],
    /** Another form or route starts with its first dose; a dose says what form and route it has. */
    adapt(state, key) {
      const way = key === "form" ? routes.find(({ form }) => form === state.form) : key === "route" ? routes.find((one) => one.key === state.route) : route(state);
      return { form: way.form, route: way.key, dose: way === route(state) ? state.dose : doses.find(({ model }) => model === way.key).key };
    },
    hidden: (state) => (dose(state).model === "spray" ? ["weight"] : []),
    at,
    compute(state) {
      const times = grid(8), levels = plasma(dose(state), state.weight, times);
      return { times, totals: levels.map((level) => level / P.mass.ketamine), now: at(state, state.minute), felt: felt(at(state, state.minute).total), mood: moods(dose(state).form) };
    },
    charts({ times, totals, now, mood }, state) {
      const { minute, mg } = state, dots = measured(state), known = peak(state), hours = (values) => values.map((value, n) => [times[n] / 60, value]), x = { domain: [0, 8] };
      const top = Math.max(...totals, now.total, known || 0, ...dots.flatMap(([, ...levels]) => levels)) * 1.12;
      const bands = (mg === "both" ? ["none", "memantine"] : [mg]).flatMap((name) => {
        const both = totals.map((total) => shares(total, name).map((share) => 100 * share)), series = name === "none" ? 1 : 3;
        return [
          { band: both.map(([least, most], n) => [times[n] / 60, least, most]), fill: `var(--fig-series-${series})` },
          { line: hours(both.map(([, most]) => most)), series, label: name === "none" ? "no magnesium" : "with magnesium", at: name === "none" ? 3 : 1, side: name === "none" ? "above" : "right" },
          { line: hours(both.map(([least]) => least)), series, thin: true },
        ];
      });
      const views = [
        { height: 190, title: `1. Ketamine in plasma (µM)${dots.length ? "; circles: published" : ""}`, x: { ...x, format: () => "" }, y: { domain: [0, top] }, layers: [
          { band: totals.map((total, n) => [times[n] / 60, free * total, total]), fill: "var(--fig-series-1)" },
          { line: hours(totals), series: 1, label: "all of it", at: dots.length > 1 ? 6.8 : 2.4, side: "above" }, { line: hours(totals.map((total) => free * total)), series: 1, thin: true },
          ...(dots.length ? [{ dots }] : []), ...(known ? [{ level: known, label: "published peak" }] : []),
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
      const one = dose(state), levels = route(state).form === "s" ? "levels of the racemate" : "levels", weighed = isPerWeight(one) ? `, ${given(one, state.weight).map((mg) => format(mg)).join(", then ")} mg at ${format(state.weight)} kg` : "", first = `${one.name}${weighed} (used in: ${one.used}), ${format(state.minute)} min after the start`;
      const reported = reports.length ? `At such ${levels} studies report: ${reports.map((row) => row.what).join("; ")}.` : now.total < 0.21 ? `Below the ${levels} at which these studies report anything.` : `No study read reports on just such ${levels}.`;
      const after = mood.length ? `After such a dose: ${[...new Set(mood.map((row) => row.what))].map((name) => `${name} ${mood.filter((row) => row.what === name).map((row) => `${format(row.value, 3)}%${row.control === null ? "" : " against " + format(row.control, 3) + "% on " + row.against} (day ${row.day})`).join(", ")}`).join("; ")} in response.` : "No mood scores after such a dose were read.";
      return `${first}: calculated ${format(now.level)} ng/mL in plasma, ${format(now.total, 2)} µM, at least ${format(now.free, 2)} µM of it free. Block ${percent(now.none)} without magnesium, ${percent(now.memantine)} if magnesium acts as on memantine. ${reported} ${after} From block to mood nobody has measured the step.`;
    },
    notes: (state) => [
      ["This curve.", `${[route(state).fit, dose(state).minutes === 1 ? "An injection is drawn as one minute, and the model mixes it with blood at once: its first minutes are higher than any sample would show." : "", dose(state).note].filter(Boolean).join(" ")} Averages of groups in studies: no forecast for a person, and no advice.`],
      ...steps.map(({ title, says, grade }) => [`${title}: ${grade === "unknown" ? "nobody knows" : grade}.`, says.replace(/^./, (letter) => letter.toUpperCase()) + "."]),
      ["Not offered, although studies used it.", leftOut(route(state).form)],
    ],
  });
}, "plasma.js");
