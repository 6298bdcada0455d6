/* Opens as steps through the drawing; see steps.js. */
Figures.define("receptor-states", (panel) => Figures.steps(panel), "steps.js");
