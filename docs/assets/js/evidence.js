// Filter the Evidence page by grade and page. Without scripting the tables are complete.
(function () {
  'use strict';
  var box = document.getElementById('evidence-filter');
  if (!box) return;
  var sections = Array.from(document.querySelectorAll('.page h2[id^="evidence-"]')).map(function (heading) {
    var next = heading.nextElementSibling;
    return { heading: heading, frame: next, name: heading.firstChild.textContent, rows: Array.from(next.querySelectorAll('tbody tr')) };
  });
  if (!sections.length) return;

  function select(name, options) {
    var label = document.createElement('label');
    var field = document.createElement('select');
    options.forEach(function (option) { field.add(new Option(option[1], option[0])); });
    label.append(name, field);
    box.append(label);
    field.addEventListener('change', filter);
    return field;
  }

  var grade = select('How sure', [['', 'All grades'], ['established', 'established'], ['supported', 'supported'], ['contested', 'contested'], ['speculative', 'speculative']]);
  var page = select('Page', [['', 'All pages']].concat(sections.map(function (s) { return [s.heading.id, s.name]; })));
  var count = document.createElement('p');
  count.setAttribute('aria-live', 'polite');
  box.append(count);

  function filter() {
    var shown = 0;
    var total = 0;
    sections.forEach(function (section) {
      var left = 0;
      section.rows.forEach(function (row) {
        var fits = (!grade.value || row.querySelector('.grade-' + grade.value)) && (!page.value || page.value === section.heading.id);
        row.hidden = !fits;
        left += fits ? 1 : 0;
      });
      section.heading.hidden = section.frame.hidden = !left;
      shown += left;
      total += section.rows.length;
    });
    count.textContent = shown === total ? total + ' claims' : shown + ' of ' + total + ' claims';
  }

  box.hidden = false;
  filter();
})();
