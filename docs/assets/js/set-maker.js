// Teach: one link to sections and questions in a chosen order (sets.js opens it). Made in the page; nothing is stored or sent.
(function () {
  'use strict';
  var canonical = document.querySelector('link[rel="canonical"]');
  var home = new URL('../', canonical ? canonical.href : location.href).href;
  var slug = Progress.slug;
  function element(name, properties) { return Object.assign(document.createElement(name), properties); }

  // Each reading route as a set.
  document.querySelectorAll('.route').forEach(function (route) {
    var links = Array.from(route.querySelectorAll('li a[href], p a[href]')).filter(function (link) { return link.origin === location.origin && !link.matches('.headerlink, .term'); });
    var items = links.map(function (link) { return { page: slug(link), place: decodeURIComponent(link.hash.slice(1)) }; });
    var copy = quietButton('Copy as one link');
    copy.dataset.clipboardText = home + '#set=' + Sets.written(items);
    var row = route.querySelector('.route-buttons');
    if (row && items.length) row.append(copy);
  });

  // A page from a disk may not fetch the others.
  var heading = document.getElementById('own-set');
  if (!heading || location.protocol === 'file:') return;
  var chosen = [];
  var form = element('form', { className: 'set-maker no-print' });
  form.innerHTML = '<label>Page <select></select></label> <label>Section or question <select></select></label> <button class="quiet-button">Add</button>' +
    '<ol></ol><p role="status"></p><div class="share-row" hidden><p class="share-text" id="own-set-link"></p><button type="button" class="copy quiet-button" data-clipboard-target="#own-set-link" aria-label="Copy the link to your set">Copy</button></div>';
  var pages = form.querySelectorAll('select')[0], places = form.querySelectorAll('select')[1];
  var list = form.querySelector('ol'), status = form.querySelector('[role=status]'), row = form.querySelector('.share-row');

  document.querySelectorAll('.md-nav--primary .md-nav__item--section').forEach(function (part) {
    part.querySelectorAll('a.md-nav__link').forEach(function (link) {
      if (/^(glossary|references|teach|about|searches|accessibility)$/.test(slug(link))) return;
      var option = new Option(link.querySelector('.md-ellipsis').textContent.trim(), slug(link));
      option.dataset.address = link.href;
      pages.add(option);
    });
  });

  function show() {
    var option = pages.selectedOptions[0];
    places.replaceChildren(new Option('The whole page', '')); // not the sections of the page before
    fetch(option.dataset.address.split('#')[0]).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (html) {
      if (option !== pages.selectedOptions[0]) return;
      var page = new DOMParser().parseFromString(html, 'text/html');
      places.replaceChildren(new Option('The whole page', ''));
      page.querySelectorAll('article :is(h2, h3.question)[id]').forEach(function (place) {
        if (place.closest('.objectives, .share')) return;
        place.querySelectorAll('.headerlink').forEach(function (sign) { sign.remove(); });
        places.add(new Option((place.matches('.question') ? 'Question: ' : '') + place.textContent.replace(/\s+/g, ' ').trim(), place.id));
      });
      status.textContent = '';
    }).catch(function () {
      if (option !== pages.selectedOptions[0]) return;
      status.textContent = 'The sections of this page could not be loaded; the whole page can be added.';
    });
  }

  function write() {
    list.replaceChildren();
    chosen.forEach(function (item, at) {
      var line = element('li', { textContent: item.words + ' ' });
      if (at) {
        var up = quietButton('Earlier', function () { chosen.splice(at - 1, 0, chosen.splice(at, 1)[0]); write(); list.children[at - 1].querySelector('button').focus(); });
        up.setAttribute('aria-label', 'Earlier: ' + item.words);
        line.append(up, ' ');
      }
      var remove = quietButton('Remove', function () { chosen.splice(at, 1); write(); places.focus(); });
      remove.setAttribute('aria-label', 'Remove: ' + item.words);
      line.append(remove);
      list.append(line);
    });
    row.hidden = !chosen.length;
    form.querySelector('#own-set-link').textContent = home + '#set=' + Sets.written(chosen);
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    var words = pages.selectedOptions[0].text + (places.value ? ', ' + places.selectedOptions[0].text : '');
    chosen.push({ page: pages.value, place: places.value, words: words });
    write();
    status.textContent = 'Added: ' + words;
  });
  pages.addEventListener('change', show);
  form.addEventListener('focusin', show, { once: true });
  places.add(new Option('The whole page', ''));
  var text = heading.nextElementSibling;
  text.after(form);
})();
