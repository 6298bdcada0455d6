/* One trial and one measure at a time, with or without its control and its whiskers. Points come from Python. */
Figures.define("response-over-time", function (panel) {
  "use strict";
  const { views } = panel.parameters, { format } = Figures;
  const view = (state) => views.find((one) => one.key === state.view);

  function compute(state) {
    const { arms } = view(state);
    return { arms: arms.filter((arm) => arm.role === "drug" || state.control), hasControl: arms.some((arm) => arm.role === "control") };
  }

  function charts({ arms }, state) {
    const { title, domain, ticks, days, measure } = view(state), layers = [];
    const end = Math.max(...days), step = end / 90, drugs = arms.filter((arm) => arm.role === "drug").length;
    let drug = 0;
    arms.forEach((arm, at) => {
      // Several drug arms share a color and differ by dash; a control always has its own of both.
      const series = arm.role === "control" ? 2 : [1, 3, 4][drug++ % 3] || 1, shift = (at - (arms.length - 1) / 2) * step * 1.4;
      const points = arm.points.map(([day, , value, low, high]) => (state.whiskers && low !== null ? [day + shift, value, low, high] : [day + shift, value]));
      if (points.length > 1) layers.push({ line: points.map(([day, value]) => [day, value]), series, label: arm.label, thin: drugs > 1 });
      layers.push({ dots: points, series, label: points.length > 1 ? undefined : arm.label });
    });
    return [{ height: 320, title, xTitle: "Days after the first dose", x: { domain: [-end / 30, end * (days.length > 2 ? 1.06 : 1.25)], ticks: days }, y: { domain, ticks }, layers, measure }];
  }

  function say({ arms, hasControl }, state) {
    const { trial, unit, whisker, note } = view(state);
    const ends = (points) => (points.length > 3 ? [points[0], points.at(-1)] : points);
    const words = arms.map((arm) => `${arm.name} (n = ${arm.n}) ${ends(arm.points).map(([, at, value]) => `${format(value, 4)}${unit} (${at})`).join(", ")}`);
    const compared = hasControl ? (state.control ? "" : " The control arm is hidden: without it, a change over time cannot be told from a drug effect.") : " No control arm was seen: this says what happened, not what ketamine added.";
    return `${trial}: ${words.join("; ")}. Whiskers: ${state.whiskers ? whisker : "hidden"}.${compared}${note ? " " + note : ""}`;
  }

  return panel.model({
    inputs: [
      { key: "view", label: "Trial and measure", type: "select", value: "lii", options: views.map((one) => [one.key, one.name]) },
      { key: "control", label: "Show the control arm", type: "checkbox", value: true },
      { key: "whiskers", label: "Show whiskers", type: "checkbox", value: true },
    ],
    compute,
    charts,
    say,
    hidden: (state) => (view(state).arms.some((arm) => arm.role === "control") ? [] : ["control"]),
    notes: ["Response means a score at least halved. Shares, score changes and scores are never drawn on one axis."],
  });
});
