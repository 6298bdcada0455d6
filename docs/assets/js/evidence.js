// The explorer of claims: words, topic, lesson, species and grades, kept in the address; a bar of what is shown; a CSV of it.
// Without scripting the tables are complete.
(function () {
  'use strict';
  var box = document.getElementById('evidence-filter');
  if (!box) return;
  var GRADES = ['established', 'supported', 'contested', 'speculative'];
  var rows = [];
  var sections = Array.from(document.querySelectorAll('.evidence')).map(function (frame) {
    var heading = frame.previousElementSibling;
    var next = frame.nextElementSibling;
    var section = { records: next && next.tagName === 'DETAILS' ? next : null, heading: heading, frame: frame, id: heading.id.replace(/^evidence-/, ''), name: heading.firstChild.textContent };
    frame.querySelectorAll('tbody tr').forEach(function (row) {
      var cell = row.cells[0].cloneNode(true);
      var place = cell.querySelector('a.place');
      place.remove();
      var claim = cell.textContent.trim();
      rows.push({
        row: row, section: section, claim: claim, url: place.href, grade: row.cells[1].textContent.trim(), checked: row.cells[3].textContent.trim(),
        sources: row.cells[2].textContent.trim(), text: (claim + ' ' + row.cells[2].textContent + ' ' + section.name).toLowerCase(),
        topics: (place.dataset.topics || '').split('; ').filter(Boolean), species: (place.dataset.species || '').split('; ').filter(Boolean)
      });
    });
    return section;
  });
  if (!rows.length) return;

  function add(parent, tag, properties) {
    var element = Object.assign(document.createElement(tag), properties);
    parent.append(element);
    return element;
  }

  function labeled(parent, name, tag, properties) {
    var label = add(parent, 'label', {});
    label.append(name);
    return add(label, tag, properties);
  }

  function select(name, options) {
    var field = labeled(fields, name, 'select', {});
    options.forEach(function (option) { field.add(new Option(option[1], option[0])); });
    return field;
  }

  var fields = add(box, 'div', { className: 'evidence-fields' });
  var words = labeled(fields, 'Words', 'input', { type: 'search', placeholder: 'for example metabolite', spellcheck: false });
  // What the records of the claims name, most often first; nothing to choose from where they name nothing.
  function named(facet) {
    var times = {};
    rows.forEach(function (one) { one[facet].forEach(function (name) { times[name] = (times[name] || 0) + 1; }); });
    return Object.keys(times).sort(function (a, b) { return times[b] - times[a] || a.localeCompare(b); }).map(function (name) { return [name, name + ' (' + times[name] + ')']; });
  }

  var topic = select('Topic', [['', 'All topics']].concat(named('topics')));
  var species = select('Tested in', [['', 'Anything']].concat(named('species')));
  var lesson = select('Lesson', [['', 'All lessons']].concat(sections.map(function (s) { return [s.id, s.name]; })));
  [topic, species].forEach(function (field) { field.parentNode.hidden = field.options.length < 2; });
  var set = add(box, 'fieldset', {});
  add(set, 'legend', { textContent: 'How sure' });
  var boxes = GRADES.map(function (grade) {
    var label = add(set, 'label', { className: 'grade-' + grade });
    var field = add(label, 'input', { type: 'checkbox', value: grade, checked: true });
    label.append(grade);
    return field;
  });
  var bar = add(box, 'div', { className: 'evidence-bar' });
  bar.setAttribute('role', 'img');
  var parts = GRADES.map(function (grade) { return add(bar, 'span', { className: 'grade-' + grade }); });
  var result = add(box, 'div', { className: 'evidence-result' });
  var count = add(result, 'p', {});
  count.setAttribute('role', 'status');
  var save = add(result, 'button', { type: 'button', className: 'quiet-button', textContent: 'Download these as CSV' });

  function read() {
    var state = new URLSearchParams(location.search);
    var grades = (state.get('grade') || GRADES.join(',')).split(',');
    words.value = state.get('words') || '';
    topic.value = state.get('topic') || '';
    species.value = state.get('species') || '';
    lesson.value = state.get('lesson') || '';
    [topic, species, lesson].forEach(function (field) { if (field.selectedIndex < 0) field.value = ''; });
    boxes.forEach(function (field) { field.checked = grades.includes(field.value); });
  }

  function write(grades) {
    var state = new URLSearchParams();
    if (words.value.trim()) state.set('words', words.value.trim());
    if (topic.value) state.set('topic', topic.value);
    if (species.value) state.set('species', species.value);
    if (lesson.value) state.set('lesson', lesson.value);
    if (grades.length < GRADES.length) state.set('grade', grades.join(','));
    var query = state.toString().replace(/%2C/g, ',');
    try { history.replaceState(history.state, '', location.pathname + (query ? '?' + query : '') + location.hash); } catch (error) { /* some browsers refuse this for files */ }
  }

  function shown() { return rows.filter(function (one) { return !one.row.hidden; }); }

  function filter() {
    var asked = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    var grades = boxes.filter(function (field) { return field.checked; }).map(function (field) { return field.value; });
    rows.forEach(function (one) {
      one.row.hidden = !(grades.includes(one.grade) && (!topic.value || one.topics.includes(topic.value)) && (!lesson.value || one.section.id === lesson.value) && (!species.value || one.species.includes(species.value)) && asked.every(function (word) { return one.text.includes(word); }));
    });
    sections.forEach(function (section) {
      section.heading.hidden = section.frame.hidden = (section.records || {}).hidden = !rows.some(function (one) { return one.section === section && !one.row.hidden; });
    });
    var left = shown();
    var each = GRADES.map(function (grade) { return left.filter(function (one) { return one.grade === grade; }).length; });
    each.forEach(function (number, at) { parts[at].style.flexGrow = number; parts[at].hidden = !number; });
    var told = GRADES.map(function (grade, at) { return each[at] + ' ' + grade; }).join(', ');
    bar.setAttribute('aria-label', told);
    count.textContent = (left.length === rows.length ? rows.length + ' claims' : left.length + ' of ' + rows.length + ' claims') + ': ' + told;
    save.disabled = !left.length;
    write(grades);
  }

  // An apostrophe in front of what a spreadsheet would take for a formula.
  function quoted(text) { return '"' + text.replace(/^[=+\-@]/, "'$&").replace(/"/g, '""') + '"'; }

  save.addEventListener('click', function () {
    var lines = [['claim', 'grade', 'page', 'url', 'sources', 'checked', 'topics', 'species']].concat(shown().map(function (one) {
      return [one.claim, one.grade, one.section.name, one.url, one.sources, one.checked, one.topics.join('; '), one.species.join('; ')];
    }));
    var file = URL.createObjectURL(new Blob([lines.map(function (line) { return line.map(quoted).join(','); }).join('\n') + '\n'], { type: 'text/csv' }));
    Object.assign(document.createElement('a'), { href: file, download: 'claims.csv' }).click();
    setTimeout(function () { URL.revokeObjectURL(file); }, 1000);
  });

  box.addEventListener('input', filter);
  read();
  box.hidden = false;
  filter();
})();
