/* Opens as steps through the drawing; see steps.js. */
Figures.define("one-drug-three-states", (panel) => Figures.steps(panel), "steps.js");
