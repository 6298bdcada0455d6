/* Random-effects meta-analysis; the same formulas as scripts/figures/models/pooling.py, which agree with metafor's.
 *
 * Figures.effect(row, log, z) → [y, variance];  Figures.pool(effects, method, {z, t}) → numbers;
 * Figures.refusal(rows, scale) → why these rows must not be pooled, in words, or "".
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
      return { k, estimate: ys[0], se, low, high, predicted_low: low, predicted_high: high, tau2: 0, i2: 0, q: 0 };
    }
    const fixed = vs.map((v) => 1 / v), total = sum(fixed), middle = sum(fixed.map((x, at) => x * ys[at])) / total;
    const q = sum(fixed.map((x, at) => x * (ys[at] - middle) ** 2)), c = total - sum(fixed.map((x) => x ** 2)) / total;
    let tau2 = Math.max(0, (q - (k - 1)) / c);
    if (method === "REML") tau2 = reml(ys, vs, tau2);
    const w = vs.map((v) => 1 / (v + tau2)), weight = sum(w), estimate = sum(w.map((x, at) => x * ys[at])) / weight;
    const se = method === "REML" ? Math.sqrt(sum(w.map((x, at) => x * (ys[at] - estimate) ** 2)) / ((k - 1) * weight)) : Math.sqrt(1 / weight);
    const reach = method === "REML" ? t[k - 2] : z, wide = reach * Math.sqrt(tau2 + se ** 2);
    return { k, estimate, se, low: estimate - reach * se, high: estimate + reach * se, predicted_low: estimate - wide, predicted_high: estimate + wide, tau2, i2: (100 * tau2) / (tau2 + (k - 1) / c), q };
  };

  Figures.refusal = function (rows) {
    const names = (some) => some.map((row) => row.label).join(" and "), reviews = rows.filter((row) => row.kind === "review");
    if (!rows.length) return "nothing is chosen.";
    if (reviews.length) return `${names(reviews)} ${reviews.length > 1 ? "are reviews that pool" : "is a review that pools"} many trials already, partly the same ones; pooled again, some would count twice.`;
    for (const row of rows) {
      const again = rows.find((other) => other !== row && other.study.split(" ").some((study) => row.study.split(" ").includes(study)));
      if (again) return `${row.label} and ${again.label} are one trial; its people would count twice.`;
    }
    if (rows.some((row) => row.scale === "ect")) return "one trial counts response and the other remission, and they were built to answer different questions.";
    if (new Set(rows.map((row) => row.when)).size > 1) return "some were measured within hours or days, others after weeks of treatment; these are different effects.";
    if (rows.length === 1) return "one trial alone; its own interval is all there is.";
    return "";
  };
})();
