/* Plasma levels after a dose: the compartment models of scripts/models/ketamine.py, solved the same way (matrix exponentials). */
Figures.define("dose-to-plasma", function (panel) {
  "use strict";
  const P = panel.parameters, { format } = Figures, published = P.published;
  const NAMES = { ketamine: "ketamine", norketamine: "norketamine", hnk: "hydroxynorketamine" }, SERIES = { ketamine: 1, norketamine: 2, hnk: 3 };

  function times(a, b) {
    return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
  }

  /** e^m by scaling, a Taylor series and squaring. */
  function expm(m) {
    const norm = Math.max(...m.map((row) => row.reduce((sum, v) => sum + Math.abs(v), 0)));
    const squarings = Math.max(0, Math.ceil(Math.log2(norm || 1)) + 2);
    const small = m.map((row) => row.map((v) => v / 2 ** squarings));
    let sum = m.map((row, i) => row.map((_, j) => Number(i === j))), term = sum;
    for (let k = 1; k < 16; k++) {
      term = times(term, small).map((row) => row.map((v) => v / k));
      sum = sum.map((row, i) => row.map((v, j) => v + term[i][j]));
    }
    for (let k = 0; k < squarings; k++) sum = times(sum, sum);
    return sum;
  }

  /** Amounts at `grid` (minutes). flows: [from, to or null, rate per minute]; inputs: [into, rate, start, end]. */
  function solve(size, flows, inputs, grid, first) {
    const rates = Array.from({ length: size + 1 }, () => new Array(size + 1).fill(0));
    for (const [from, to, rate] of flows) (rates[from][from] -= rate), to !== null && (rates[to][from] += rate);
    const end = grid[grid.length - 1], cache = {}, found = new Map();
    const stops = [...new Set([0, ...grid, ...inputs.flatMap(([, , a, b]) => [a, b]).filter((t) => t <= end)])].sort((a, b) => a - b);
    let state = [...(first || new Array(size).fill(0)), 1];
    found.set(0, state);
    for (let at = 1; at < stops.length; at++) {
      const [now, then] = [stops[at - 1], stops[at]], active = inputs.map(([, , a, b]) => a <= now && now < b), key = (then - now).toFixed(9) + active;
      if (!cache[key]) {
        const whole = rates.map((row) => [...row]);
        inputs.forEach(([into, rate], i) => active[i] && (whole[into][size] += rate));
        cache[key] = expm(whole.map((row) => row.map((v) => v * (then - now))));
      }
      state = cache[key].map((row) => row.reduce((sum, v, k) => sum + v * state[k], 0));
      found.set(then, state);
    }
    return grid.map((t) => found.get(t));
  }

  const pick = (amounts, at, factor) => amounts.map((row) => row[at] * factor);
  const perMinute = (flows) => flows.map(([a, b, rate]) => [a, b, rate / 60]);

  function leiden(grid, infusions, films, weight) {
    const p = P.leiden, w = weight / 70, c = (k) => p[k] * w ** 0.75, v = (k) => p[k] * w, km = 2 / p.mttn, kh = 2 / p.mtth, v1 = v("vk1"), nmol = 1e6 / P.mass.ketamine;
    const [k1, k2, k3, m1, m2, n1, n2, p1, p2, h1, h2, dep, gut, liver] = Array(14).keys();
    const flows = [
      [k1, m1, c("clk1") / v1], [k1, k2, c("clk2") / v1], [k2, k1, c("clk2") / v("vk2")], [k1, k3, c("clk3") / v1], [k3, k1, c("clk3") / v("vk3")],
      [m1, m2, km], [m2, n1, p.fm1 * km], [m2, null, (1 - p.fm1) * km], [n1, p1, c("cln1") / v1], [n1, n2, c("cln2") / v1], [n2, n1, c("cln2") / v("vn2")],
      [p1, p2, kh], [p2, h1, p.fm2 * kh], [p2, null, (1 - p.fm2) * kh], [h1, null, c("clh1") / v("vh1")], [h1, h2, c("clh2") / v("vh1")], [h2, h1, c("clh2") / v("vh2")],
      [dep, k1, p.ka1], [gut, liver, p.ka2], [liver, m1, 1 / p.mttg],
    ];
    const inputs = infusions.map(([mg, start, long]) => [k1, (mg * nmol) / long, start, start + long]);
    for (const [mg, start] of films) inputs.push([dep, (p.f1 * mg * nmol) / p.d1, start, start + p.d1], [gut, (p.f2 * mg * nmol) / p.d2, start, start + p.d2]);
    const amounts = solve(14, flows, inputs, grid);
    return { ketamine: pick(amounts, k1, P.mass.ketamine / v1 / 1000), norketamine: pick(amounts, n1, P.mass.norketamine / v1 / 1000), hnk: pick(amounts, h1, P.mass.hnk / v("vh1") / 1000) };
  }

  const micrograms = (into, infusions) => infusions.map(([mg, start, long]) => [into, (1000 * mg) / long, start, start + long]);

  function meta(grid, infusions, weight) {
    const p = P.meta;
    const flows = perMinute([[0, null, p.cl / p.v1], [0, 1, p.q2 / p.v1], [1, 0, p.q2 / p.v2], [0, 2, p.q3 / p.v1], [2, 0, p.q3 / p.v3]]);
    return { ketamine: pick(solve(3, flows, micrograms(0, infusions), grid), 0, 70 / (p.v1 * weight)) };
  }

  function venous(grid, infusions, weight) {
    const p = P.venous, w = weight / 70, v1 = p.v1 * w, vn = p.vn * w, s = w ** 0.75;
    const flows = perMinute([[0, 3, (p.cl * s) / v1], [0, 1, p.q1 / v1], [1, 0, p.q1 / p.vp1], [0, 2, p.q2 / v1], [2, 0, p.q2 / p.vp2], [3, null, (p.cln * s) / vn], [3, 4, p.qn / vn], [4, 3, p.qn / p.vpn]]);
    const amounts = solve(5, flows, micrograms(0, infusions), grid);
    return { ketamine: pick(amounts, 0, 1 / v1), norketamine: pick(amounts, 3, 1 / vn) };
  }

  function spray(grid, mg, route) {
    const p = P.spray, [nose, liver, c, p1, p2, n, np, gut] = Array(8).keys(), dose = 1000 * mg, first = new Array(8).fill(0);
    const flows = perMinute([
      [nose, c, p.kan], [gut, liver, route === "nasal" ? p.kn : p.koral], [liver, c, p.qh / p.vh], [c, liver, p.qh / p.vc], [liver, null, p.kel], [liver, n, p.kmet],
      [c, p1, p.q1 / p.vc], [p1, c, p.q1 / p.vp1], [c, p2, p.q2 / p.vc], [p2, c, p.q2 / p.vp2], [n, null, p.cln / p.vcn], [n, np, p.qn / p.vcn], [np, n, p.qn / p.vpn],
    ]);
    let inputs = [[gut, (p.fgut * dose) / (60 * p.doral), 0, 60 * p.doral]];
    if (route === "nasal") {
      const devices = mg / p.device, nasal = (p.frn * (1 + (devices - 1) * p.later)) / devices;
      first[nose] = nasal * dose;
      inputs = [[gut, ((1 - nasal) * p.fgut * dose) / (60 * p.dn), 0, 60 * p.dn]];
    }
    const amounts = solve(8, flows, inputs, grid, first);
    return { ketamine: pick(amounts, c, 1 / p.vc), norketamine: pick(amounts, n, 1 / p.vcn) };
  }

  /** Curves of one setting at `grid`: main (artery where there is one) and, for a vein, edge (venous). */
  function curves({ route, mg, minutes, weight, film, nasal, oral }, grid) {
    const infusion = [[mg, 0, minutes]], steps = published.steps.rates.map((rate, at) => [rate * weight, 60 * at, 60]);
    switch (route) {
      case "racemate": return { main: meta(grid, infusion, weight), edge: venous(grid, infusion, weight) };
      case "s": return { main: leiden(grid, infusion, [], weight), edge: venous(grid, infusion, weight) };
      case "vein": return { main: venous(grid, [[10, 0, 30]], 68) };
      case "steps": return { main: leiden(grid, steps, [], weight) };
      case "film": return { main: leiden(grid, [], [[Number(film), 0]], weight) };
      case "nasal": return { main: spray(grid, Number(nasal), "nasal") };
      default: return { main: spray(grid, oral, "oral") };
    }
  }

  const grid = ({ hours, minutes }) => [...new Set([...Array.from({ length: 241 }, (_, at) => (at * hours * 60) / 240), ...Array.from({ length: 41 }, (_, at) => (at * minutes) / 40)])].filter((t) => t <= hours * 60).sort((a, b) => a - b);
  const isUsual = ({ mg, minutes, weight }) => minutes === 40 && Math.abs(mg / weight - 0.5) < 0.0051;

  /** Published values that belong to the setting: layers of the chart. */
  function measured(state, peaks) {
    const hour = ([t, ...rest]) => [t / 60, ...rest], a = published.antidepressant, z = published.anesthesia, trial = published[state.route === "vein" ? "otto" : "steps"];
    const dots = (name, data, label) => ({ dots: data.minutes.map((t, at) => hour([t, data[name][at]])), series: SERIES[name], label });
    switch (state.route) {
      case "racemate":
      case "s": return isUsual(state) ? [{ dots: [hour([a.minutes, a.level, a.low, a.high])], label: "measured (racemate)" }] : [];
      case "vein":
      case "steps": return [dots("ketamine", trial), dots("norketamine", trial)];
      case "film": return state.film === "50" ? Object.entries(published.film).map(([name, point]) => ({ dots: [hour(point)], series: SERIES[name] })) : [];
      case "nasal": return Object.entries(published.nasal[state.nasal]).map(([name, level]) => ({ line: [-0.35, 0.35].map((aside) => [Math.max(0, peaks[name].minutes / 60 + aside), level]), dash: "", thin: true }));
      default: return [];
    }
  }

  const FIT = {
    racemate: "Arterial model of the racemate (parent only); for the venous edge a model of S-ketamine stands in.",
    s: "Arterial model. Against another trial, norketamine is 20–39% too low; hydroxynorketamine is uncertain by a factor of two to three; data to 8 h.",
    vein: "Circles: medians of venous samples, read off a figure (±10%). 10 mg over 30 min, 68 kg.",
    steps: "Circles: another trial, read off its figure (±5–15%). The model is 21% too low to 13% too high for ketamine, 20–39% too low for norketamine. 0.14, 0.28 and 0.57 mg/kg/h for an hour each.",
    film: "The model comes from this trial (data to 6 h); published peaks for 50 mg are the circles.",
    nasal: "Short level lines: published peaks. Model of 820 people; it meets the peaks but makes total noresketamine about 1.4 times too high.",
    oral: "Model of 820 people; no published levels of this solution to compare. Total noresketamine is probably too high.",
  };

  return panel.model({
    inputs: [
      { key: "route", label: "Drug and route", type: "select", value: "s", options: [["racemate", "Vein: ketamine (racemate)"], ["s", "Vein: S-ketamine"], ["vein", "Vein: S-ketamine, a trial"], ["steps", "Vein: S-ketamine, rising dose"], ["film", "Mouth: S-ketamine film"], ["nasal", "Nose: esketamine spray"], ["oral", "Swallowed: esketamine"]] },
      { key: "mg", label: "Dose", min: 5, max: 200, step: 1, value: 35, unit: "mg" },
      { key: "film", label: "Dose", type: "radio", value: "50", options: [["50", "50 mg"], ["100", "100 mg"]] },
      { key: "nasal", label: "Dose", type: "radio", value: "84", options: [["28", "28 mg"], ["56", "56 mg"], ["84", "84 mg"]] },
      { key: "oral", label: "Dose", min: 10, max: 100, step: 1, value: 56, unit: "mg" },
      { key: "minutes", label: "Given over", min: 1, max: 120, step: 1, value: 40, unit: "min" },
      { key: "weight", label: "Body weight", min: 45, max: 110, step: 1, value: 70, unit: "kg" },
      { key: "hours", label: "Show", type: "radio", value: "4", options: [["2", "2 h"], ["4", "4 h"], ["8", "8 h"], ["24", "24 h"]] },
      { key: "axis", label: "Scale", type: "radio", value: "linear", options: [["linear", "linear"], ["log", "logarithmic"]] },
    ],
    hidden({ route }) {
      const shown = { racemate: ["mg", "minutes", "weight"], s: ["mg", "minutes", "weight"], steps: ["weight"], film: ["film", "weight"], nasal: ["nasal"], oral: ["oral"] }[route] || [];
      return ["mg", "minutes", "weight", "film", "nasal", "oral"].filter((key) => !shown.includes(key));
    },
    adapt: (state, key) => (key === "route" && ["steps", "vein"].includes(state.route) && Number(state.hours) < 8 ? { hours: "8" } : {}),
    curves,
    compute(state) {
      const at = grid(state), all = curves(state, at), peaks = {};
      for (const [name, values] of Object.entries(all.main)) {
        const top = values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
        peaks[name] = { value: values[top], minutes: at[top] };
      }
      return { at, ...all, peaks };
    },
    charts({ at, main, edge, peaks }, state) {
      const log = state.axis === "log", hours = Number(state.hours), racemate = state.route === "racemate", eske = ["nasal", "oral"].includes(state.route);
      const high = Math.max(...Object.values(peaks).map((p) => p.value), ...(isUsual(state) && ["racemate", "s"].includes(state.route) ? [260] : [])) * 1.12;
      const points = (values) => values.map((value, i) => [at[i] / 60, value]), layers = [], z = published.anesthesia;
      if (racemate) layers.push({ zone: [z.low, z.high], label: "general anesthesia" }, { level: z.awake, label: "awakening after anesthesia" });
      if (edge) layers.push({ band: at.map((t, i) => [t / 60, ...[main.ketamine[i], edge.ketamine[i]].sort((a, b) => a - b)]), fill: "var(--fig-series-1)" }, { line: points(edge.ketamine), series: 1, thin: true, label: "in a vein", at: hours * 0.07, side: "below" });
      if (["racemate", "s"].includes(state.route)) layers.push({ rule: state.minutes / 60, label: "infusion ends" });
      if (["s", "steps", "film"].includes(state.route) && hours > 8) layers.push({ rule: state.route === "film" ? 6 : 8, label: "data end" });
      for (const name of Object.keys(main)) layers.push({ line: points(main[name]), series: SERIES[name], label: (eske ? { ketamine: "esketamine", norketamine: "noresketamine" } : NAMES)[name] });
      const floor = 10 ** Math.floor(Math.log10(high) - 2.3);
      return [{ height: 300, title: "Concentration in plasma (ng/mL)", xTitle: "Hours after the start", x: { domain: [0, hours], format: (v) => format(v, 3) }, y: { domain: log ? [floor, high * 1.3] : [0, high], log }, layers: [...layers, ...measured(state, peaks)] }];
    },
    say({ peaks, edge }, state) {
      const names = ["nasal", "oral"].includes(state.route) ? { ketamine: "esketamine", norketamine: "noresketamine" } : NAMES, by = ["racemate", "s"].includes(state.route);
      const parts = Object.entries(peaks).map(([name, p]) => `${names[name]} ${format(p.value)} ng/mL (${format(p.value / P.mass[name], 2)} µM) at ${format(p.minutes, 3)} min`);
      return `Calculated peaks within ${state.hours} h${by ? ` for ${format(state.mg)} mg (${format(state.mg / state.weight, 2)} mg/kg)` : ""}: ${parts.join("; ")}.` + (edge ? ` In venous blood ketamine peaks at ${format(Math.max(...edge.ketamine))} ng/mL.` : "");
    },
    notes: ({ route }) => [FIT[route], "Averages of groups of adults in studies. No forecast for a person and no guide to dosing."],
  });
});
