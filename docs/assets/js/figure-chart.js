/* Draws one chart as SVG into an element, in the width that is there. Colors are CSS variables, so themes need no redrawing.
 *
 * view: {height, title, xTitle, x: {domain, log, ticks, format}, y: {…}, layers: […]}; layers in drawing order:
 *   {band: [[x, low, high], …], fill?}   {span: [x1, x2], label?}   {zone: [y1, y2], label?}   {rule: x, label?}   {level: y, label?}
 *   {line: [[x, y], …], series, label?, at?, side?, thin?}   label at the end, or beside the point whose x is `at`
 *   {dots: [[x, y, low?, high?], …], series, label?, side?, shape?}: open circles, or filled ones, or open squares   {mark: [x, y], series, label?}
 */
(function () {
  "use strict";
  const NS = "http://www.w3.org/2000/svg", SIZE = 13, GAP = 16;
  const DASHES = { 1: "", 2: "8 4", 3: "2 4", 4: "10 4 2 4", 5: "5 3 1 3 1 3" };

  function svg(tag, attributes, text) {
    const element = document.createElementNS(NS, tag);
    for (const name in attributes) if (attributes[name] !== undefined) element.setAttribute(name, attributes[name]);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const color = (layer) => (layer.series ? `var(--fig-series-${layer.series})` : "var(--fig-ink)");
  const round = (value) => Math.round(value * 10) / 10;

  function scale({ domain: [low, high], log }, from, to) {
    const f = log ? Math.log10 : (v) => v, a = f(low), b = f(high);
    const of = (value) => round(from + ((f(log ? Math.max(value, low / 100) : value) - a) / (b - a)) * (to - from));
    return Object.assign(of, { inside: (v) => v >= low && v <= high });
  }

  /** Round tick values: 1-2-5 steps, or decades (with 3s when there are few) on a log axis. */
  function ticksOf({ domain: [low, high], log, ticks, count = 5 }) {
    if (ticks) return ticks;
    const out = [];
    if (log) {
      const few = Math.log10(high / low) < 2.5;
      for (let e = Math.floor(Math.log10(low)); 10 ** e <= high * 1.001; e++) for (const m of few ? [1, 3] : [1]) if (m * 10 ** e >= low * 0.999 && m * 10 ** e <= high * 1.001) out.push(Number((m * 10 ** e).toPrecision(3)));
      return out;
    }
    const raw = (high - low) / count, power = 10 ** Math.floor(Math.log10(raw)), step = [1, 2, 5, 10].find((m) => m * power >= raw) * power;
    for (let v = Math.ceil(low / step - 1e-9) * step; v <= high + step * 1e-9; v += step) out.push(Number(v.toPrecision(12)));
    return out;
  }

  /** Push label positions apart, keeping their order, inside [top, bottom]. */
  function spread(labels, top, bottom) {
    labels.sort((a, b) => a.y - b.y);
    labels.forEach((label, at) => (label.y = Math.max(label.y, at ? labels[at - 1].y + GAP : top)));
    for (let at = labels.length - 1; at >= 0; at--) labels[at].y = Math.min(labels[at].y, at < labels.length - 1 ? labels[at + 1].y - GAP : bottom);
  }

  function path(points, x, y) {
    return points.map(([px, py], at) => `${at ? "L" : "M"}${x(px)} ${y(py)}`).join("");
  }

  const edges = ({ x, y, width, height }) => ({ left: x, right: x + width, top: y + 2, bottom: y + height - 2 });
  const shared = (a, b) => Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

  /** Where a label stood, or the nearest place where it meets no other and, if there is one, no circle and little of a line. */
  function place(labels, { fixed, circles, lines, within }) {
    const taken = [...fixed];
    labels.sort((a, b) => b.pinned - a.pinned);
    const sizes = labels.map(({ element, long }) => {
      const { width, height } = element.getBBox();
      return [width || long, height || SIZE + 2];
    });
    labels.forEach(({ element, px, py, anchor, pinned }, at) => {
      const [width, height] = sizes[at], limit = (value, low, high) => Math.max(low, Math.min(high, value));
      const start = px - { start: 0, middle: width / 2, end: width }[anchor];
      let best;
      for (const aside of (pinned ? [0] : [0, -0.5, 0.5, -1, 1]).map((part) => part * (width + 18))) {
        for (let step = 0; step < (pinned ? 1 : 17); step++) {
          const down = (step % 2 ? 1 : -1) * Math.ceil(step / 2) * 8;
          const left = limit(start + aside, Math.min(within.left, pinned ? start : within.right - width), within.right - width), middle = step ? limit(py + down, within.top + 6, within.bottom - 7) : py;
          const box = { left, right: left + width, top: middle - height / 2 + 1, bottom: middle + height / 2 - 1 };
          const others = taken.reduce((sum, other) => sum + shared(box, other), 0);
          const dots = circles.reduce((sum, [cx, cy, r]) => sum + shared(box, { left: cx - r, right: cx + r, top: cy - r, bottom: cy + r }), 0);
          const crossed = lines.filter(([lx, ly]) => lx > box.left && lx < box.right && ly > box.top && ly < box.bottom).length;
          const cost = 50 * others + 3 * dots + Math.min(crossed, 12) * 1.5 + Math.abs(left - start) * 0.6 + Math.abs(middle - py);
          if (!best || cost < best.cost) best = { cost, left, middle, box };
        }
      }
      element.setAttribute("x", round(best.left));
      element.setAttribute("y", round(best.middle));
      element.setAttribute("text-anchor", "start");
      taken.push(best.box);
    });
  }

  /** Room that the numbers of the y axis need; charts below each other share the largest. */
  Figures.margin = (view) => 10 + Math.max(...ticksOf(view.y).map((v) => (view.y.format || ((n) => Figures.format(n, 4)))(v).length)) * 7.6;

  Figures.chart = function (element, view, left) {
    const width = Math.max(260, element.clientWidth), { height } = view;
    const number = view.y.format || ((v) => Figures.format(v, 4)), xNumber = view.x.format || ((v) => Figures.format(v, 4));
    const yTicks = ticksOf(view.y), ends = view.layers.filter((layer) => layer.line && layer.label && layer.at === undefined && layer.line.length);
    const top = view.title ? 30 : 12;
    const wide = width > 520, longest = Math.max(0, ...ends.map((layer) => layer.label.length));
    const right = wide && longest ? 12 + longest * 6.9 : 12, bottom = height - (view.xTitle ? 44 : 24);
    const x = scale(view.x, left, width - right), y = scale(view.y, bottom, top + 4);
    const clip = (element.dataset.clip ||= "fig-clip-" + Math.random().toString(36).slice(2));
    const root = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-size": SIZE, "aria-hidden": "true" });
    const back = svg("g", {}), plot = svg("g", { "clip-path": `url(#${clip})` }), front = svg("g", {});
    const box = svg("clipPath", { id: clip });
    box.append(svg("rect", { x: left, y: top, width: width - right - left, height: bottom - top + 2 }));
    root.append(box, back, plot, front);

    const labels = [], circles = [], drawnLines = [];
    const words = (text, px, py, more = {}, pinned = false) => {
      const element = svg("text", { x: round(px), y: round(py), "dominant-baseline": "middle", ...more, fill: more.fill || "var(--fig-ink)", stroke: "var(--fig-paper)", "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" }, text);
      front.append(element);
      labels.push({ element, px, py, anchor: more["text-anchor"] || "start", long: text.length * 7.2, pinned });
    };
    if (view.title) back.append(svg("text", { x: 2, y: 14, fill: "var(--fig-ink)", "font-size": 14 }, view.title));
    for (const v of yTicks) {
      back.append(svg("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), stroke: "var(--fig-grid)" }));
      back.append(svg("text", { x: left - 6, y: y(v), "text-anchor": "end", "dominant-baseline": "middle", fill: "var(--fig-muted)" }, number(v)));
    }
    back.append(svg("line", { x1: left, x2: width - right, y1: bottom, y2: bottom, stroke: "var(--fig-muted)" }));
    for (const v of ticksOf({ count: Math.max(3, Math.round(width / 90)), ...view.x })) {
      back.append(svg("line", { x1: x(v), x2: x(v), y1: bottom, y2: bottom + 4, stroke: "var(--fig-muted)" }));
      back.append(svg("text", { x: x(v), y: bottom + 17, "text-anchor": "middle", fill: "var(--fig-muted)" }, xNumber(v)));
    }
    const half = (view.xTitle || "").length * 3.4;
    if (view.xTitle) back.append(svg("text", { x: round(Math.max(half, Math.min(width - half, (left + width - right) / 2))), y: height - 5, "text-anchor": "middle", fill: "var(--fig-ink)", "font-size": 14 }, view.xTitle));

    for (const layer of view.layers) {
      const ink = color(layer);
      if (layer.band) {
        const low = layer.band.map(([px, a]) => [px, a]), high = layer.band.map(([px, , b]) => [px, b]).reverse();
        plot.append(svg("path", { d: path([...low, ...high], x, y) + "Z", fill: layer.fill || "var(--fig-band)", "fill-opacity": layer.fill ? 0.22 : undefined }));
      } else if (layer.span) {
        const [a, b] = layer.span.map(x);
        plot.append(svg("rect", { x: a, y: top, width: Math.max(0, round(b - a)), height: bottom - top, fill: layer.fill || "var(--fig-band)", "fill-opacity": layer.fill ? 0.22 : undefined }));
        if (layer.label) words(layer.label, (a + b) / 2, top + 10 + (layer.row || 0) * GAP, { "text-anchor": "middle", fill: "var(--fig-muted)" });
      } else if (layer.zone) {
        const [a, b] = layer.zone.map(y);
        plot.append(svg("rect", { x: left, y: b, width: width - right - left, height: Math.max(0, round(a - b)), fill: "var(--fig-band)" }));
        if (layer.label && (a + b) / 2 > top && (a + b) / 2 < bottom) words(layer.label, width - right - 4, (a + b) / 2, { "text-anchor": "end", fill: "var(--fig-muted)" });
      } else if (layer.rule !== undefined) {
        if (!x.inside(layer.rule)) continue;
        const at = x(layer.rule), flip = at > (left + width - right) / 2;
        plot.append(svg("line", { x1: at, x2: at, y1: top, y2: bottom, stroke: layer.series ? ink : "var(--fig-muted)", "stroke-dasharray": "3 3" }));
        if (layer.label) words(layer.label, at + (flip ? -6 : 6), top + 10 + (layer.row || 0) * GAP, { "text-anchor": flip ? "end" : "start", fill: layer.series ? ink : "var(--fig-muted)" });
      } else if (layer.level !== undefined) {
        if (!y.inside(layer.level)) continue;
        plot.append(svg("line", { x1: left, x2: width - right, y1: y(layer.level), y2: y(layer.level), stroke: "var(--fig-muted)" }));
        if (layer.label) words(layer.label, width - right - 4, y(layer.level) - 9, { "text-anchor": "end", fill: "var(--fig-muted)" });
      } else if (layer.line) {
        drawnLines.push(...layer.line.filter(([px]) => x.inside(px)).map(([px, py]) => [x(px), y(py)]));
        plot.append(svg("path", { d: path(layer.line, x, y), fill: "none", stroke: ink, "stroke-width": layer.thin ? 1.5 : 2.5, "stroke-dasharray": layer.dash ?? DASHES[layer.series], "stroke-linecap": "round", "stroke-linejoin": "round" }));
        if (layer.label && layer.at !== undefined) {
          const near = layer.line.reduce((best, p) => (Math.abs(p[0] - layer.at) < Math.abs(best[0] - layer.at) ? p : best));
          const dx = { left: -9, right: 9 }[layer.side] || 0, dy = { above: -13, below: 14 }[layer.side] || 0;
          words(layer.label, x(near[0]) + dx, Math.min(bottom - 8, Math.max(top + 8, y(near[1]) + dy)), { "text-anchor": { left: "end", right: "start" }[layer.side] || "middle", fill: ink, "font-weight": 600 });
        }
      } else if (layer.dots) {
        circles.push(...layer.dots.filter(([px]) => x.inside(px)).map(([px, py]) => [x(px), y(py), 6]));
        for (const [px, py, low, high] of layer.dots) {
          if (!x.inside(px)) continue;
          if (low !== undefined) plot.append(svg("line", { x1: x(px), x2: x(px), y1: y(low), y2: y(high), stroke: ink, "stroke-width": 2 }));
          if (layer.shape === "square") front.append(svg("path", { d: "M-4.5 -4.5H4.5V4.5H-4.5Z", transform: `translate(${x(px)} ${y(py)})`, fill: "var(--fig-paper)", stroke: ink, "stroke-width": 2 }));
          else front.append(svg("circle", { cx: x(px), cy: y(py), r: 4.5, fill: layer.shape === "filled" ? ink : "var(--fig-paper)", stroke: ink, "stroke-width": 2 }));
        }
        // Beside the first dot; or above the last, where those of its height follow close by (below it at the upper edge).
        const above = layer.side === "above", named = layer.dots.filter(([px]) => x.inside(px)).at(above ? -1 : 0);
        if (layer.label && named) {
          const px = x(named[0]), py = y(named[1]);
          words(layer.label, px + (above ? 0 : 10), py + (!above ? 0 : py - 16 < top ? 17 : -16), { "text-anchor": above ? "middle" : "start", fill: ink });
        }
      } else if (layer.mark) {
        const [px, py] = layer.mark, at = Math.min(bottom, Math.max(top, y(py)));
        circles.push([x(px), at, 8]);
        front.append(svg("circle", { cx: x(px), cy: at, r: 6.5, fill: ink, stroke: "var(--fig-paper)", "stroke-width": 2 }));
        if (layer.label) words(layer.label, x(px) + (x(px) > left + 80 ? -11 : 11), at - 12 < top ? at + 14 : at - 12, { "text-anchor": x(px) > left + 80 ? "end" : "start", fill: ink, "font-weight": 600 });
      }
    }
    const names = ends.map((layer) => {
      const last = layer.line[layer.line.length - 1], from = width - right - 6 - layer.label.length * 7.2;
      // Beside the end where there is room; on a phone over the last stretch, clear of its highest point.
      const height = wide ? y(last[1]) : Math.min(...layer.line.filter(([px]) => x(px) >= from).map(([, py]) => y(py)));
      return { text: layer.label, fill: color(layer), dash: layer.dash ?? DASHES[layer.series], y: Math.min(bottom, Math.max(top + 6, height)) - (wide ? 0 : 11) };
    });
    const tight = !wide && [...names].sort((a, b) => a.y - b.y).some((label, at, all) => at && label.y - all[at - 1].y < GAP);
    if (tight) {
      // Too close to name at their ends: the names stand above each other in the corner, each with a piece of its line.
      names.forEach((label, at) => {
        words(label.text, width - right - 2, top + 8 + at * GAP, { "text-anchor": "end", fill: label.fill, "font-weight": 600 }, true);
        const end = width - right - 8 - label.text.length * 7.9;
        front.append(svg("line", { x1: end - 24, x2: end, y1: top + 8 + at * GAP, y2: top + 8 + at * GAP, stroke: label.fill, "stroke-width": 2.5, "stroke-dasharray": label.dash }));
      });
    } else {
      spread(names, top + 6, bottom - 4);
      for (const label of names) words(label.text, wide ? width - right + 8 : width - right - 2, label.y, { "text-anchor": wide ? "start" : "end", fill: label.fill, "font-weight": 600 }, wide);
    }
    element.replaceChildren(root);
    const fixed = [...back.querySelectorAll("text")].map((text) => text.getBBox()).filter((box) => box.width).map(edges);
    place(labels, { fixed, circles, lines: drawnLines, within: { left, right: width - 2, top, bottom } });
  };
})();
