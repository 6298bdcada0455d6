/* The frame of an opened figure: native inputs, charts, words that follow, state in the address. */
(function () {
  "use strict";
  const { chart } = Figures;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    element.append(...children.filter((child) => child !== undefined && child !== null));
    return element;
  }

  /** A number for people: true minus, at most `digits` significant digits, no exponent. */
  function format(value, digits = 3) {
    if (!Number.isFinite(value)) return "–";
    const places = value === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
    return value.toLocaleString("en-US", { maximumFractionDigits: Math.min(places, 6), useGrouping: Math.abs(value) >= 10000 }).replace("-", "−");
  }

  /** One input → {key, element, read, write}; types: range (default), select, radio, checkbox. */
  function control(id, input, changed) {
    const name = `fig-${id}-${input.key}`;
    if (input.type === "select") {
      const select = make("select", { id: name });
      const offer = (options) => select.replaceChildren(...options.map(([value, label]) => make("option", { value }, label)));
      if (!input.within) offer(input.options);
      let group;
      /** With `within`, only the options of the group that another input names. */
      const write = (value, state) => {
        if (input.within && group !== (group = state[input.within])) offer(input.options.filter((option) => option[2] === group));
        select.value = value;
      };
      select.addEventListener("change", () => changed(input.key));
      return { ...input, element: make("div", { class: "figure-input" + (input.wide ? " is-wide" : "") }, make("label", { for: name }, input.label), select), read: () => select.value, write };
    }
    if (input.type === "radio") {
      const boxes = input.options.map(([value]) => make("input", { type: "radio", name, value, id: `${name}-${value}` }));
      const labels = input.options.map(([, label], at) => make("label", { class: "figure-choice", for: boxes[at].id }, boxes[at], label));
      boxes.forEach((box) => box.addEventListener("change", () => changed(input.key)));
      return { ...input, element: make("fieldset", { class: "figure-input" }, make("legend", {}, input.label), ...labels), read: () => boxes.find((box) => box.checked).value, write: (value) => boxes.forEach((box) => (box.checked = box.value === value)) };
    }
    if (input.type === "checkbox") {
      const box = make("input", { type: "checkbox", id: name });
      box.addEventListener("change", () => changed(input.key));
      return { ...input, element: make("div", { class: "figure-input" }, make("label", { class: "figure-choice", for: name }, box, input.label)), read: () => box.checked, write: (value) => (box.checked = value) };
    }
    const range = make("input", { type: "range", id: name, min: input.min, max: input.max, step: input.step });
    const output = make("span", { class: "figure-value", "aria-hidden": "true" });
    const show = () => {
      output.textContent = input.show ? input.show(range.valueAsNumber) : format(range.valueAsNumber) + (input.unit === "%" ? "%" : input.unit ? "\u00a0" + input.unit : "");
      range.setAttribute("aria-valuetext", output.textContent);
    };
    range.addEventListener("input", () => (show(), changed(input.key)));
    return {
      ...input,
      element: make("div", { class: "figure-input" }, make("label", { for: name }, input.label), output, range),
      read: () => range.valueAsNumber,
      write: (value) => ((range.value = value), show()),
      refresh: show,
    };
  }

  /** A value from the address, or undefined when it is none that the input can have. */
  function accept(input, text) {
    if (input.type === "checkbox") return text === "1";
    if (input.options) return input.options.some(([value]) => value === text) ? text : undefined;
    const number = Number(text);
    if (input.clamp && text !== "" && Number.isFinite(number)) return Math.min(input.max, Math.max(input.min, number));
    return text !== "" && Number.isFinite(number) && number >= input.min && number <= input.max ? number : undefined;
  }

  /* definition: inputs [{key, label, value, type, min, max, step, unit, show, options, wide, within, derived, clamp}];
   *     `wide`: a select whose options need a row of their own;
   *     `within`: the third part of an option is the value that the input of this key must have;
   *     `clamp`: a number from the address that lies outside becomes the nearest end, where others are ignored;
   *     `derived`: follows from the others by `adapt`, so it does not stand in the address;
   *   compute(state) → result (pure numbers: a test compares them with Python);
   *   charts(result, state) → views of figure-chart.js, and {between: [{lead, grade, text}, …]}, lines between two of them;  say(result, state) → a sentence or two, read aloud;
   *   adapt(state, key, wished) → values that a change of `key`, or without one the address, brings with it;  hidden(state) → keys without effect now;
   *     among them `told`, words that then stand before those of say;
   *     `wished`: the numbers that the address asked for, before they were clamped;
   *   notes: what always holds, as an array of strings, or of pairs of a lead and its text, or a function of the state. */
  Figures.model = function (panel, definition) {
    const asked = panel.asks && panel.parameters.prediction;
    if (!asked || asked.options) return model(panel, definition);
    const state = Object.fromEntries(definition.inputs.map((input) => [input.key, input.value]));
    return Figures.ask(panel, definition.charts(definition.compute(state), state).filter((view) => view.layers)[asked.view]).then((guess) => ((panel.guess = guess), model(panel, definition)));
  };

  function model(panel, definition) {
    const { id, root } = panel;
    const start = Object.fromEntries(definition.inputs.map((input) => [input.key, input.value]));
    const state = { ...start };
    for (const input of definition.inputs) if (input.key in panel.state && !input.derived) state[input.key] = accept(input, panel.state[input.key]) ?? state[input.key];
    const wished = Object.fromEntries(definition.inputs.filter(({ clamp, key }) => clamp && Number.isFinite(parseFloat(panel.state[key]))).map(({ key }) => [key, Number(panel.state[key])]));
    if (definition.adapt) Object.assign(state, definition.adapt(state, undefined, wished));
    Figures.models[id] = { ...definition, state };

    const controls = definition.inputs.map((input) => control(id, input, changed));
    const reset = make("button", { type: "button", class: "figure-button" }, "Reset");
    const stages = make("div", { class: "figure-charts" });
    const live = make("p", { class: "figure-live", role: "status", "aria-live": "polite" }), notes = make("div", { class: "figure-notes" });
    // What is long stands above, over the whole width: beside the chart its words would be cut.
    const isLong = (c) => c.type === "select", group = (name, label, own) => (own.length ? [make("div", { class: name, role: "group", "aria-label": label }, ...own.map((c) => c.element))] : []);
    root.append(...group("figure-selects", "What is shown", controls.filter(isLong)), ...group("figure-inputs", "Settings", controls.filter((c) => !isLong(c))), stages, live, notes);
    panel.bar.append(reset);
    reset.addEventListener("click", () => (Object.assign(state, start, { told: "" }), show(), update()));

    function show() {
      controls.forEach((c) => c.write(state[c.key], state));
    }

    function changed(key) {
      controls.forEach((c) => (state[c.key] = c.read()));
      if (definition.adapt) Object.assign(state, definition.adapt(state, key)), show();
      update();
    }

    let timer, frame;
    function update() {
      const hidden = definition.hidden ? definition.hidden(state) : [];
      for (const c of controls) (c.element.hidden = hidden.includes(c.key)), c.refresh?.();
      const result = definition.compute(state);
      notes.replaceChildren(...(typeof definition.notes === "function" ? definition.notes(state) : definition.notes || []).map((note) => (Array.isArray(note) ? make("p", {}, make("strong", {}, note[0]), " " + note[1]) : make("p", {}, note))));
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      if (live.textContent) frame = requestAnimationFrame(() => draw(result));
      else draw(result);
      if (!live.textContent) say(result);
      else timer = setTimeout(() => (say(result), remember()), 250);
    }

    /** The words follow once a slider rests, so that they are read aloud once; their box never shrinks. */
    function say(result) {
      live.textContent = [state.told, definition.say(result, state)].filter(Boolean).join(" ").replace(/(\d) (?=(mV|mM|µM|ng|mg|min|kg|h|s)\b)/g, "$1\u00a0");
      live.style.minHeight = Math.max(parseFloat(live.style.minHeight) || 0, live.offsetHeight) + "px";
    }

    function remember() {
      const set = controls.filter((c) => !c.derived && state[c.key] !== start[c.key]).map((c) => [c.key, c.type === "checkbox" ? Number(state[c.key]) : state[c.key]]);
      panel.setState(set.length ? Object.fromEntries(set) : null);
    }

    function draw(result) {
      const all = definition.charts(result, state), views = all.filter((view) => view.layers), asked = panel.parameters.prediction;
      if (panel.guess && panel.guess.points) views[asked.view] = { ...views[asked.view], layers: [...views[asked.view].layers, { dots: asked.x.map((x, at) => [x / asked.scale, panel.guess.points[at]]), series: 5, label: "your guess", side: "above" }] };
      const isChart = (box) => box.classList.contains("figure-chart");
      if (all.length !== stages.children.length || all.some((view, at) => Boolean(view.layers) !== isChart(stages.children[at]))) stages.replaceChildren(...all.map((view) => make("div", { class: view.layers ? "figure-chart" : "figure-between" })));
      const left = Math.max(...views.map(Figures.margin)), boxes = [...stages.children].filter(isChart);
      views.forEach((view, at) => chart(boxes[at], view, left));
      all.forEach(({ between }, at) => between && stages.children[at].replaceChildren(...between.map(({ lead, grade, text }) => make("p", {}, make("strong", {}, lead), ...(grade ? [" ", make("strong", { class: "figure-grade", "data-grade": grade }, grade === "unknown" ? "nobody knows" : grade)] : []), text ? (grade ? ". " : " ") + text : ""))));
    }

    let width = 0;
    // In the next frame: what changes sizes while they are told is an error in WebKit.
    const watch = new ResizeObserver(() => requestAnimationFrame(() => {
      if (!stages.isConnected || width === (width = stages.clientWidth)) return;
      live.style.minHeight = "";
      draw(definition.compute(state));
    }));
    show();
    update();
    watch.observe(stages);
    return () => (watch.disconnect(), clearTimeout(timer), cancelAnimationFrame(frame), delete Figures.models[id]);
  }

  Object.assign(Figures, { make, format });
})();
