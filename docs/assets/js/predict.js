/* Predict, then see: a question before a figure opens, answered in at most two steps or skipped in one. Nothing is stored or sent.
 *
 * Figures.ask(panel, axes) → promise of the guess, or null when it is skipped. A guess is {sure, points} or {sure, option};
 * `axes` (for three points) is the chart of figure-chart.js that the model will be drawn in, without its layers.
 * Figures.tell(panel, guess) puts what the model says of the guess above the opened figure.
 */
(function () {
  "use strict";
  const { make } = Figures;
  const SURE = [["guessing", "I am guessing"], ["fairly", "fairly sure"], ["certain", "certain"]];

  function points(panel, asked, axes) {
    const [low, high] = asked.domain, stage = make("div", { class: "figure-chart" });
    const inputs = asked.x.map((x, at) => {
      const id = `fig-${panel.id}-guess-${at}`, raw = (high - low) / 100, step = [1, 2, 5, 10].map((m) => m * 10 ** Math.floor(Math.log10(raw))).find((one) => one >= raw * 0.999);
      const range = make("input", { type: "range", id, min: low, max: high, step, value: low + step * Math.round((high - low) / 2 / step) });
      const shown = make("span", { class: "figure-value", "aria-hidden": "true" });
      return { x, range, shown, element: make("div", { class: "figure-input" }, make("label", { for: id }, asked.labels[at]), shown, range) };
    });
    const draw = () => {
      for (const { range, shown } of inputs) range.setAttribute("aria-valuetext", (shown.textContent = Figures.format(range.valueAsNumber, 3) + asked.unit));
      if (!stage.clientWidth) return;
      const view = { ...axes, title: asked.y, x: { ...axes.x, format: undefined }, layers: [{ dots: inputs.map(({ x, range }) => [x / asked.scale, range.valueAsNumber]), series: 5, label: "your guess", side: "above" }] };
      Figures.chart(stage, view, Figures.margin(view));
    };
    for (const { range } of inputs) range.addEventListener("input", draw);
    const watch = new ResizeObserver(() => requestAnimationFrame(draw));
    watch.observe(stage);
    draw();
    return { parts: [make("div", { class: "figure-inputs", role: "group", "aria-label": "Your points" }, ...inputs.map((one) => one.element)), stage], read: () => (watch.disconnect(), { points: inputs.map((one) => one.range.valueAsNumber) }) };
  }

  function options(panel, asked) {
    const name = `fig-${panel.id}-guess`;
    const boxes = asked.options.map((one, at) => make("input", { type: "radio", name, id: `${name}-${at}`, value: at }));
    const labels = asked.options.map((one, at) => make("label", { class: "figure-choice", for: boxes[at].id }, boxes[at], one.text));
    return { parts: [make("fieldset", { class: "figure-options" }, make("legend", { class: "figure-unseen" }, asked.question), ...labels)], read: () => ({ option: boxes.findIndex((box) => box.checked) }) };
  }

  /** What moves under a pointer at rest is not pointed at: no reference opens over the chart until the pointer moves. */
  function settle(figure) {
    figure.dataset.settling = "";
    let rest;
    const moved = ({ clientX, clientY }) => {
      rest ||= [clientX, clientY];
      if (Math.hypot(clientX - rest[0], clientY - rest[1]) < 3) return;
      delete figure.dataset.settling;
      removeEventListener("pointermove", moved);
    };
    addEventListener("pointermove", moved);
  }

  Figures.ask = function (panel, axes) {
    const asked = panel.parameters.prediction, kind = asked.options ? options(panel, asked) : points(panel, asked, axes);
    return new Promise((done) => {
      const need = make("p", { class: "figure-need", role: "status" });
      const figure = panel.root.closest("figure");
      const finish = (guess) => (box.remove(), delete figure.dataset.asking, settle(figure), done(guess));
      const commit = (sure) => {
        const guess = kind.read();
        if (guess.option === -1) need.textContent = "Pick one of the sentences first, or skip.";
        else finish({ sure, ...guess });
      };
      const buttons = SURE.map(([key, words]) => {
        const button = make("button", { type: "button", class: "figure-button" }, words);
        button.onclick = () => commit(key);
        return button;
      });
      const skip = make("button", { type: "button", class: "figure-button figure-skip" }, "Skip");
      skip.onclick = () => (finish(null), figure.querySelector(".figure-button").focus({ preventScroll: true }));
      const box = make("div", { class: "figure-predict", role: "group", "aria-label": "Predict first" },
        make("p", { class: "figure-question" }, make("strong", {}, "Before you look: "), asked.question), ...kind.parts,
        make("div", { class: "figure-sure", role: "group", "aria-label": "How sure are you? The figure opens with your answer." }, make("span", {}, "How sure are you?"), ...buttons, skip), need);
      // Its caption, which tells the answer, keeps its room and is read once the question is answered.
      figure.dataset.asking = "";
      panel.root.append(box);
      panel.root.dispatchEvent(new Event("asked"));
    });
  };

  const SAID = {
    true: { guessing: "You called it a guess: see whether you can say why it is so.", fairly: "", certain: "And you were certain." },
    false: { guessing: "You were guessing, so no harm done.", fairly: "You were fairly sure: which part of your idea does the figure not bear out?", certain: "You were certain. Being sure and wrong is worth the most: what corrects it is remembered best." },
  };

  /** What the model says of a guess: [right?, words]. */
  Figures.judge = function (asked, guess) {
    if (asked.options) {
      const chosen = asked.options[guess.option], right = asked.options.find((one) => one.right);
      return [chosen.right, chosen.right ? `Right. ${chosen.says}` : `You picked “${chosen.text}” ${chosen.says} What the figure bears out: “${right.text}” ${right.says}`];
    }
    const off = guess.points.map((value, at) => value - asked.answer[at]), worst = Math.max(...off.map(Math.abs));
    const idea = asked.ideas.find(({ at, side, by }) => (side === "above" ? off[at] : -off[at]) > by);
    const model = asked.labels.map((label, at) => `${label} ${Figures.format(asked.answer[at], 3)}${asked.unit} (you: ${Figures.format(guess.points[at], 3)}${asked.unit})`).join(", ");
    if (worst <= asked.close) return [true, `Close at all three points. The model: ${model}.`];
    return [false, `The model: ${model}. ${idea ? idea.says : "We know of no mistaken idea that leads just there: look where your points leave the curve."}`];
  };

  Figures.tell = function (panel, guess) {
    const [right, words] = Figures.judge(panel.parameters.prediction, guess);
    const box = make("p", { class: "figure-guess", tabindex: "-1" });
    panel.root.prepend(box);
    box.textContent = `${words} ${SAID[right][guess.sure]}`.trim();
    // The buttons that were pressed are gone: who uses a keyboard goes on here, and on a phone it is in view.
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
})();
