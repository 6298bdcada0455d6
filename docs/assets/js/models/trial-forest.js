/* Effects with 95% intervals, one scale at a time, and a small meta-analysis of those that may be pooled. Rows come from Python. */
Figures.define("trial-forest", function (panel) {
  "use strict";
  const { rows, scales, controls, forms, times, groups: poolable, t, z } = panel.parameters, { format, make } = Figures;
  const minus = (text) => text.replace("-", "−");
  const leave = rows.map((row, at) => "x" + at);
  const fits = (row, { scale, form, dose, when }) => row.scale === scale && (form === "all" || row.form === form) && (dose === "all" || row.dose === dose) && (when === "all" || row.when === when);
  const chosen = (state) => rows.filter((row, at) => fits(row, state) && state[controls[row.control].key] && state[leave[at]]);
  const refusal = (shown) => Figures.refusal(shown, { controls: controls.map(({ felt }) => felt), forms, times });

  function compute(state) {
    const all = rows.filter((row) => row.scale === state.scale), shown = chosen(state);
    const groups = controls.map((control, at) => [control, shown.filter((row) => row.control === at)]).filter(([, members]) => members.length);
    const { log, zero } = scales[state.scale], why = refusal(shown);
    const found = why ? null : Figures.pool(shown.map((row) => Figures.effect(row, log, z)), state.method, { t, z });
    // 1: the whole interval favors ketamine, or −1 the other; 0: it crosses or touches the line of no difference.
    const better = Math.sign(scales[state.scale].domain[1] - scales[state.scale].domain[0]);
    const side = (row) => (Number(row.low) > zero ? better : Number(row.high) < zero ? -better : 0);
    return {
      all: all.length, shown, groups, why, found, pooled: found && Figures.shown(found, { t, z }), sides: shown.map(side),
      crossing: shown.filter(({ low, high }) => (Number(low) - zero) * (Number(high) - zero) < 0),
      touching: shown.filter(({ low, high }) => Number(low) === zero || Number(high) === zero),
      could: poolable.map((group) => group.map((at) => rows[at])).filter(([first]) => first.scale === state.scale),
    };
  }

  /** The numbers of a pooled result as they are printed: ratios are no logarithms any more. */
  const back = (log, value) => (log ? Math.exp(value) : value);
  const printed = (log, value) => minus(back(log, value).toFixed(2));
  const named = ({ luck }, method) => (method === "DL" ? "DerSimonian–Laird" : luck ? "REML, ordinary interval" : "REML, Hartung–Knapp");

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
        label: named(pooled, method),
        sub: `k = ${pooled.k}; τ² = ${format(pooled.tau2, 3)}; I² = ${format(pooled.i2, 2)}%; Q = ${format(pooled.q, 3)}`,
        text: `${printed(log, pooled.estimate)} ${interval(pooled.low, pooled.high)}`,
        marks: [{ value, low: back(log, pooled.low), high: back(log, pooled.high), shape: "diamond", series: 5 }],
      }, { label: "where a new trial may fall", sub: "95% prediction interval", text: interval(pooled.predicted_low, pooled.predicted_high), marks: [{ value, low: back(log, pooled.predicted_low), high: back(log, pooled.predicted_high), shape: "cross", series: 5 }] });
    }
    Figures.rows(box, { x: { domain, ticks, log }, xTitle: title, better, head: "estimate (95% CI)", zero, rows: lines });
  }

  /** What the intervals show, each by itself. */
  function against({ shown, sides, crossing, touching }, zero) {
    const line = `${zero}, the line of no difference`, list = (some) => `The interval${some.length > 1 ? "s" : ""} of ${some.map((row) => row.label).join(" and of ")}`;
    const clear = shown.length - crossing.length - touching.length;
    if (crossing.length || touching.length) {
      const one = crossing.length === 1;
      return [
        crossing.length && `${list(crossing)} ${one ? "crosses" : "cross"} ${line}: by ${one ? "itself it shows" : "themselves they show"} no clear difference.`,
        touching.length && `${list(touching)} just touches ${crossing.length ? "it" : line}.`,
        clear && `The other${clear > 1 ? "s do" : " does"} not reach it.`,
      ].filter(Boolean).join(" ");
    }
    const at = (side) => shown.filter((_, row) => sides[row] === side).map((row) => row.label).join(" and ");
    if (sides.includes(1) && sides.includes(-1)) return `No interval reaches ${line}, but they lie on opposite sides of it: on ketamine’s side ${at(1)}, on the other ${at(-1)}.`;
    return shown.length === 1 ? `Its interval does not reach ${line}.` : `No interval reaches ${line}: each shows a difference by itself.`;
  }

  function result({ why, found, pooled, could }, method, log) {
    if (!pooled) {
      const sets = could.map((group) => `${group.map((row) => row.label).join(" with ")} (${forms[group[0].form]}, ${controls[group[0].control].heading.replace(/^esketamine /, "")}, ${times[group[0].when]})`);
      return `Not pooled: ${why} ${sets.length ? `On this scale you can pool ${sets.join(", or ")}, if you leave out the others.` : "On this scale no two trials can be pooled."}`;
    }
    const luck = pooled.luck ? ` The trials agree more closely than chance explains (Q = ${format(pooled.q, 2)} where about ${pooled.k - 1} is expected). With so few that is luck, and Hartung and Knapp's interval, ${printed(log, found.low)} to ${printed(log, found.high)}, would be too narrow; the ordinary one is shown.` : "";
    return `Pooled (calculated, ${named(pooled, method)}): ${printed(log, pooled.estimate)}, 95% CI ${printed(log, pooled.low)} to ${printed(log, pooled.high)}; a new trial may fall between ${printed(log, pooled.predicted_low)} and ${printed(log, pooled.predicted_high)}.${luck}${pooled.k < 5 ? ` With ${pooled.k} trials this says little.` : ""}`;
  }

  function say(computed, { scale, method }) {
    const { name, zero, log } = scales[scale], { all, shown, groups } = computed;
    if (!shown.length) return "No comparison is shown. Choose at least one that this scale has.";
    const range = ([control, members]) => {
      const values = members.map((row) => row.estimate).sort((a, b) => a - b), low = minus(values[0]), high = minus(values.at(-1));
      return `${control.heading} ${low === high ? low : "from " + low + " to " + high}`;
    };
    return `${name}: ${shown.length} of ${all} comparison${all > 1 ? "s" : ""}. ${result(computed, method, log)} Estimates: ${groups.map(range).join("; ")}. ${against(computed, zero)}`;
  }

  const close = Figures.drawn(panel, {
    inputs: [
      { key: "scale", label: "Outcome and scale", type: "select", wide: true, value: "sd", options: Object.entries(scales).map(([key, scale]) => [key, scale.name]) },
      { key: "form", label: "Drug form", type: "select", value: "all", options: [["all", "all"], ...Object.entries(forms)] },
      { key: "dose", label: "Dose", type: "select", value: "all", options: [["all", "all"], ...[...new Set(rows.map((row) => row.dose))].map((one) => [one, one])] },
      { key: "when", label: "Measured", type: "select", value: "all", options: [["all", "any time"], ...Object.entries(times)] },
      { key: "method", label: "Pool with", type: "radio", value: "REML", options: [["REML", "REML, Hartung–Knapp"], ["DL", "DerSimonian–Laird"]] },
      ...controls.map((control) => ({ key: control.key, label: control.heading, type: "checkbox", value: true })),
      ...rows.map((row, at) => ({ key: leave[at], label: row.label, type: "checkbox", value: true })),
    ],
    compute,
    say,
    hidden: (state) => [
      ...(refusal(chosen(state)) ? ["method"] : []),
      ...controls.filter((_, at) => !rows.some((row) => row.scale === state.scale && row.control === at)).map((control) => control.key),
      ...leave.filter((_, at) => !fits(rows[at], state) || !state[controls[rows[at].control].key]),
    ],
    notes: [
      "Under each name: outcome, people, and what was read of the source. Whiskers are 95% confidence intervals as printed; a size printed without a sign gets a minus here. Different scales are never drawn on one axis.",
      "Pooled are only trials of one drug form against one control, measured at one time, each counted once. Both ways to pool let the true effect differ from trial to trial; Hartung and Knapp's interval also allows for how poorly a few trials show by how much. Where it comes out narrower than the ordinary interval, the ordinary one is shown. A pooled number describes these trials; it is no advice.",
    ],
  }, draw);

  // Two lists that fold, so that on a phone the chart stands near what changes it.
  const inputs = panel.root.querySelector(".figure-inputs"), roomy = matchMedia("(min-width: 30em)").matches;
  for (const [title, keys] of [["Compared with", controls.map(({ key }) => key)], ["Leave single trials out", leave]]) {
    const fold = make("details", { class: "figure-details", open: roomy }, make("summary", {}, title));
    fold.style.gridColumn = "1 / -1";
    fold.append(...keys.map((key) => inputs.querySelector(`#fig-trial-forest-${key}`).closest(".figure-input")));
    inputs.append(fold);
  }
  return close;
}, "figure-rows.js", "pool.js");
