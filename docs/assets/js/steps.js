/* Steps through a drawing: Previous and Next, arrow keys, Home and End; the step is kept in the address.
 *
 * The picture marks its steps:  <g data-step="1" data-view="0 0 194 240">…  (data-view: the part of the picture to show).
 * The words are the numbered list of the figure's description, so that they exist once and are there without this script.
 */
(function () {
  "use strict";

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  Figures.steps = function (panel) {
    const { root, picture } = panel, figure = picture.closest("figure"), whole = picture.getAttribute("viewBox");
    const parts = [...picture.querySelectorAll("[data-step]")].sort((a, b) => a.dataset.step - b.dataset.step);
    const items = [...figure.querySelector("details.figure-details ol").children];
    const count = Math.min(parts.length, items.length);
    let now = Math.min(count, Math.max(1, Math.trunc(Number(panel.state.step)) || 1));

    const words = make("div", { class: "figure-live", role: "status", "aria-live": "polite" });
    const texts = items.map((item) => {
      const box = make("div", {}, ...[...item.childNodes].map((node) => node.cloneNode(true)));
      for (const marked of box.querySelectorAll("[id]")) marked.removeAttribute("id");
      return box;
    });
    const previous = make("button", { type: "button", class: "figure-button" }, "Previous");
    const next = make("button", { type: "button", class: "figure-button" }, "Next");
    const place = make("span", { class: "figure-step-place" });
    root.append(picture, make("div", { class: "figure-steps", role: "group", "aria-label": "Steps" }, previous, place, next), words);
    picture.style.display = "";

    /** The whole picture, as in the page; also for paper. */
    function all() {
      picture.setAttribute("viewBox", whole);
      picture.style.maxWidth = picture.style.overflow = "";
      for (const part of parts) part.style.visibility = "";
    }

    /** Room for the longest words, so that the page does not move from step to step; not read aloud. */
    function reserve() {
      words.setAttribute("aria-busy", "true");
      words.style.minHeight = "";
      const heights = texts.map((box) => (words.replaceChildren(box), words.offsetHeight));
      words.style.minHeight = Math.max(...heights) + "px";
      words.replaceChildren(texts[now - 1]);
      words.removeAttribute("aria-busy");
    }

    function draw() {
      const view = parts[now - 1].dataset.view, width = Number(view.split(" ")[2]);
      picture.setAttribute("viewBox", view);
      picture.style.maxWidth = Math.min(480, 1.4 * width) + "px";
      picture.style.overflow = "hidden";
      parts.forEach((part, at) => (part.style.visibility = at === now - 1 ? "" : "hidden"));
      words.replaceChildren(texts[now - 1]);
      place.textContent = `Step ${now} of ${count}`;
      previous.setAttribute("aria-disabled", String(now === 1));
      next.setAttribute("aria-disabled", String(now === count));
    }

    function go(step) {
      const wanted = Math.min(count, Math.max(1, step));
      if (wanted === now) return;
      now = wanted;
      draw();
      panel.setState({ step: now });
    }

    function key(event) {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("details")) return;
      const to = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 1, End: count }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      go(to);
    }

    previous.onclick = () => go(now - 1);
    next.onclick = () => go(now + 1);
    figure.addEventListener("keydown", key);
    addEventListener("resize", reserve);
    addEventListener("beforeprint", all);
    addEventListener("afterprint", draw);
    draw();
    reserve();
    panel.setState({ step: now });
    return () => {
      figure.removeEventListener("keydown", key);
      removeEventListener("resize", reserve);
      removeEventListener("beforeprint", all);
      removeEventListener("afterprint", draw);
      all();
    };
  };
})();
