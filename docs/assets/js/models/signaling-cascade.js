/* Opens as steps through the drawing; see steps.js. */
Figures.stepsScript = new URL("../steps.js", document.currentScript.src).href;
Figures.define("signaling-cascade", async (panel) => {
  "use strict";
  await Figures.load(Figures.stepsScript);
  return Figures.steps(panel);
});
