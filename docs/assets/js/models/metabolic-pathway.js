/* Opens with its question; the drawing itself stays as it is. */
Figures.define("metabolic-pathway", function (panel) {
  "use strict";
  panel.root.append(panel.picture);
  panel.picture.style.display = "";
});
