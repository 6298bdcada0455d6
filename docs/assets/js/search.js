// The search dialog. Its index and finder are loaded when it is opened for the first time.
(function (guide) {
  'use strict';
  var base = document.body.dataset.base.replace(/\/?$/, '/');
  var dialog, input, list, count, sections, failed;

  function load(src) {
    return new Promise(function (done, fail) {
      var script = document.createElement('script');
      script.src = base + src;
      script.onload = done;
      script.onerror = fail;
      document.head.append(script);
    });
  }

  // The live preview has only the theme's own index.
  function preview() {
    return fetch(base + 'search/search_index.json').then(function (answer) { return answer.json(); }).then(function (index) {
      var page = '';
      var reader = new DOMParser();
      guide.index = index.docs.map(function (doc) {
        if (doc.location.indexOf('#') < 0) page = doc.title;
        return [doc.location, page, doc.title, reader.parseFromString(doc.text, 'text/html').body.textContent];
      });
    });
  }

  function prepare() {
    if (sections || failed === null) return;
    failed = null;
    load('assets/js/search-index.js').then(function () { return load('search/index.js').catch(preview); }).then(function () {
      sections = guide.prepare(guide.index);
      run();
    }, function () { failed = true; count.textContent = 'The search index could not be loaded.'; });
  }

  function element(tag, text, name) {
    var made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function excerpt(text, words) {
    var lower = text.toLowerCase();
    var at = -1;
    var start = 0;
    words.forEach(function (word) { var found = lower.indexOf(word); if (found >= 0 && (at < 0 || found < at)) at = found; });
    if (at > 60) start = text.indexOf(' ', at - 50) + 1;
    var part = (start ? '… ' : '') + text.slice(start, start + 150) + (text.length > start + 150 ? ' …' : '');
    var line = element('p');
    part.split(new RegExp('(' + words.map(function (word) { return '\\b' + word; }).join('|') + ')', 'gi')).forEach(function (piece, index) { line.append(index % 2 ? element('mark', piece) : piece); });
    return line;
  }

  function run() {
    if (!sections) { count.textContent = input.value ? 'Loading the index …' : ''; return; }
    var found = guide.find(sections, input.value);
    list.textContent = '';
    found.hits.forEach(function (hit) {
      var item = element('li');
      var link = element('a');
      link.href = base + hit.url.replace(/(^|\/)(#|$)/, location.protocol === 'file:' ? '$1index.html$2' : '$1$2');
      link.append(element('b', hit.title), element('small', hit.page === hit.title ? '' : hit.page), excerpt(hit.text, found.words));
      item.append(link);
      list.append(item);
    });
    count.textContent = !input.value.trim() ? 'Type a word: a drug, a receptor, a year, a name.' : found.hits.length ? (found.total > 30 ? '30 best of ' + found.total : found.total) + (found.total === 1 ? ' place' : ' places') : 'Nothing found. Try another word, or look in the glossary.';
  }

  function build() {
    dialog = element('dialog', '', 'search');
    dialog.setAttribute('aria-label', 'Search the guide');
    var form = element('form');
    form.setAttribute('role', 'search');
    input = element('input');
    input.type = 'search';
    input.setAttribute('aria-label', 'Search the guide');
    input.autocomplete = 'off';
    input.spellcheck = false;
    var close = element('button', 'Close');
    close.type = 'button';
    form.append(input, close);
    count = element('p', '', 'search-count');
    count.setAttribute('role', 'status');
    list = element('ol');
    dialog.append(form, count, list);
    document.body.append(dialog);
    input.addEventListener('input', run);
    close.addEventListener('click', function () { dialog.close(); });
    form.addEventListener('submit', function (event) { event.preventDefault(); var first = list.querySelector('a'); if (first) first.click(); });
    dialog.addEventListener('click', function (event) { if (event.target === dialog || event.target.closest('li a')) dialog.close(); });
    dialog.addEventListener('keydown', arrows);
  }

  function arrows(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    var stops = [input].concat(Array.from(list.querySelectorAll('a')));
    var to = stops[stops.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)];
    if (to) { event.preventDefault(); to.focus(); }
  }

  function open() {
    if (!dialog) build();
    if (dialog.open) return;
    dialog.showModal();
    input.focus();
    input.select();
    prepare();
    run();
  }

  document.addEventListener('click', function (event) { if (event.target.closest('.search-open')) open(); });
  document.addEventListener('keydown', function (event) {
    var typing = /^(input|textarea|select)$/i.test(event.target.tagName) || event.target.isContentEditable;
    if ((event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) { event.preventDefault(); open(); }
  });
})(window.guide);
