/* One dose, followed as far as it was measured; the same numbers as scripts/figures/models/one_dose.py. */
Figures.define("follow-a-dose", function (panel) {
  "use strict";
  const P = panel.parameters, { format } = Figures, { routes, doses, seen, steps, shifts, free } = P;
  const { leiden, meta, spray } = Figures.plasma(P);
  const block = (c) => c ** P.block.hill / (P.block.ic50 ** P.block.hill + c ** P.block.hill);
  const dose = (state) => doses.find((one) => one.key === state.dose), route = (state) => routes.find((one) => one.key === dose(state).model);
  const isPerWeight = (one) => one.unit === "mg/kg", KILOGRAMS = 70;
  /** A fixed dose meets bodies of different weight; a dose per kilogram does not ask for one. */
  const asksWeight = (one) => !isPerWeight(one) && ["s", "film"].includes(one.model);
  const given = (one, weight) => [one.dose, ...one.then].map((amount) => (isPerWeight(one) ? amount * weight : amount));

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
  /** Results of the trials that gave just this dose, in the same way and as fast. */
  const moods = (one) => seen.filter((row) => row.kind === "mood" && row.model === one.model && row.minutes === one.minutes && !one.then.length && row.gave.split(" ").map(Number).includes(one.dose));

  /** Doses of one route and manner share the scale of the first chart: injections that of injections. */
  const isInjected = (one) => one.minutes === 1, tops = {};
  function scale(one) {
    if (isInjected(one)) return { domain: [0.02, 100], log: true };
    const times = one.minutes ? [one.minutes * (1 + one.then.length)] : Array.from({ length: 25 }, (_, n) => 5 * n), own = doses.filter((other) => other.model === one.model && !isInjected(other));
    tops[one.model] ||= Math.max(...own.flatMap((other) => [...plasma(other, 45, other.minutes ? [other.minutes * (1 + other.then.length)] : times), P.peaks[other.key] || 0, ...(P.measured[other.key] || []).flatMap(([, ...levels]) => levels)]));
    return { domain: [0, (1.15 * tops[one.model]) / P.mass.ketamine] };
  }
  const MANNERS = { racemate: "infusions", s: "infusions", spray: "sprays", film: "films" };
  const scaleWords = (one) => (isInjected(one) ? "logarithmic, for all injections" : MANNERS[one.model] ? "one scale for all " + MANNERS[one.model] : "");

  const between = (at, ...more) => ({ between: [...steps.filter((step) => step.at === at).map(({ title, grade, says }) => ({ lead: title + ":", grade, text: says.replace(/^./, (letter) => letter.toUpperCase()) + "." })), ...more] });

  const percent = ([least, most]) => (most < 0.001 ? "under 0.1%" : `${format(100 * least, 2)}–${format(100 * most, 2)}%`);

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
      const one = way === route(state) ? dose(state) : doses.find(({ model }) => model === way.key);
      return { form: way.form, route: way.key, dose: one.key, weight: asksWeight(one) ? state.weight : KILOGRAMS };
    },
    hidden: (state) => (asksWeight(dose(state)) ? [] : ["weight"]),
    at,
    compute(state) {
      const times = grid(8), levels = plasma(dose(state), state.weight, times);
      return { times, totals: levels.map((level) => level / P.mass.ketamine), now: at(state, state.minute), felt: felt(at(state, state.minute).total), mood: moods(dose(state)) };
    },
    charts({ times, totals, now, mood }, state) {
      const { minute, mg } = state, dots = measured(state), known = peak(state), hours = (values) => values.map((value, n) => [times[n] / 60, value]), x = { domain: [0, 8] };
      const one = dose(state), words = scaleWords(one);
      const bands = (mg === "both" ? ["none", "memantine"] : [mg]).flatMap((name) => {
        const both = totals.map((total) => shares(total, name).map((share) => 100 * share)), series = name === "none" ? 1 : 3;
        return [
          { band: both.map(([least, most], n) => [times[n] / 60, least, most]), fill: `var(--fig-series-${series})` },
          { line: hours(both.map(([, most]) => most)), series, label: name === "none" ? "no magnesium" : "with magnesium" },
          { line: hours(both.map(([least]) => least)), series, thin: true },
        ];
      });
      const views = [
        between(1),
        { height: 190, title: `1. Plasma (µM${words ? "; " + words : ""})`, x: { ...x, format: () => "" }, y: scale(one), layers: [
          { band: totals.map((total, n) => [times[n] / 60, free * total, total]), fill: "var(--fig-series-1)" },
          { line: hours(totals), series: 1, label: "all of it", at: dots.length > 1 ? 6.8 : 2.4, side: "above" }, { line: hours(totals.map((total) => free * total)), series: 1, thin: true, label: "free at least", at: 4.6, side: "below" },
          ...(dots.length ? [{ dots, label: "published" }] : []), ...(known ? [{ level: known, label: "published peak" }] : []),
          { rule: minute / 60 }, { mark: [minute / 60, now.total], series: 1, label: format(now.total, 2) + " µM" }] },
        between(2, { lead: "Upper edge:", text: "all of the drug acts; lower edge: only what is free at least." }),
        { height: 220, title: "2. NMDA current blocked (%, calculated)", xTitle: "Hours after the start", x, y: { domain: [0, 104], ticks: [0, 25, 50, 75, 100] }, layers: [...bands, { rule: minute / 60 }] },
        between(3, ...(mood.length ? [] : [{ lead: "No trial read here gave just this dose and told who responded,", text: "so nothing is drawn of mood after it." }])),
      ];
      const trials = [...new Set(mood.map(({ what }) => what))], layers = trials.flatMap((name, at) => {
        const own = mood.filter(({ what }) => what === name), day = (row) => row.day + 0.5 * (at - (trials.length - 1) / 2), series = [1, 2, 4][at];
        const drug = own.map((row) => [day(row), row.value]), control = own.filter((row) => row.control !== null).map((row) => [day(row), row.control]);
        const line = (points, dash) => (points.length > 1 ? [{ line: points, series, thin: true, dash }] : []);
        return [...line(drug, ""), ...line(control, "2 4"), { dots: drug, series, shape: "filled", label: name.split(",")[0] }, ...(control.length ? [{ dots: control, series, shape: "square", label: own[0].against }] : [])];
      });
      if (mood.length) views.push({ height: 240, title: "3. People in response (%), trials of this dose", xTitle: "Days after the first dose", x: { domain: [0, 15], ticks: [1, 3, 7, 14] }, y: { domain: [0, 80], ticks: [0, 20, 40, 60, 80] }, layers });
      return views;
    },
    say({ now, felt: reports, mood }, state) {
      const one = dose(state), levels = route(state).form === "s" ? "levels of the racemate" : "levels", first = `${one.name}${asksWeight(one) ? ` at ${format(state.weight)} kg` : ""} (used in: ${one.used}), ${format(state.minute)} min after the start`;
      const reported = reports.length ? `What studies saw at such ${levels}: ${reports.map((row) => row.what).join("; ")}.` : now.total < 0.21 ? `Below the ${levels} at which these studies report anything.` : `No study read reports on just such ${levels}.`;
      const after = mood.length ? `After this dose: ${[...new Set(mood.map((row) => row.what))].map((name) => `${name} ${mood.filter((row) => row.what === name).map((row) => `${format(row.value, 3)}%${row.control === null ? "" : " against " + format(row.control, 3) + "% on " + row.against} (day ${row.day})`).join(", ")}`).join("; ")} in response.` : "No trial read here gave just this dose and told who responded.";
      return `${first}: calculated ${format(now.level)} ng/mL in plasma, ${format(now.total, 2)} µM, at least ${format(now.free, 2)} µM of it free. Block ${percent(now.none)} without magnesium, ${percent(now.memantine)} if magnesium acts as on memantine. ${reported} ${after} From block to mood nobody has measured the step.`;
    },
    notes: (state) => [
      ["This curve.", `${[route(state).fit, asksWeight(dose(state)) ? P.weighed : route(state).weight, dose(state).minutes === 1 ? "An injection is drawn as one minute, and the model mixes it with blood at once: its first minutes are higher than any sample would show." : "", dose(state).note].filter(Boolean).join(" ")} Averages of groups in studies: no forecast for a person, and no advice.`],
      ["Not offered, although studies used it.", leftOut(route(state).form)],
    ],
  });
}, "plasma.js");
