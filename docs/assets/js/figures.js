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
  // The version behind this script's address is that of all scripts (scripts/publish/asset_versions.py).
  const [, here, version] = /^(.*\/)[^/?]*(\?.*)?$/.exec(document.currentScript.src);
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

  function button(words, press, look = "") {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "figure-button " + look;
    made.textContent = words;
    made.onclick = press;
    return made;
  }

  const loadAll = (names) => Promise.all(names.map((name) => load(here + name + (version || ""))));
  const fetchAll = (id) => loadAll(["figure-chart.js", "figure-panel.js", "predict.js", "models/" + id + ".js"]).then(() => loadAll(openers[id].needed));

  async function open(figure, opener) {
    const id = figure.dataset.figure, stage = figure.querySelector(".figure-stage"), picture = stage.querySelector("svg");
    const data = figure.querySelector(".figure-parameters");
    await fetchAll(id);
    const root = document.createElement("div");
    root.className = "figure-panel";
    stage.append(root);
    const bar = opener.parentElement, kept = [...bar.children], state = readState(id);
    const panel = { id, root, bar, picture, parameters: data ? JSON.parse(data.textContent) : {}, state: state || {}, setState: (now) => writeState(id, now) };
    panel.model = (definition) => Figures.model(panel, definition);
    let close;
    opener.textContent = "Close";
    opener.classList.remove("is-first");
    opener.setAttribute("aria-expanded", "true");
    opener.onclick = () => {
      if (close) close();
      delete figure.dataset.asking;
      if (!stage.contains(picture) || root.contains(picture)) stage.prepend(picture);
      picture.style.display = "";
      root.remove();
      bar.replaceChildren(...kept);
      writeState(id, null);
      ready(figure, opener);
    };
    picture.style.display = "none";
    // A link that holds a state shows it; everyone else is asked first.
    panel.asks = Boolean(panel.parameters.prediction) && !state;
    if (panel.asks && panel.parameters.prediction.options) panel.guess = await Figures.ask(panel);
    close = await openers[id].open(panel);
    if (panel.guess) Figures.tell(panel, panel.guess);
  }

  function ready(figure, opener) {
    opener.textContent = "Explore this figure";
    opener.classList.add("is-first");
    opener.setAttribute("aria-expanded", "false");
    opener.onclick = () => {
      opener.onclick = null;
      open(figure, opener).catch((error) => {
        console.warn(error);
        ready(figure, opener);
        figure.querySelector("figcaption").prepend(Object.assign(document.createElement("p"), { role: "status", textContent: "The interactive version could not be loaded. The picture and its data are complete without it." }));
      });
    };
  }

  /** Full screen, where picture and controls can be made larger. */
  function fullScreen(figure, bar) {
    let zoom = 1;
    const scale = (by) => figure.style.setProperty("--figure-zoom", (zoom = Math.min(4, Math.max(1, zoom * by))));
    const larger = [button("Larger", () => scale(1.25)), button("Smaller", () => scale(0.8))];
    const full = button("Full screen", () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()), "figure-full");
    figure.addEventListener("fullscreenchange", () => {
      const on = document.fullscreenElement === figure;
      full.textContent = on ? "Leave full screen" : "Full screen";
      if (on) full.after(...larger);
      else larger.forEach((one) => one.remove()), scale(0);
    });
    bar.append(full);
  }

  for (const figure of document.querySelectorAll("figure[data-figure]")) {
    // Above the picture, in room that the style sheet keeps: what opens below it moves neither the buttons nor anything before them.
    const bar = document.createElement("div");
    bar.className = "figure-bar";
    figure.prepend(bar);
    if (figure.dataset.explore) {
      const opener = button("", null);
      opener.setAttribute("aria-describedby", "fig-" + figure.dataset.figure + "-title");
      bar.append(opener);
      // A pointer or focus on the button is a good sign: then the press answers at once.
      for (const sign of ["pointerenter", "focus"]) opener.addEventListener(sign, () => fetchAll(figure.dataset.figure).catch(() => {}), { once: true });
      ready(figure, opener);
      if (readState(figure.dataset.figure)) opener.click();
    }
    if (document.fullscreenEnabled) fullScreen(figure, bar);
    // The code to embed the figure as it is now, with its state.
    const files = figure.querySelector(".figure-tools");
    files?.addEventListener("toggle", () => {
      const page = files.querySelector("a[href$='/']"), state = readState(figure.dataset.figure) && new URLSearchParams(location.search).get("fig-" + figure.dataset.figure);
      const address = page.href.split("?")[0] + (state ? "?fig-" + figure.dataset.figure + "=" + state : "");
      const code = files.querySelector("textarea") || files.appendChild(Object.assign(document.createElement("textarea"), { readOnly: true, rows: 3 }));
      code.setAttribute("aria-label", "HTML to embed this figure");
      code.value = `<iframe src="${address}" title="${figure.getAttribute("aria-label").replace(/^Figure \d+: /, "")}" width="600" height="720" loading="lazy" allowfullscreen></iframe>`;
    });
  }
})();
