/* Targets against concentration: choose compounds, move the free concentration, see what it would occupy. Values come from Python. */
Figures.define("targets-by-affinity", function (panel) {
  "use strict";
  const { values, bands, compounds, families, domain } = panel.parameters, { format } = Figures;
  const exact = (value) => value.relation === "is";

  function compute({ c, family, ...chosen }) {
    const concentration = 10 ** c;
    const shown = values.filter((value) => chosen[compounds[value.group].key] && (family === "all" || families[value.family].key === family));
    const reached = shown.filter((value) => (exact(value) || value.relation === "up to") && value.value <= concentration);
    // Simple binding, one site: the share occupied is C / (C + Ki). Printed for binding constants only.
    const occupied = Object.fromEntries(shown.filter((value) => exact(value) && value.kind === "Ki").map((value) => [value.id, (100 * concentration) / (concentration + value.value)]));
    return { concentration, shown, reached, occupied };
  }

  const percent = (share) => (share < 1 ? "<1%" : format(share, 2) + "%");

  function draw(box, { concentration, shown, occupied }) {
    const rows = [];
    families.forEach((family, at) => {
      const members = shown.filter((value) => value.family === at);
      if (members.length) rows.push({ heading: family.name });
      for (const line of new Set(members.map((value) => value.line))) {
        const marks = members.filter((value) => value.line === line).sort((a, b) => a.value - b.value);
        rows.push({
          label: line,
          text: marks.filter((value) => value.id in occupied).map((value) => value.letter + percent(occupied[value.id])).join(", "),
          marks: marks.map((value) => ({ value: value.value, until: value.high, label: value.text, shape: value.shape, hollow: value.hollow, series: value.metabolite ? 2 : 1 })),
        });
      }
    });
    const spans = bands.map((band, at) => ({ from: band.free, to: band.total, before: at === 0, label: [band.short, `${band.free} free – ${band.total} total`] }));
    Figures.rows(box, { x: { domain, log: true, ticks: [0.1, 1, 10, 100, 1000] }, xTitle: "Concentration (µM, logarithmic)", head: "occupied (calc.)", spans, rule: { at: concentration, label: format(concentration, 2) + " µM" }, rows });
  }

  function say({ concentration, shown, reached, occupied }) {
    if (!shown.length) return "Nothing is shown. Choose at least one compound.";
    const names = reached.map((value) => `${value.line} (${value.letter}${value.text.replace(/^[SR] /, "")})`);
    const most = shown.filter((value) => value.id in occupied).sort((a, b) => occupied[b.id] - occupied[a.id]).slice(0, 2);
    return `At ${format(concentration, 2)} µM free drug, ${reached.length} of ${shown.length} values shown lie at or below the line` + (names.length ? `: ${names.slice(0, 6).join(", ")}${names.length > 6 ? " and others" : ""}.` : ".") +
      (most.length ? ` Simple binding would occupy most at ${most.map((value) => `${value.line} (${value.letter}${percent(occupied[value.id])})`).join(" and ")} (calculated). Occupancy is not effect.` : "");
  }

  return Figures.drawn(panel, {
    inputs: [
      { key: "c", label: "Free concentration", min: -1.5, max: 3, step: 0.01, value: -0.39, show: (v) => format(10 ** v, 2) + " µM" },
      { key: "family", label: "Targets", type: "select", value: "all", options: [["all", "all targets"], ...families.map(({ key, name }) => [key, name])] },
      ...compounds.map(({ key, name }) => ({ key, label: name, type: "checkbox", value: true })),
    ],
    compute,
    say,
    notes: ["Percentages at the right: share of sites that simple binding would occupy at the chosen concentration (calculated).", "The line is the concentration of one compound alone. Each mirror image is half of the racemate: where 0.41 µM of it is free, read S and R at 0.2 µM.", "Bands: left edge free drug in plasma, at least (calculated); right edge total in plasma (measured). They are for ketamine; metabolites reach levels of their own."],
  }, draw);
}, "figure-rows.js");
