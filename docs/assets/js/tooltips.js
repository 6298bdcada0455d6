// What stands behind a citation, a term or a grade, beside it: when pointed at, on focus, at the first tap. Escape closes
// it, pointing at it keeps it open. Its links are no stops for the keyboard until the arrow down leads to them.
(function () {
  'use strict';
  var WANTED = 'article a.footnote-ref, article a[title]';
  var tip = document.createElement('div');
  var current = null;
  var timer = 0;
  var touch = false;
  tip.id = 'tip';
  tip.className = 'tip md-typeset';
  tip.hidden = true;

  function source(hash) {
    var item = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!item) return;
    var copy = document.createElement('p');
    copy.append(...(item.querySelector('p') || item).cloneNode(true).childNodes);
    copy.querySelectorAll('.footnote-backref').forEach(function (back) { back.remove(); });
    copy.querySelectorAll('a').forEach(function (link) { link.tabIndex = -1; });
    tip.append(copy);
  }

  function place(link) {
    var box = link.getClientRects()[0] || link.getBoundingClientRect();
    var left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 8));
    var below = box.bottom + 6;
    var above = box.top - tip.offsetHeight - 6;
    tip.style.left = left + 'px';
    tip.style.top = (below + tip.offsetHeight > innerHeight && above > 0 ? above : below) + 'px';
  }

  function show(link) {
    clearTimeout(timer);
    if (current === link) return;
    hide();
    tip.textContent = '';
    if (link.title) {
      tip.setAttribute('role', 'tooltip');
      tip.removeAttribute('aria-label');
      tip.dataset.title = tip.textContent = link.title;
      link.removeAttribute('title'); // the browser would show it as well
    } else {
      tip.setAttribute('role', 'group');
      tip.setAttribute('aria-label', link.getAttribute('aria-label'));
      [link.getAttribute('href')].concat((link.dataset.also || '').split(' ').filter(Boolean)).forEach(source);
    }
    if (!tip.hasChildNodes()) return;
    current = link;
    // Not inside the text: some browsers take a box that is asked for its width as the window of what is fixed in it.
    document.querySelector('main').append(tip);
    tip.hidden = false;
    place(link);
    link.setAttribute('aria-describedby', 'tip');
  }

  function hide() {
    clearTimeout(timer);
    if (!current) return;
    var link = current;
    if (tip.contains(document.activeElement)) link.focus(); // still the current one: it is not shown anew
    current = null;
    link.removeAttribute('aria-describedby');
    if (tip.dataset.title) link.title = tip.dataset.title;
    delete tip.dataset.title;
    tip.hidden = true;
  }

  function wanted(event) {
    var link = event.target.closest ? event.target.closest(WANTED) : null;
    return link && !tip.contains(link) ? link : current && current.contains(event.target) ? current : null;
  }

  document.addEventListener('pointerover', function (event) {
    if (event.pointerType === 'touch') return;
    var link = wanted(event);
    clearTimeout(timer);
    if (link && link !== current) timer = setTimeout(show, current ? 100 : 250, link);
    else if (!link && current && !tip.contains(event.target) && document.activeElement !== current) timer = setTimeout(hide, 350);
  });
  document.addEventListener('focusin', function (event) {
    var link = wanted(event);
    if (link && !touch) show(link);
    else if (current && link !== current && !tip.contains(event.target)) hide();
  });
  document.addEventListener('pointerdown', function (event) { touch = event.pointerType === 'touch'; }, true);
  document.addEventListener('click', function (event) {
    var link = wanted(event);
    if (link && touch && current !== link) { event.preventDefault(); show(link); }
    else if (current && !tip.contains(event.target)) hide();
  });
  document.addEventListener('keydown', function (event) {
    touch = false;
    if (!current) return;
    var links = Array.from(tip.querySelectorAll('a'));
    var at = links.indexOf(document.activeElement);
    if (event.key === 'Escape') hide();
    else if (event.key === 'ArrowDown' && links[at + 1]) { event.preventDefault(); links[at + 1].focus(); }
    else if (event.key === 'ArrowUp' && at >= 0) { event.preventDefault(); (links[at - 1] || current).focus(); }
    else if (event.key === 'Tab' && at >= 0) current.focus(); // and on from there
  });
  addEventListener('scroll', function () { if (current) place(current); }, { passive: true });
})();
