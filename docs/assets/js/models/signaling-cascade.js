/* Opens as steps through the drawing; see steps.js. */
Figures.define("signaling-cascade", (panel) => Figures.steps(panel), "steps.js");
