/* The map, asked: one account at a time, and the path through the box that is pointed at. Arrows and grades come from Python. */
Figures.define("mechanism-map", function (panel) {
  "use strict";
  const { arrows } = panel.parameters, { picture, root } = panel;
  const part = (id) => picture.querySelector("#fig-mechanism-map-" + id);
  const all = [...picture.querySelectorAll("[data-part='node'], [data-part='arrow']")];
  const GRADES = ["established", "supported", "contested", "speculative"];

  const compute = ({ account }) => ({ shown: account === "all" ? arrows : arrows.filter((arrow) => arrow.accounts.includes(account)) });

  /** Arrows and boxes on a way through `node`, up and down. */
  function through(node, shown) {
    const found = new Set([node]);
    for (const [near, far] of [["start", "end"], ["end", "start"]]) {
      const waiting = [node], seen = new Set(waiting);
      while (waiting.length) {
        const at = waiting.pop();
        for (const arrow of shown.filter((one) => one[near] === at)) {
          found.add(arrow.id).add(arrow[far]);
          if (!seen.has(arrow[far])) seen.add(arrow[far]), waiting.push(arrow[far]);
        }
      }
    }
    return found;
  }

  let now = arrows;
  function light(ids) {
    for (const one of all) one.style.opacity = !ids || ids.has(one.id.replace("fig-mechanism-map-", "")) ? "" : 0.18;
  }
  const rest = () => light(now === arrows ? null : new Set(now.flatMap(({ id, start, end }) => [id, start, end])));
  const point = (event) => {
    const node = event.target.closest("[data-part='node']");
    if (node) light(through(node.id.replace("fig-mechanism-map-", ""), now));
    else rest();
  };
  for (const kind of ["pointerover", "focusin"]) picture.addEventListener(kind, point);
  for (const kind of ["pointerleave", "focusout"]) picture.addEventListener(kind, rest);

  function draw(box, { shown }) {
    if (!box.contains(picture)) box.append(picture);
    picture.style.display = "";
    now = shown;
    rest();
  }

  function say({ shown }, { account }) {
    const words = { all: "All arrows", leading: "The leading account", rivals: "Accounts beside or against it" }[account];
    const counts = GRADES.map((grade) => [grade, shown.filter((arrow) => arrow.grade === grade)]).filter(([, found]) => found.length);
    const weakest = counts.at(-1);
    return `${words}: ${shown.length} arrows, ${counts.map(([grade, found]) => `${found.length} ${grade}`).join(", ")}. ` +
      (account === "all" ? "Point at a box to see every way through it." : `Least sure: ${weakest[1].map((arrow) => arrow.name.replace(" → ", " to ")).join("; ")} (${weakest[0]}).`);
  }

  const close = Figures.drawn(panel, {
    inputs: [{ key: "account", label: "Show", type: "radio", value: "all", options: [["all", "all"], ["leading", "the leading account"], ["rivals", "rivals"]] }],
    compute,
    say,
    notes: ["A chain is only as sure as its weakest link. Pointing at a box, or reaching it with Tab, lights every way through it."],
  }, draw);
  return () => {
    for (const kind of ["pointerover", "focusin"]) picture.removeEventListener(kind, point);
    for (const kind of ["pointerleave", "focusout"]) picture.removeEventListener(kind, rest);
    light(null);
    close();
  };
}, "figure-rows.js");
