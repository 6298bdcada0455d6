/* Opens as steps through the drawing (steps.js), each beside another state, with the key below. */
Figures.define("receptor-states", function (panel) {
  "use strict";
  const NS = "http://www.w3.org/2000/svg", { root, picture, setState } = panel, { make } = Figures;
  const parts = [...picture.querySelectorAll("[data-step]")].sort((a, b) => a.dataset.step - b.dataset.step);
  const [, , whole] = picture.getAttribute("viewBox").split(" "), key = picture.querySelector("[data-part=key]");
  const START = "4";

  /** A part of the picture once more: without ids and links, which are there already. */
  function copy(part, view, width) {
    const svg = document.createElementNS(NS, "svg");
    for (const [name, value] of Object.entries({ viewBox: view, "aria-hidden": "true" })) svg.setAttribute(name, value);
    svg.append(...[...part.children].filter((one) => !["title", "desc"].includes(one.tagName)).map((one) => one.cloneNode(true)));
    svg.style.maxWidth = width + "px";
    return svg;
  }

  const name = "fig-receptor-states-beside", select = make("select", { id: name }, ...parts.map((part, at) => make("option", { value: at + 1 }, `${at + 1} ${part.querySelector("text[text-anchor=middle] + text").textContent}`)));
  const other = make("div", { class: "figure-beside" }), pair = make("div", { class: "figure-pair" });
  let step = 1, chosen = parts[panel.state.beside - 1] ? panel.state.beside : START;

  function show() {
    // The state itself is there already; beside it stands the closed channel then, and beside that one the blocked.
    const at = Number(chosen) !== step ? Number(chosen) : step === 1 ? 4 : 1;
    const view = parts[at - 1].dataset.view, width = Number(view.split(" ")[2]);
    select.value = at;
    [...select.options].forEach((option) => (option.disabled = option.value === String(step)));
    other.replaceChildren(copy(parts[at - 1], view, 1.4 * width));
  }

  panel.setState = (state) => {
    step = state.step;
    show();
    setState({ ...state, ...(chosen === START ? {} : { beside: chosen }) });
  };
  const close = Figures.steps(panel);
  const bar = root.querySelector(".figure-steps");
  bar.append(make("div", { class: "figure-input" }, make("label", { for: name }, "Compare with"), select));
  picture.before(pair);
  pair.append(picture, other);
  pair.after(copy(key, `0 752 ${whole} 64`, whole));
  select.addEventListener("keydown", (event) => event.stopPropagation()); // its arrow keys choose, they do not step
  select.addEventListener("change", () => ((chosen = select.value), panel.setState({ step })));
  return close;
}, "steps.js");
