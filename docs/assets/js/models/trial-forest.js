/* Effects with 95% intervals: one scale at a time, grouped by what ketamine was compared with. Rows come from Python. */
Figures.define("trial-forest", function (panel) {
  "use strict";
  const { rows, scales, controls } = panel.parameters;
  const minus = (text) => text.replace("-", "−");
  const crosses = (row, scale) => (Number(row.low) - scale.zero) * (Number(row.high) - scale.zero) < 0;

  function compute({ scale, ...chosen }) {
    const all = rows.filter((row) => row.scale === scale), shown = all.filter((row) => chosen[controls[row.control].key]);
    const groups = controls.map((control, at) => [control, shown.filter((row) => row.control === at)]).filter(([, members]) => members.length);
    return { all: all.length, shown, groups, crossing: shown.filter((row) => crosses(row, scales[scale])) };
  }

  function draw(box, result, { scale }) {
    const { domain, ticks, log, zero, better, title } = scales[scale];
    const lines = result.groups.flatMap(([control, members]) => [{ heading: control.heading }, ...members.map((row) => ({
      label: row.label,
      sub: `${row.outcome}; n = ${row.n}`,
      text: `${minus(row.estimate)} (${minus(row.low)} to ${minus(row.high)})`,
      marks: [{ value: Number(row.estimate), low: Number(row.low), high: Number(row.high), shape: control.shape, series: control.series }],
    }))]);
    Figures.rows(box, { x: { domain, ticks, log }, xTitle: title, better, head: "estimate (95% CI)", zero, rows: lines });
  }

  function say(result, { scale }) {
    const { name, zero } = scales[scale], { shown, crossing } = result;
    if (!shown.length) return "No comparison is shown. Choose at least one kind of control.";
    const range = ([control, members]) => {
      const values = members.map((row) => row.estimate).sort((a, b) => a - b), low = minus(values[0]), high = minus(values.at(-1));
      return `${control.heading} ${low === high ? low : "from " + low + " to " + high}`;
    };
    const none = crossing.length ? `The interval of ${crossing.map((row) => row.label).join(" and of ")} includes ${zero}, no difference.` : `No interval extends past ${zero}, no difference.`;
    return `${name}: ${shown.length} of ${result.all} comparisons. Estimates: ${result.groups.map(range).join("; ")}. ${none}`;
  }

  return Figures.drawn(panel, {
    inputs: [
      { key: "scale", label: "Outcome and scale", type: "select", value: "sd", options: Object.entries(scales).map(([key, scale]) => [key, scale.name]) },
      ...controls.map((control) => ({ key: control.key, label: control.heading, type: "checkbox", value: true })),
    ],
    compute,
    say,
    hidden: ({ scale }) => controls.filter((_, at) => !rows.some((row) => row.scale === scale && row.control === at)).map((control) => control.key),
    notes: ["Whiskers are 95% confidence intervals as printed; a size printed without a sign gets a minus here. Different scales are never drawn on one axis."],
  }, draw);
}, "figure-rows.js");
