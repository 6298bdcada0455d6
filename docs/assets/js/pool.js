/* Random-effects meta-analysis; the same formulas as scripts/figures/models/pooling.py, which agree with metafor's.
 *
 * Figures.effect(row, log, z) → [y, variance];  Figures.pool(effects, method, {z, t}) → numbers;
 * Figures.shown(numbers, {z, t}) → the same with the wider of the two intervals; `luck` says that it is not Hartung and Knapp's;
 * Figures.refusal(rows, {controls, forms, times}) → why these rows must not be pooled, in words, or "".
 */
(function () {
  "use strict";
  const sum = (values) => values.reduce((a, b) => a + b, 0);

  Figures.effect = function (row, log, z) {
    const [y, low, high] = [row.estimate, row.low, row.high].map((text) => (log ? Math.log(Number(text)) : Number(text)));
    return [y, ((high - low) / (2 * z)) ** 2];
  };

  /** The variance between trials, by Fisher scoring. */
  function reml(ys, vs, start) {
    let tau2 = start;
    for (let turn = 0; turn < 1000; turn++) {
      const w = vs.map((v) => 1 / (v + tau2)), one = sum(w), two = sum(w.map((x) => x ** 2)), three = sum(w.map((x) => x ** 3));
      const mean = sum(w.map((x, at) => x * ys[at])) / one;
      const slope = sum(w.map((x, at) => x ** 2 * (ys[at] - mean) ** 2)) - (one - two / one);
      let step = slope / (two - (2 * three) / one + (two / one) ** 2);
      while (tau2 + step < 0) step = -step / 2 > tau2 ? -tau2 : step / 2;
      if (Math.abs(step) < 1e-14 * Math.max(1, tau2) || !Number.isFinite(step)) break;
      tau2 += step;
    }
    return tau2;
  }

  Figures.pool = function (effects, method, { z, t }) {
    const ys = effects.map(([y]) => y), vs = effects.map(([, v]) => v), k = ys.length;
    if (k === 1) {
      const se = Math.sqrt(vs[0]), low = ys[0] - z * se, high = ys[0] + z * se;
      return { k, estimate: ys[0], se, low, high, predicted_low: low, predicted_high: high, tau2: 0, i2: 0, q: 0, ordinary: se };
    }
    const fixed = vs.map((v) => 1 / v), total = sum(fixed), middle = sum(fixed.map((x, at) => x * ys[at])) / total;
    const q = sum(fixed.map((x, at) => x * (ys[at] - middle) ** 2)), c = total - sum(fixed.map((x) => x ** 2)) / total;
    let tau2 = Math.max(0, (q - (k - 1)) / c);
    if (method === "REML") tau2 = reml(ys, vs, tau2);
    const w = vs.map((v) => 1 / (v + tau2)), weight = sum(w), estimate = sum(w.map((x, at) => x * ys[at])) / weight;
    const ordinary = Math.sqrt(1 / weight);
    const se = method === "REML" ? Math.sqrt(sum(w.map((x, at) => x * (ys[at] - estimate) ** 2)) / ((k - 1) * weight)) : ordinary;
    const reach = method === "REML" ? t[k - 2] : z, wide = reach * Math.sqrt(tau2 + se ** 2);
    return { k, estimate, se, low: estimate - reach * se, high: estimate + reach * se, predicted_low: estimate - wide, predicted_high: estimate + wide, tau2, i2: (100 * tau2) / (tau2 + (k - 1) / c), q, ordinary };
  };

  /** Hartung and Knapp's interval shrinks to nothing as Q nears 0, whatever the trials' own intervals are. */
  Figures.shown = function (found, { z, t }) {
    const { k, se, ordinary, estimate, tau2, predicted_high } = found;
    if (k === 1 || t[k - 2] * se >= z * ordinary) return { ...found, luck: false };
    const wide = Math.max(predicted_high - estimate, z * Math.sqrt(tau2 + ordinary ** 2));
    return { ...found, luck: true, low: estimate - z * ordinary, high: estimate + z * ordinary, predicted_low: estimate - wide, predicted_high: estimate + wide };
  };

  /** The kinds among the rows, of few each with its rows; "" where all are of one kind. */
  function kinds(rows, key, names) {
    const found = [...new Set(rows.map((row) => row[key]))], members = (kind) => rows.filter((row) => row[key] === kind).map((row) => row.label).join(" and ");
    return found.length < 2 ? "" : found.map((kind) => names[kind] + (rows.length < 4 ? ` (${members(kind)})` : "")).join("; ");
  }

  Figures.refusal = function (rows, { controls, forms, times }) {
    const names = (some) => some.map((row) => row.label).join("; "), reviews = rows.filter((row) => row.kind === "review");
    if (!rows.length) return "nothing is chosen.";
    if (reviews.length) return `${names(reviews)} ${reviews.length > 1 ? "are reviews that pool" : "is a review that pools"} many trials already, partly the same ones; pooled again, some would count twice.`;
    for (const row of rows) {
      const again = rows.find((other) => other !== row && other.study.split(" ").some((study) => row.study.split(" ").includes(study)));
      if (again) return `${row.label} and ${again.label} are two results of one trial; a trial must count once.`;
    }
    if (rows.some((row) => row.scale === "ect")) return "one trial counts response and the other remission, and they were built to answer different questions.";
    const form = kinds(rows, "form", forms), control = kinds(rows, "control", controls), when = kinds(rows, "when", times);
    const why = [
      form && `the drug forms differ (${form}): these are different treatments.`,
      control && `the controls differ (${control}): what people can feel of a control changes the difference, so each answers another question.`,
      when && `the times differ (${when}): the effect changes with time.`,
    ].filter(Boolean);
    if (why.length) return why.map((one, at) => (at ? "Also " : "") + one).join(" ");
    if (rows.length === 1) return "one trial alone; its own interval is all there is.";
    return "";
  };
})();
