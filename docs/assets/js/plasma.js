/* Plasma models: the compartment models of scripts/figures/models/ketamine.py, solved the same way (matrix exponentials).
 *
 * Figures.plasma(parameters) → {leiden, meta, venous, spray}: each gives curves (ng/mL) at `grid` (minutes).
 */
Figures.plasma = function (P) {
  "use strict";
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

  return { leiden, meta, venous, spray };
};
