/* Opens figures. Nothing but this file is loaded until a reader presses Explore or follows a link that holds a figure's state.
 *
 * A figure's own script, models/<id>.js, calls  Figures.define("<id>", function (panel) { … }, "other.js" …), where the
 * names are those of other scripts of this folder that it needs.  `panel` offers
 *   root        the empty element to fill          picture     the still SVG already in the page (hidden; may be moved into root)
 *   bar         the row above it, for buttons
 *   parameters  the JSON that Python wrote         state       {key: value} from the address, strings
 *   setState(object)  puts values into the address: ?fig-<id>=key:value,key:value
 *   model({…})  inputs, charts and words of a computed figure; see figure-panel.js
 * The opener may return a function, which is called when the reader closes the figure.
 */
(function () {
  "use strict";
  const here = document.currentScript.src.replace(/[^/]*$/, "");
  const openers = {}, loading = {};
  const Figures = (window.Figures = {
    models: {},
    define: (id, open, ...needed) => (openers[id] = { open, needed }),
  });

  /** Load a classic script once; works from a file, where fetch and modules do not. */
  function load(url) {
    return (loading[url] ||= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = url;
      script.async = false; // in the order asked for
      script.onload = done;
      script.onerror = () => (delete loading[url], fail(new Error("could not load " + url)));
      document.head.append(script);
    }));
  }

  function readState(id) {
    const text = new URLSearchParams(location.search).get("fig-" + id);
    return text === null ? null : Object.fromEntries(text.split(",").filter(Boolean).map((pair) => pair.split(/:(.*)/s).slice(0, 2)));
  }

  function writeState(id, state) {
    const rest = location.search.slice(1).split("&").filter((part) => part && !part.startsWith("fig-" + id + "="));
    const text = state && Object.entries(state).map(([key, value]) => key + ":" + encodeURIComponent(value)).join(",");
    if (text) rest.push("fig-" + id + "=" + text);
    try {
      history.replaceState(history.state, "", location.pathname + (rest.length ? "?" + rest.join("&") : "") + (state ? "#fig-" + id : location.hash));
    } catch { /* some browsers refuse this for files; the figure works without */ }
  }

  const loadAll = (names) => Promise.all(names.map((name) => load(here + name)));
  const fetchAll = (id) => loadAll(["figure-chart.js", "figure-panel.js", "models/" + id + ".js"]).then(() => loadAll(openers[id].needed));

  async function open(figure, button) {
    const id = figure.dataset.figure, stage = figure.querySelector(".figure-stage"), picture = stage.querySelector("svg");
    const data = figure.querySelector(".figure-parameters");
    await fetchAll(id);
    const root = document.createElement("div");
    root.className = "figure-panel";
    picture.style.display = "none";
    stage.append(root);
    const bar = button.parentElement, panel = { id, root, bar, picture, parameters: data ? JSON.parse(data.textContent) : {}, state: readState(id) || {}, setState: (state) => writeState(id, state) };
    panel.model = (definition) => Figures.model(panel, definition);
    const close = await openers[id].open(panel);
    button.textContent = "Close";
    button.onclick = () => {
      if (close) close();
      if (!stage.contains(picture) || root.contains(picture)) stage.prepend(picture);
      picture.style.display = "";
      root.remove();
      bar.replaceChildren(button);
      writeState(id, null);
      ready(figure, button);
    };
    button.classList.remove("is-first");
    button.setAttribute("aria-expanded", "true");
  }

  function ready(figure, button) {
    button.textContent = "Explore this figure";
    button.classList.add("is-first");
    button.setAttribute("aria-expanded", "false");
    button.onclick = () => {
      button.onclick = null;
      open(figure, button).catch((error) => {
        console.warn(error);
        ready(figure, button);
        figure.querySelector(".figure-tools").prepend(Object.assign(document.createElement("p"), { role: "status", textContent: "The interactive version could not be loaded. The picture and its data are complete without it." }));
      });
    };
  }

  for (const figure of document.querySelectorAll("figure[data-explore]")) {
    const bar = document.createElement("div"), button = document.createElement("button");
    // Above the picture, in room that the style sheet keeps: what opens below it moves neither the button nor anything before it.
    bar.className = "figure-bar";
    button.type = "button";
    button.className = "figure-button";
    button.setAttribute("aria-describedby", "fig-" + figure.dataset.figure + "-title");
    bar.append(button);
    figure.prepend(bar);
    // A pointer or focus on the button is a good sign: then the press answers at once.
    for (const sign of ["pointerenter", "focus"]) button.addEventListener(sign, () => fetchAll(figure.dataset.figure).catch(() => {}), { once: true });
    ready(figure, button);
    if (readState(figure.dataset.figure)) button.click();
  }
})();
