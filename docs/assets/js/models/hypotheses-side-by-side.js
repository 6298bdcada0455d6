/* Opens as steps through the drawing; see steps.js. */
Figures.define("hypotheses-side-by-side", (panel) => Figures.steps(panel), "steps.js");
