// What the theme (Material 9.8.1) leaves out for keyboards, screen readers and fingers. Each part says what it mends.
(function () {
  'use strict';
  var one = function (selector, root) { return (root || document).querySelector(selector); };
  var all = function (selector, root) { return Array.from((root || document).querySelectorAll(selector)); };
  var drawer = one('#__drawer');
  var search = one('#__search');

  // For the other scripts.
  window.quietButton = function (words, press) {
    var made = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet-button', textContent: words });
    if (press) made.addEventListener('click', press);
    return made;
  };

  // The dialog of the search has no name. (Its empty list is no stop for the keyboard while it is closed: frame.css.)
  if (one('.md-search')) one('.md-search').setAttribute('aria-label', 'Search the guide');

  // The two signs of a narrow header are labels of hidden checkboxes: no stop for the keyboard, no name, no state.
  [[drawer, 'Lessons'], [search, 'Search']].forEach(function (pair) {
    var label = pair[0] && one('.md-header label.md-header__button[for="' + pair[0].id + '"]');
    if (!label) return;
    var button = document.createElement('span');
    button.tabIndex = 0;
    button.setAttribute('role', 'button');
    button.setAttribute('aria-label', pair[1]);
    button.append(...label.childNodes);
    label.append(button);
    var tell = function () { button.setAttribute('aria-expanded', String(pair[0].checked)); };
    pair[0].addEventListener('change', tell);
    tell();
    button.addEventListener('keydown', function (event) {
      if (event.key === ' ' || event.key === 'Enter') { event.preventDefault(); label.click(); }
    });
  });
  if (drawer) drawer.addEventListener('change', function () {
    if (drawer.checked) one('.md-nav--primary .md-nav__link[href]').focus();
  });
  addEventListener('keydown', function (event) {
    if (event.key !== 'Escape' || !drawer || !drawer.checked) return;
    drawer.click();
    one('.md-header label[for="__drawer"] > span').focus({ preventScroll: true });
  });

  // Single letters that turn pages (n, p, comma, period) or open the search (f, s) surprise those who dictate or slip
  // (WCAG 2.1.4). The slash stays.
  addEventListener('keydown', function (event) {
    if (/^[npfs.,]$/.test(event.key) && !(search && search.checked) && !event.ctrlKey && !event.metaKey) {
      if (!/^(input|textarea|select)$/i.test(event.target.tagName)) event.stopImmediatePropagation();
    }
  }, true);

  // What the theme's note says ("Copied to clipboard") is heard too.
  var note = one('.md-dialog');
  if (note) note.setAttribute('role', 'status');

  // The sign beside a heading or claim also copies its published address, by the theme's own copying.
  var canonical = one('link[rel="canonical"]');
  all('.headerlink').forEach(function (link) {
    if (canonical) link.dataset.clipboardText = canonical.href + link.getAttribute('href');
  });

  // A table wider than its frame is a stop for the keyboard. First all are asked, then some are changed; those in a
  // closed fold, which would be laid out for the question, when it opens.
  function label(frame) {
    var caption = one('figcaption', frame.parentNode);
    var before = all('.md-content :is(h1, h2, h3)').filter(function (heading) {
      return heading.compareDocumentPosition(frame) & Node.DOCUMENT_POSITION_FOLLOWING;
    }).pop();
    return caption ? caption.textContent.trim().slice(0, 80) : 'Table, scrolls sideways: ' + before.firstChild.textContent.trim();
  }
  function frames() {
    all('.table-frame').filter(function (frame) {
      return frame.tabIndex !== 0 && frame.checkVisibility() && frame.scrollWidth > frame.clientWidth + 1;
    }).forEach(function (frame) {
      frame.tabIndex = 0;
      frame.setAttribute('role', 'region');
      frame.setAttribute('aria-label', label(frame));
    });
  }
  requestAnimationFrame(frames);
  addEventListener('resize', frames);
  addEventListener('toggle', frames, true);

  // Folds: an engine that finds words in closed folds opens them by itself; elsewhere the key for finding opens all.
  if (!('onbeforematch' in document.body)) addEventListener('keydown', function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === 'f') all('.md-content details:not(.choice)').forEach(function (fold) { fold.open = true; });
  });
  // An address inside a fold: the theme opens it and scrolls to its top; the place itself is meant.
  function land() {
    var place = null;
    try { place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { /* not an address of ours */ }
    var fold = place && place.parentElement && place.parentElement.closest('details');
    if (!fold) return;
    for (var at = fold; at; at = at.parentElement.closest('details')) at.open = true;
    requestAnimationFrame(function () { place.scrollIntoView(); });
  }
  addEventListener('hashchange', land);
  land();
})();
