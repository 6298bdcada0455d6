/* A share drawn as people out of 100, or all shares of a group with their intervals. Counts come from Python. */
Figures.define("bladder-risk", function (panel) {
  "use strict";
  const { counts, panels } = panel.parameters, { format, make } = Figures;
  const NS = "http://www.w3.org/2000/svg", PER = 100;

  const compute = (state) => {
    const count = counts.find((one) => one.key === state.count);
    return { count, group: counts.filter((one) => one.panel === count.panel), people: count.arms.map((arm) => Math.round((Number(arm.percent) / 100) * PER)) };
  };

  function person(x, y, size, ink, filled) {
    const group = document.createElementNS(NS, "g");
    group.innerHTML = '<circle cy="-6" r="4"/><path d="M-6 9a6 8 0 0 1 12 0Z"/>';
    for (const [name, value] of Object.entries({ transform: `translate(${x} ${y}) scale(${size})`, fill: filled ? ink : "var(--fig-paper)", stroke: filled ? ink : "var(--fig-muted)", "stroke-width": 1.2 })) group.setAttribute(name, value);
    return group;
  }

  /** Hundred people per arm, ten in a row; those concerned are filled and come first. */
  function crowd(box, { count, people }) {
    const width = Math.max(280, box.clientWidth), wide = width >= 460, side = wide && count.arms.length > 1, across = wide && !side ? 20 : 10;
    const cell = Math.min(28, (side ? width / 2 - 20 : width) / across - 0.5), block = (cell * PER) / across + 34, root = document.createElementNS(NS, "svg");
    const height = side ? block + 6 : block * count.arms.length + 6;
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", "font-size": 14 })) root.setAttribute(name, value);
    count.arms.forEach((arm, at) => {
      const left = side ? at * (width / 2 + 10) : 0, top = side ? 0 : at * block, ink = `var(--fig-series-${arm.series})`;
      const title = document.createElementNS(NS, "text");
      for (const [name, value] of Object.entries({ x: left, y: top + 16, fill: ink, "font-weight": 600 })) title.setAttribute(name, value);
      title.textContent = `${arm.name}: ${people[at]} of ${PER}`;
      root.append(title);
      for (let n = 0; n < PER; n++) root.append(person(left + (n % across) * cell + cell / 2, top + 38 + Math.floor(n / across) * cell, cell / 22, ink, n < people[at]));
    });
    box.replaceChildren(root);
  }

  function draw(box, result, { as }) {
    if (as === "people") return crowd(box, result);
    const { title, domain, ticks, ranges } = panels[result.count.panel];
    const rows = result.group.map((one) => ({
      label: one.harm,
      sub: one.who,
      apart: true,
      text: one.arms.map((arm) => arm.percent + "%").join(" / "),
      marks: one.arms.map((arm) => ({ value: Number(arm.percent), low: arm.low, high: arm.high, series: arm.series, shape: arm.series === 1 ? "circle" : "square", hollow: arm.series !== 1 })),
    }));
    for (const one of ranges) rows.push({ label: one.harm, sub: one.who, empty: one.label, until: one.high || undefined });
    Figures.rows(box, { x: { domain, ticks }, xTitle: title, rows });
  }

  function say({ count, people }) {
    const arms = count.arms.map((arm, at) => `${arm.percent}% ${count.arms.length > 1 ? "on " + arm.name + " " : ""}(${arm.count} of ${arm.n}${arm.printed ? "" : ", number calculated"}; 95% CI ${format(arm.low, 3)} to ${format(arm.high, 3)}%, calculated), about ${people[at]} of 100`);
    const lesson = count.arms.length > 1
      ? `The placebo arm shows how many would have had it anyway; the rest, about ${format(Math.max(0, Number(count.arms[0].percent) - Number(count.arms[1].percent)), 3)} of 100 (calculated), goes with the drug.`
      : "No comparison group was seen, and the number says nothing about a rate at treatment schedules; there, studies report urinary symptoms in 0–24.5% of people.";
    return `${count.harm[0].toUpperCase()}${count.harm.slice(1)}, ${count.who}: ${arms.join("; ")}. ${lesson}`;
  }

  return Figures.drawn(panel, {
    inputs: [
      { key: "count", label: "What was counted", type: "select", value: counts[0].key, options: counts.map((one) => [one.key, `${one.harm} (${one.short})`]) },
      { key: "as", label: "Show as", type: "radio", value: "people", options: [["people", "100 people"], ["rows", "all shares with intervals"]] },
    ],
    compute,
    say,
    notes: ["Drawn people are rounded to whole ones. Intervals are Wilson's, calculated from the counts. For urinary symptoms the source prints both 26.6% and 340; 340 of 1285 is 26.5%."],
  }, draw);
}, "figure-rows.js");
