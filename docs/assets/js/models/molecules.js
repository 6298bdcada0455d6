/* Ball and stick in SVG: the calculated shape, turned by sliders, buttons, arrow keys or dragging, alone or with its mirror image. */
Figures.define("molecules", function (panel) {
  "use strict";
  const NS = "http://www.w3.org/2000/svg", { make } = Figures, { molecules } = panel.parameters;
  const INK = { C: "muted", N: "series-1", O: "series-2", Cl: "series-4", H: "grid" }, SIZE = { H: 0.2, C: 0.24, N: 0.34, O: 0.34, Cl: 0.42 };
  const named = (state) => molecules.find((one) => one.id === state.molecule), other = { R: "S", S: "R" };

  function svg(tag, attributes, text) {
    const element = document.createElementNS(NS, tag);
    for (const name in attributes) if (attributes[name] !== undefined) element.setAttribute(name, typeof attributes[name] === "number" ? Math.round(attributes[name] * 100) / 100 : attributes[name]);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  /** Turned about the upright axis, then tilted; x to the right, y up, z toward the reader, in Å. */
  function turned([x, y, z], turn, tilt) {
    const [a, b] = [turn, tilt].map((degrees) => (degrees * Math.PI) / 180), ahead = z * Math.cos(a) - x * Math.sin(a);
    return [x * Math.cos(a) + z * Math.sin(a), y * Math.cos(b) - ahead * Math.sin(b), y * Math.sin(b) + ahead * Math.cos(b)];
  }

  function compute(state) {
    const { atoms, mirror } = named(state), seen = (point) => turned(point, state.turn, state.tilt);
    const over = (point) => mirror[3].map((shift, at) => shift + point[0] * mirror[0][at] + point[1] * mirror[1][at] + point[2] * mirror[2][at]);
    const own = atoms.map(seen), image = state.view === "beside" ? own.map(([x, y, z]) => [-x, y, z]) : state.view === "over" ? atoms.map((point) => seen(over(point))) : [];
    const { turn2 = 0, tilt2 = 0, roll2 = 0 } = state, roll = (roll2 * Math.PI) / 180;
    // Rolled in the plane of the page as well, so that every position can be reached.
    const alone = ([x, y, z]) => turned([x * Math.cos(roll) - y * Math.sin(roll), x * Math.sin(roll) + y * Math.cos(roll), z], turn2, tilt2);
    return { own, image: turn2 || tilt2 || roll2 ? image.map(alone) : image };
  }

  /** Bonds and atoms of one molecule, each with its depth; `hollow` draws the image that lies over. */
  function pieces(molecule, points, state, px, [left, top], { hollow, mirrored, under = [] }) {
    // Where an atom of the image lies on one of its kind, both are seen: the filled one with a ring around it.
    const covers = points.map((point, at) => hollow && under.some((other, n) => molecule.elements[n] === molecule.elements[at] && Math.hypot(...point.map((v, axis) => v - other[axis])) < 0.2));
    const radius = (at) => {
      const element = molecule.elements[at];
      return Math.max("CH".includes(element) ? 4 : 9, SIZE[element] * px * (1 + 0.04 * points[at][2]));
    };
    const shown = (at) => state.hydrogens || molecule.elements[at] !== "H", place = ([x, y]) => [left + x * px, top - y * px];
    const ink = (at) => `var(--fig-${hollow ? "series-5" : INK[molecule.elements[at]]})`, found = [];
    for (const [from, to, order] of molecule.bonds) {
      if (!shown(from) || !shown(to) || (covers[from] && covers[to])) continue;
      const ends = [place(points[from]), place(points[to])], span = Math.hypot(ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]) || 1;
      // A bond ends at the edge of a letter, so that none runs through it.
      const edge = (here, there, at) => ("CH".includes(molecule.elements[at]) || span < 1.2 * radius(at) ? here : here.map((v, axis) => v + ((there[axis] - v) * radius(at)) / span));
      const a = edge(ends[0], ends[1], from), b = edge(ends[1], ends[0], to), middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], long = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
      const aside = [((b[1] - a[1]) / long) * 0.1 * px, ((a[0] - b[0]) / long) * 0.1 * px];
      const depth = (points[from][2] + points[to][2]) / 2, group = svg("g", { "stroke-width": Math.max(1.5, (hollow ? 2 : 3) + 0.4 * depth), "stroke-linecap": "round" });
      for (const side of order > 2 ? [-1, 1] : [0]) {
        for (const [[x, y], at] of [[a, from], [b, to]]) group.append(svg("line", { x1: x + side * aside[0], y1: y + side * aside[1], x2: middle[0] + side * aside[0], y2: middle[1] + side * aside[1], stroke: ink(at) === "var(--fig-grid)" ? "var(--fig-muted)" : ink(at), "stroke-dasharray": order === 3 && side === 1 ? "2 4" : undefined }));
      }
      found.push([depth, group]);
    }
    points.forEach((point, at) => {
      if (!shown(at)) return;
      const element = molecule.elements[at], [x, y] = place(point), letter = element === "C" ? "" : element, label = molecule.centers[at];
      const r = radius(at), group = svg("g", {});
      if (covers[at]) {
        found.push([98, svg("circle", { cx: x, cy: y, r: r + 2, fill: "none", stroke: ink(at), "stroke-width": 2 })]);
        return;
      }
      group.append(svg("circle", { cx: x, cy: y, r, fill: hollow ? "var(--fig-paper)" : ink(at), stroke: hollow ? ink(at) : "var(--fig-paper)", "stroke-width": hollow ? 2 : 1 }));
      if (letter && letter !== "H") group.append(svg("text", { x, y, "text-anchor": "middle", "dominant-baseline": "central", "font-weight": 600, fill: hollow ? ink(at) : "var(--fig-paper)" }, letter));
      found.push([point[2] + 0.01, group]);
      if (label && !hollow) found.push([99, svg("text", { x: x + r + 3, y: y - r, fill: "var(--fig-ink)", stroke: "var(--fig-paper)", "stroke-width": 4, "paint-order": "stroke", "font-weight": 600 }, `(${mirrored ? other[label] : label})`)]);
    });
    return found;
  }

  function draw(box, { own, image }, state) {
    const molecule = named(state), width = Math.max(280, box.clientWidth), beside = state.view === "beside", room = beside ? width / 2 : width;
    const shown = (points) => points.filter((_, at) => state.hydrogens || molecule.elements[at] !== "H"), reach = 0.7 + Math.max(...[...shown(own), ...(beside ? [] : shown(image))].map((point) => Math.hypot(...point)));
    const height = Math.round(Math.min(400, Math.max(260, room))), px = Math.min(room, height) / 2 / reach, middle = height / 2 + (beside ? 10 : 0);
    const root = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "font-size": 13, "aria-hidden": "true" });
    const parts = pieces(molecule, own, state, px, [beside ? (3 * width) / 4 : width / 2, middle], {});
    if (beside) {
      parts.push(...pieces(molecule, image, state, px, [width / 4, middle], { mirrored: true }));
      root.append(svg("line", { x1: width / 2, x2: width / 2, y1: 22, y2: height, stroke: "var(--fig-muted)", "stroke-dasharray": "6 4" }));
      for (const [x, words] of [[width / 4, "mirror image"], [(3 * width) / 4, molecule.name]]) root.append(svg("text", { x, y: 15, "text-anchor": "middle", fill: "var(--fig-ink)" }, words));
    }
    if (state.view === "over") parts.push(...pieces(molecule, image, state, px, [width / 2, middle], { hollow: true, under: own }));
    parts.sort(([a], [b]) => a - b).forEach(([, part]) => root.append(part));
    box.replaceChildren(root);
  }

  function say(result, state) {
    const { name, centers, split, contact } = named(state), labels = Object.values(centers);
    const how = labels.length ? `${name} has ${labels.length === 1 ? "one stereocenter" : "two stereocenters"} (${labels.join(", ")}).` : `${name} has no stereocenter.`;
    const list = split.length > 1 ? `${split.slice(0, -1).join(", ")} and ${split.at(-1)}` : split.join();
    const fits = split.length ? `Laid over its mirror image where most atoms coincide, what cannot be superimposed is ${list}; turn the mirror image alone as you like, something always stays apart.` : "Its mirror image can be laid over it atom by atom: the two are one and the same.";
    return `${how} ${fits} ${contact}`;
  }

  const close = Figures.drawn(panel, {
    inputs: [
      { key: "molecule", label: "Molecule", type: "select", value: molecules[0].id, options: molecules.map(({ id, name }) => [id, name]) },
      { key: "view", label: "Show", type: "select", value: "alone", options: [["alone", "the molecule alone"], ["beside", "beside its mirror image"], ["over", "laid over its mirror image"]] },
      // From this side no atom of the drugs hides another.
      { key: "turn", label: "Turn", type: "range", value: -35, min: -180, max: 180, step: 5, unit: "°", show: (value) => `${value}°`.replace("-", "−") },
      { key: "tilt", label: "Tilt", type: "range", value: -25, min: -180, max: 180, step: 5, unit: "°", show: (value) => `${value}°`.replace("-", "−") },
      { key: "part", label: "Buttons, arrow keys and dragging turn", type: "radio", value: "both", options: [["both", "all"], ["image", "the mirror image alone"]] },
      ...[["turn2", "Mirror image: turn"], ["tilt2", "Mirror image: tilt"], ["roll2", "Mirror image: roll"]].map(([key, label]) => ({ key, label, type: "range", value: 0, min: -180, max: 180, step: 5, unit: "°", show: (value) => `${value}°`.replace("-", "−") })),
      { key: "hydrogens", label: "Show hydrogens", type: "checkbox", value: false },
    ],
    hidden: ({ view, part }) => (view === "alone" ? ["part", "turn2", "tilt2", "roll2"] : part === "image" ? ["turn", "tilt"] : ["turn2", "tilt2", "roll2"]),
    compute,
    say,
    notes: [
      "The shape is calculated (RDKit: ETKDG, then MMFF94), not measured; in water and in the pore the molecule bends in other ways.",
      "Blue N, orange O, green Cl, gray carbon; the mirror image laid over is drawn hollow, and where its atom covers one of the same kind, as a ring around that. A dashed line beside a bond marks an aromatic ring.",
    ],
  }, draw);

  const box = panel.root.querySelector(".figure-chart"), KEYS = { ArrowLeft: ["turn", -15], ArrowRight: ["turn", 15], ArrowUp: ["tilt", -15], ArrowDown: ["tilt", 15] };
  const wrap = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;
  function move(key, by) {
    const { view, part } = Figures.models.molecules.state, alone = view !== "alone" && part === "image";
    const slider = panel.root.querySelector(`#fig-molecules-${key}${alone ? "2" : ""}`);
    slider.value = wrap(slider.valueAsNumber + by);
    slider.dispatchEvent(new Event("input"));
  }
  const button = (words, key) => {
    const made = make("button", { type: "button", class: "figure-button" }, words);
    made.onclick = () => move(...KEYS[key]);
    return made;
  };
  const buttons = make("div", { class: "figure-steps", role: "group", "aria-label": "Turn the molecule; the arrow keys do it too" }, button("Left", "ArrowLeft"), button("Right", "ArrowRight"), button("Up", "ArrowUp"), button("Down", "ArrowDown"));
  buttons.style.gridColumn = "1 / -1";
  buttons.addEventListener("keydown", (event) => {
    if (!KEYS[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(...KEYS[event.key]);
  });
  panel.root.querySelector(".figure-inputs").append(buttons);
  // Dragging sideways or upward turns; a finger that moves up or down still scrolls the page.
  box.style.touchAction = "pan-y";
  let last;
  box.addEventListener("pointerdown", (event) => (last = [event.clientX, event.clientY]));
  box.addEventListener("pointermove", (event) => {
    if (!last || !event.buttons) return;
    const [x, y] = [event.clientX - last[0], event.clientY - last[1]].map((by) => 5 * Math.round(by / 8));
    if (!x && !y) return;
    last = [last[0] + 1.6 * x, last[1] + 1.6 * y];
    if (x) move("turn", x);
    if (y) move("tilt", y);
  });
  return close;
}, "figure-rows.js");
