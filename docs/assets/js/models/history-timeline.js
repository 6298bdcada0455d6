/* All dated events as a list that can be narrowed by theme; each leads to the section that tells it. Events come from Python. */
Figures.define("history-timeline", function (panel) {
  "use strict";
  const { themes, events } = panel.parameters, { make } = Figures;
  // On the figure's own page the sections stand elsewhere: in the lesson that its credit line names.
  const lesson = (document.querySelector(".figure-credit a")?.getAttribute("href") || "").split("#")[0];
  const color = (at) => (at < 5 ? `var(--fig-series-${at + 1})` : "var(--fig-ink)");
  const style = (element, rules) => (Object.assign(element.style, rules), element);

  const compute = (state) => {
    const shown = events.filter((event) => state[themes[event.theme].key]);
    return { shown, counts: themes.map((_, at) => shown.filter((event) => event.theme === at).length) };
  };

  /** Native list: one line per event, the number of its theme in a disc, a wider step where years pass. */
  function draw(box, { shown }) {
    const list = style(make("ol", { class: "figure-timeline" }), { listStyle: "none", margin: "0", padding: "0 0 0 0.9rem", borderLeft: "2px solid var(--fig-grid)", fontSize: "0.75rem", lineHeight: "1.4" });
    let before;
    for (const event of shown) {
      const disc = style(make("span", { "aria-hidden": "true" }, String(event.theme + 1)), { position: "absolute", left: "-1.75rem", top: "0", width: "1.6rem", height: "1.6rem", borderRadius: "50%", border: `2px solid ${color(event.theme)}`, background: "var(--fig-paper)", color: color(event.theme), fontWeight: "700", fontSize: "0.68rem", lineHeight: "1.3rem", textAlign: "center", boxSizing: "border-box" });
      const year = style(make("time", { datetime: String(event.year) }, String(event.year)), { fontWeight: "700", fontVariantNumeric: "tabular-nums", visibility: "visible" });
      const link = style(make("a", { href: lesson + "#" + event.section, target: lesson ? "_top" : undefined }, event.text), { color: "var(--fig-ink)", textDecoration: "underline", textDecorationColor: color(event.theme), textUnderlineOffset: "0.2em" });
      const theme = style(make("span", {}, " · " + themes[event.theme].name + (event.contested ? " · date or story disputed" : "")), { color: "var(--fig-muted)" });
      const gap = before === undefined ? 0 : Math.min(2.4, 0.35 + 0.2 * (event.year - before));
      list.append(style(make("li", {}, disc, year, " ", link, theme), { position: "relative", margin: `${gap}rem 0 0`, padding: "0.1rem 0 0.1rem 0.5rem" }));
      before = event.year;
    }
    style(box, { padding: "0.3rem 0 0.3rem 0.9rem", maxHeight: "34rem", overflow: "auto" });
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Timeline");
    box.tabIndex = 0;
    const keep = box.scrollTop;
    box.replaceChildren(list);
    box.scrollTop = keep;
  }

  function say({ shown, counts }) {
    if (!shown.length) return "No event is shown. Choose at least one theme.";
    const parts = themes.map(({ name }, at) => [name, counts[at]]).filter(([, count]) => count).map(([name, count]) => `${name} ${count}`);
    const years = shown[0].year === shown.at(-1).year ? `all in ${shown[0].year}` : `from ${shown[0].year} to ${shown.at(-1).year}`;
    return `${shown.length} of ${events.length} events, ${years}: ${parts.join(", ")}.`;
  }

  // The drawing stays: the list below it holds every event.
  const place = make("div", { class: "figure-chart" });
  const close = Figures.drawn(panel, {
    inputs: themes.map(({ key, name }, at) => ({ key, label: `${at + 1} ${name}`, type: "checkbox", value: true })),
    compute,
    say,
    notes: ["Each event links to the section that tells it, with its source."],
  }, draw);
  panel.root.querySelector(".figure-inputs").before(place);
  place.append(panel.picture);
  panel.picture.style.display = "";
  return close;
}, "figure-rows.js");
