/* Effects with 95% intervals, one scale at a time, and a small meta-analysis of those that may be pooled. Rows come from Python. */
Figures.define("trial-forest", function (panel) {
  "use strict";
  const { rows, scales, controls, t, z } = panel.parameters, { format } = Figures;
  const minus = (text) => text.replace("-", "−");
  const crosses = (low, high, { zero }) => (Number(low) - zero) * (Number(high) - zero) < 0;
  const leave = rows.map((row, at) => "x" + at);
  const fits = (row, { scale, form, dose, when }) => row.scale === scale && (form === "all" || row.form === form) && (dose === "all" || row.dose === dose) && (when === "all" || (when === "weeks") === (row.when === "weeks"));

  function compute(state) {
    const all = rows.filter((row) => row.scale === state.scale);
    const shown = rows.filter((row, at) => fits(row, state) && state[controls[row.control].key] && state[leave[at]]);
    const groups = controls.map((control, at) => [control, shown.filter((row) => row.control === at)]).filter(([, members]) => members.length);
    const { log } = scales[state.scale], why = Figures.refusal(shown);
    const pooled = why ? null : Figures.pool(shown.map((row) => Figures.effect(row, log, z)), state.method, { t, z });
    return { all: all.length, shown, groups, why, pooled, crossing: shown.filter((row) => crosses(row.low, row.high, scales[state.scale])) };
  }

  /** The numbers of a pooled result as they are printed: ratios are no logarithms any more. */
  const back = (log, value) => (log ? Math.exp(value) : value);
  const printed = (log, value) => minus(back(log, value).toFixed(2));

  function draw(box, { groups, pooled }, { scale, method }) {
    const { domain, ticks, log, zero, better, title } = scales[scale];
    const lines = groups.flatMap(([control, members]) => [{ heading: control.heading }, ...members.map((row) => ({
      label: row.label,
      sub: `${row.outcome}; n = ${row.n}; ${row.read}`,
      text: `${minus(row.estimate)} (${minus(row.low)} to ${minus(row.high)})`,
      marks: [{ value: Number(row.estimate), low: Number(row.low), high: Number(row.high), shape: control.shape, series: control.series }],
    }))]);
    if (pooled) {
      const interval = (low, high) => `(${printed(log, low)} to ${printed(log, high)})`, value = back(log, pooled.estimate);
      lines.push({ heading: "pooled here, random effects (calculated)" }, {
        label: method === "REML" ? "REML, Hartung–Knapp" : "DerSimonian–Laird",
        sub: `k = ${pooled.k}; τ² = ${format(pooled.tau2, 3)}; I² = ${format(pooled.i2, 2)}%; Q = ${format(pooled.q, 3)}`,
        text: `${printed(log, pooled.estimate)} ${interval(pooled.low, pooled.high)}`,
        marks: [{ value, low: back(log, pooled.low), high: back(log, pooled.high), shape: "diamond", series: 5 }],
      }, { label: "where a new trial may fall", sub: "95% prediction interval", text: interval(pooled.predicted_low, pooled.predicted_high), marks: [{ value, low: back(log, pooled.predicted_low), high: back(log, pooled.predicted_high), shape: "cross", series: 5 }] });
    }
    Figures.rows(box, { x: { domain, ticks, log }, xTitle: title, better, head: "estimate (95% CI)", zero, rows: lines });
  }

  function say({ all, shown, groups, why, pooled, crossing }, { scale, method }) {
    const { name, zero, log } = scales[scale];
    if (!shown.length) return "No comparison is shown. Choose at least one that this scale has.";
    const range = ([control, members]) => {
      const values = members.map((row) => row.estimate).sort((a, b) => a - b), low = minus(values[0]), high = minus(values.at(-1));
      return `${control.heading} ${low === high ? low : "from " + low + " to " + high}`;
    };
    const none = crossing.length ? `The interval of ${crossing.map((row) => row.label).join(" and of ")} includes ${zero}, no difference.` : `No interval extends past ${zero}, no difference.`;
    const result = pooled
      ? `Pooled (calculated, ${method === "REML" ? "REML with Hartung and Knapp's interval" : "DerSimonian and Laird"}): ${printed(log, pooled.estimate)}, 95% CI ${printed(log, pooled.low)} to ${printed(log, pooled.high)}; a new trial may fall between ${printed(log, pooled.predicted_low)} and ${printed(log, pooled.predicted_high)}.` + (pooled.k < 5 ? ` With ${pooled.k} trials this says little.` : "")
      : `Not pooled: ${why}`;
    return `${name}: ${shown.length} of ${all} comparisons. Estimates: ${groups.map(range).join("; ")}. ${none} ${result}`;
  }

  return Figures.drawn(panel, {
    inputs: [
      { key: "scale", label: "Outcome and scale", type: "select", wide: true, value: "sd", options: Object.entries(scales).map(([key, scale]) => [key, scale.name]) },
      { key: "form", label: "Drug form", type: "select", value: "all", options: [["all", "all"], ["infusion", "ketamine infusion"], ["spray", "esketamine spray"], ["tablets", "ketamine tablets"]] },
      { key: "dose", label: "Dose", type: "select", value: "all", options: [["all", "all"], ...[...new Set(rows.map((row) => row.dose))].map((one) => [one, one])] },
      { key: "when", label: "Measured", type: "select", value: "all", options: [["all", "any time"], ["days", "within days"], ["weeks", "after weeks"]] },
      { key: "method", label: "Pool with", type: "radio", value: "REML", options: [["REML", "REML, Hartung–Knapp"], ["DL", "DerSimonian–Laird"]] },
      ...controls.map((control) => ({ key: control.key, label: control.heading, type: "checkbox", value: true })),
      ...rows.map((row, at) => ({ key: leave[at], label: row.label, type: "checkbox", value: true })),
    ],
    compute,
    say,
    hidden: (state) => [
      ...controls.filter((_, at) => !rows.some((row) => row.scale === state.scale && row.control === at)).map((control) => control.key),
      ...leave.filter((_, at) => !fits(rows[at], state) || !state[controls[rows[at].control].key]),
    ],
    notes: ["Under each name: outcome, people, and what was read of the source. Whiskers are 95% confidence intervals as printed; a size printed without a sign gets a minus here. Different scales are never drawn on one axis, and what must not be pooled is not. A pooled number describes these trials; it is no advice."],
  }, draw);
}, "figure-rows.js", "pool.js");
