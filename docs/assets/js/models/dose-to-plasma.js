/* Plasma levels after a dose, by the models of plasma.js. */
Figures.define("dose-to-plasma", function (panel) {
  "use strict";
  const P = panel.parameters, { format } = Figures, published = P.published;
  const NAMES = { ketamine: "ketamine", norketamine: "norketamine", hnk: "hydroxynorketamine" }, SERIES = { ketamine: 1, norketamine: 2, hnk: 3 };

  const { leiden, meta, venous, spray } = Figures.plasma(P);

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
    oral: "Model of 820 people; read it as an upper limit, because it lets more of a swallowed dose into the blood than the study of that dose found. Total noresketamine is probably too high.",
  };
  const infused = "The sliders stay within the cited infusions: at most 1 mg/kg, no faster than 1 mg/kg over 40 min and no shorter than 20 min.";
  const LIMITS = { racemate: infused, s: infused, oral: "The slider spans the one cited swallowed dose of this form, 0.25 mg/kg, for 45 to 110 kg." };

  return panel.model({
    inputs: [
      { key: "route", label: "Drug and route", type: "select", value: "s", options: [["racemate", "Vein: ketamine (racemate)"], ["s", "Vein: S-ketamine"], ["vein", "Vein: S-ketamine, a trial"], ["steps", "Vein: S-ketamine, rising dose"], ["film", "Mouth: S-ketamine film"], ["nasal", "Nose: esketamine spray"], ["oral", "Swallowed: esketamine"]] },
      { key: "mg", label: "Dose", min: 5, max: 110, step: 1, value: 35, unit: "mg", clamp: true },
      { key: "film", label: "Dose", type: "radio", value: "50", options: [["50", "50 mg"], ["100", "100 mg"]] },
      { key: "nasal", label: "Dose", type: "radio", value: "84", options: [["28", "28 mg"], ["56", "56 mg"], ["84", "84 mg"]] },
      { key: "oral", label: "Dose", min: 11, max: 28, step: 1, value: 18, unit: "mg", clamp: true },
      { key: "minutes", label: "Given over", min: 20, max: 120, step: 1, value: 40, unit: "min", clamp: true },
      { key: "weight", label: "Body weight", min: 45, max: 110, step: 1, value: 70, unit: "kg", clamp: true },
      { key: "hours", label: "Show", type: "radio", value: "4", options: [["2", "2 h"], ["4", "4 h"], ["8", "8 h"], ["24", "24 h"]] },
      { key: "axis", label: "Scale", type: "radio", value: "linear", options: [["linear", "linear"], ["log", "logarithmic"]] },
    ],
    hidden({ route }) {
      const shown = { racemate: ["mg", "minutes", "weight"], s: ["mg", "minutes", "weight"], steps: ["weight"], film: ["film", "weight"], nasal: ["nasal"], oral: ["oral"] }[route] || [];
      return ["mg", "minutes", "weight", "film", "nasal", "oral"].filter((key) => !shown.includes(key));
    },
    /** Longer for a longer infusion; and no stronger than what cited trials gave, which is said when it stops a slider or an address. */
    adapt(state, key, wished = {}) {
      const hours = key === "route" && ["steps", "vein"].includes(state.route) && Number(state.hours) < 8 ? { hours: "8" } : {};
      const runs = ["racemate", "s"].includes(state.route), most = Math.floor(state.weight * Math.min(1, state.minutes / 40)), mg = runs ? Math.min(state.mg, most) : state.mg;
      const outside = Object.entries(wished).filter(([name, number]) => !this.hidden(state).includes(name) && number !== (name === "mg" ? mg : state[name])).map(([name, number]) => `${format(number)} ${this.inputs.find((input) => input.key === name).unit}`);
      const asked = outside.length ? `The address asked for ${outside.join(", ")}; the figure stays with what cited studies gave. ` : "";
      return { ...hours, mg, told: asked + (mg < state.mg ? `Stopped at ${format(mg)} mg: the strongest steady infusion of the cited trials was 1 mg/kg over 40 min.` : "") };
    },
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
    notes: ({ route }) => [FIT[route], ...(LIMITS[route] ? [LIMITS[route]] : []), "Averages of groups of adults in studies. No forecast for a person and no guide to dosing."],
  });
}, "plasma.js");
