/* Rows on one horizontal axis: a forest of intervals, or values of many targets. A phone gets the words above each mark.
 *
 * view: {x: {domain, log, ticks, format}, xTitle, better?, head?, zero?, rule?: {at, label}, spans?: [{from, to, label}],
 *   rows: [{heading} or {label, sub?, text?, marks: [{value, low?, high?, until?, shape?, series, hollow?, label?}], empty?, until?}]}
 *   shape: circle, square, diamond, triangle, left, right, cross. `domain` may run backwards.
 */
(function () {
  "use strict";
  const NS = "http://www.w3.org/2000/svg", SIZE = 13, CHAR = 6.5;

  function svg(tag, attributes, text) {
    const element = document.createElementNS(NS, tag);
    for (const name in attributes) if (attributes[name] !== undefined) element.setAttribute(name, attributes[name]);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  const SHAPES = {
    square: (r) => `M${-r} ${-r}H${r}V${r}H${-r}Z`,
    diamond: (r) => `M0 ${-1.35 * r}L${1.35 * r} 0L0 ${1.35 * r}L${-1.35 * r} 0Z`,
    triangle: (r) => `M0 ${-1.2 * r}L${1.2 * r} ${r}H${-1.2 * r}Z`,
    left: (r) => `M${-1.2 * r} 0L${r} ${-1.2 * r}V${1.2 * r}Z`,
    right: (r) => `M${1.2 * r} 0L${-r} ${-1.2 * r}V${1.2 * r}Z`,
    cross: (r) => `M${-r} 0H${r}M0 ${-r}V${r}`,
    circle: (r) => `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0Z`,
  };

  Figures.rows = function (element, view) {
    const width = Math.max(280, element.clientWidth), narrow = width < 560, rows = view.rows;
    const widest = (name) => Math.max(0, ...rows.map((row) => (row[name] || "").length)) * CHAR;
    const left = narrow ? 10 : Math.min(0.42 * width, Math.max(widest("label") + 16, widest("sub") + 16)), right = narrow ? 10 : Math.max(24, widest("text") * 1.08 + 20, (view.head || "").length * CHAR * 1.05 + 20);
    const heights = rows.map((row) => (row.heading ? 26 : narrow ? (row.sub ? 58 : 42) : row.sub ? 40 : 24));
    const spans = view.spans || [], top = 8 + (view.better || view.head ? 18 : 0) + (spans.length ? 32 : 0) + (view.rule ? 18 : 0);
    const bottom = top + heights.reduce((a, b) => a + b, 0), height = bottom + (view.xTitle ? 44 : 26);
    const f = view.x.log ? Math.log10 : (v) => v, [a, b] = view.x.domain.map(f);
    const x = (v) => Math.round((left + ((f(v) - a) / (b - a)) * (width - right - left)) * 10) / 10;
    const limit = (v) => Math.min(width - right, Math.max(left, x(v)));
    const root = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-size": SIZE, "aria-hidden": "true" });
    const words = (text, px, py, more = {}) => root.append(svg("text", { x: px, y: py, "dominant-baseline": "middle", fill: "var(--fig-ink)", stroke: "var(--fig-paper)", "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke", ...more }, text));
    const muted = { fill: "var(--fig-muted)" };

    // On a phone, lines and bands stand beside the marks only, so that they do not run through the words.
    let edge = top;
    const strips = narrow ? rows.map((row, at) => [row, (edge += heights[at])]).filter(([row]) => !row.heading).map(([, end]) => [end - 24, end]) : [[top - 6, bottom]];
    const upright = (at, look) => strips.forEach(([from, to]) => root.append(svg("line", { x1: at, x2: at, y1: from, y2: to, ...look })));
    for (const span of spans) {
      const from = limit(span.from), to = limit(span.to);
      for (const [y1, y2] of strips) root.append(svg("rect", { x: from, y: y1, width: Math.max(1, to - from), height: y2 - y1, fill: "var(--fig-band)" }));
      for (const side of [from, to]) upright(side, { stroke: "var(--fig-muted)", "stroke-dasharray": "3 3" });
      const room = Math.max(...span.label.map((line) => line.length)) * CHAR, before = span.before && to > room;
      span.label.forEach((line, at) => words(line, before ? to : span.before ? 0 : from, 8 + at * 15, { "text-anchor": before ? "end" : "start", ...muted }));
    }
    if (view.better) words(view.better, width - right, top - 12, { "text-anchor": "end", ...muted });
    if (view.head && !narrow) words(view.head, width - right + 12, top - 12, muted);
    for (const v of view.x.ticks) {
      upright(x(v), { stroke: v === view.zero ? "var(--fig-ink)" : "var(--fig-grid)", "stroke-width": v === view.zero ? 1.5 : 1 });
      root.append(svg("text", { x: x(v), y: bottom + 16, "text-anchor": "middle", fill: "var(--fig-muted)" }, (view.x.format || ((n) => Figures.format(n, 4)))(v)));
    }
    root.append(svg("line", { x1: left, x2: width - right, y1: bottom, y2: bottom, stroke: "var(--fig-muted)" }));
    if (view.rule) {
      const at = limit(view.rule.at), flip = at > (left + width - right) / 2;
      upright(at, { stroke: "var(--fig-series-5)", "stroke-width": 2 });
      words(view.rule.label, at + (flip ? 6 : -6), top - 14, { "text-anchor": flip ? "end" : "start", fill: "var(--fig-series-5)", "font-weight": 600 });
    }
    if (view.xTitle) root.append(svg("text", { x: narrow ? width / 2 : (left + width - right) / 2, y: height - 6, "text-anchor": "middle", fill: "var(--fig-ink)", "font-size": 14 }, view.xTitle));

    let y = top;
    rows.forEach((row, at) => {
      const h = heights[at];
      if (row.heading) words(row.heading, 0, y + h - 9, { ...muted, "font-weight": 600 });
      else {
        const line = narrow ? y + h - 11 : y + h / 2, first = narrow ? y + 12 : row.sub ? line - 8 : line;
        words(row.label, 0, first);
        if (row.sub) words(row.sub, 0, first + 16, muted);
        if (row.text) words(row.text, narrow ? width - 2 : width - right + 12, narrow ? first : line, narrow ? { "text-anchor": "end" } : {});
        if (row.empty) {
          // `until`: a range over studies ends there; without it nothing was counted, and the whole width is empty.
          const end = row.until === undefined ? width - right : limit(row.until);
          root.append(svg("rect", { x: left, y: line - 10, width: end - left, height: 20, fill: "var(--fig-band)", stroke: "var(--fig-muted)", "stroke-dasharray": "3 3" }));
          if (row.until === undefined) words(row.empty, (left + end) / 2, line, { "text-anchor": "middle", "font-weight": 600, stroke: "none" });
          else words(row.empty, end + 8, line, { "font-weight": 600 });
        }
        const count = (row.marks || []).length;
        (row.marks || []).forEach((mark, number) => {
          const ink = `var(--fig-series-${mark.series})`, px = limit(mark.value), py = line + (count > 1 && row.apart ? (number - (count - 1) / 2) * 16 : 0);
          const low = mark.low === undefined ? px : limit(mark.low), high = mark.high === undefined ? px : limit(mark.high);
          if (low !== high) root.append(svg("line", { x1: low, x2: high, y1: py, y2: py, stroke: ink, "stroke-width": 2 }));
          if (mark.until) root.append(svg("line", { x1: px, x2: limit(mark.until), y1: py, y2: py, stroke: ink, "stroke-width": 6, "stroke-linecap": "round" }));
          else root.append(svg("path", { d: SHAPES[mark.shape || "circle"](5), transform: `translate(${px} ${py})`, fill: mark.shape === "cross" ? "none" : mark.hollow ? "var(--fig-paper)" : ink, stroke: ink, "stroke-width": mark.shape === "cross" ? 3 : 2 }));
          const from = mark.until ? limit(mark.until) : Math.max(low, high, px), end = from + 10 + (mark.label || "").length * CHAR;
          // A label that would run into the next mark or out of the plot goes to the other side.
          const back = end > width - right || (!row.apart && row.marks.some((other) => other !== mark && limit(other.value) >= from && limit(other.value) - 9 < end));
          if (mark.label) words(mark.label, back ? Math.min(low, high, px) - 10 : from + 10, py, { "text-anchor": back ? "end" : "start" });
        });
      }
      y += h;
    });
    element.replaceChildren(root);
  };

  /** A figure of the panel whose picture is drawn by `draw(box, result, state)`, which may also return charts of figure-chart.js. */
  Figures.drawn = function (panel, definition, draw) {
    const box = Figures.make("div", { class: "figure-chart" });
    const close = panel.model({ ...definition, charts: (result, state) => draw(box, result, state) || [] });
    panel.root.querySelector(".figure-charts").before(box);
    return close;
  };
})();
