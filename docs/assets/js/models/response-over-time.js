/* One trial and one measure at a time, with or without its control and its whiskers. Points come from Python. */
Figures.define("response-over-time", function (panel) {
  "use strict";
  const { views } = panel.parameters, { format } = Figures;
  const view = (state) => views.find((one) => one.key === state.view);

  function compute(state) {
    const { arms } = view(state);
    return { arms: arms.filter((arm) => arm.role === "drug" || state.control), hasControl: arms.some((arm) => arm.role === "control") };
  }

  /** Arms seen only once are rows; arms over time are lines. */
  function draw(box, { arms }, state) {
    const { title, domain, ticks, days } = view(state), layers = [];
    if (view(state).arms.every((arm) => arm.points.length === 1)) {
      const rows = arms.map(({ name, role, n, points: [[, at, value, low, high]] }) => ({
        label: name,
        sub: `${at}; ${/not/.test(n) ? "n " + n : "n = " + n}`,
        text: format(value, 4) + (view(state).unit === "%" ? "%" : ""),
        marks: [{ value, low: state.whiskers && low !== null ? low : undefined, high: state.whiskers && high !== null ? high : undefined, series: role === "control" ? 2 : 1, shape: role === "control" ? "square" : "circle", hollow: role === "control" }],
      }));
      Figures.rows(box, { x: { domain, ticks }, xTitle: title, zero: 0, rows });
      return [];
    }
    box.replaceChildren();
    const end = Math.max(...days, ...arms.flatMap((arm) => arm.points.map(([day]) => day))), step = end / 90, drugs = arms.filter((arm) => arm.role === "drug").length;
    let drug = 0;
    arms.forEach((arm, at) => {
      // Several drug arms share a color and differ by dash; a control always has its own of both.
      const series = arm.role === "control" ? 2 : [1, 3, 4][drug++ % 3] || 1, shift = (at - (arms.length - 1) / 2) * step * 1.4;
      const points = arm.points.map(([day, , value, low, high]) => (state.whiskers && low !== null ? [day + shift, value, low, high] : [day + shift, value]));
      if (points.length > 1) layers.push({ line: points.map(([day, value]) => [day, value]), series, label: arm.label, thin: drugs > 1 });
      layers.push({ dots: points, series, shape: arm.role === "control" ? "square" : "filled", label: points.length > 1 ? undefined : arm.label });
    });
    return [{ height: 320, title, xTitle: "Days after the first dose", x: { domain: [-end / 30, end * (days.length > 2 ? 1.06 : 1.25)], ticks: days }, y: { domain, ticks }, layers }];
  }

  function say({ arms, hasControl }, state) {
    const { trial, unit, whisker, note } = view(state);
    const ends = (points) => (points.length > 3 ? [points[0], points.at(-1)] : points);
    const words = arms.map((arm) => `${arm.name} (${/not/.test(arm.n) ? "n " + arm.n : "n = " + arm.n}) ${ends(arm.points).map(([, at, value]) => `${format(value, 4)}${unit} (${at})`).join(", ")}`);
    const compared = hasControl ? (state.control ? "" : " The control arm is hidden: without it, a change over time cannot be told from a drug effect.") : " No values of a control arm were seen: this says what happened, not what ketamine added.";
    return `${trial}: ${words.join("; ")}. Whiskers: ${state.whiskers ? whisker : "hidden"}.${compared}${note ? " " + note : ""}`;
  }

  return Figures.drawn(panel, {
    inputs: [
      { key: "view", label: "Trial and measure", type: "select", value: views[0].key, options: views.map((one) => [one.key, one.name]) },
      { key: "control", label: "Show the control arm", type: "checkbox", value: true },
      { key: "whiskers", label: "Show whiskers", type: "checkbox", value: true },
    ],
    compute,
    say,
    hidden: (state) => (view(state).arms.some((arm) => arm.role === "control") ? [] : ["control"]),
    notes: ["Response means a score at least halved. Shares, score changes and scores are never drawn on one axis."],
  }, draw);
}, "figure-rows.js");
