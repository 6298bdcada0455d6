// A card with the source or definition beside a citation or term: on hover, focus and tap. Esc closes it, pointing at it keeps it open.
(function () {
  'use strict';
  var card = document.createElement('span');
  var current = null;
  var timer = 0;
  var touch = false;
  card.id = 'card';
  card.className = 'card';
  card.setAttribute('role', 'group');
  if ('popover' in card) card.popover = 'manual';

  function add(tag, text, name) {
    var element = document.createElement(tag);
    element.textContent = text;
    if (name) element.className = name;
    card.append(element);
    return element;
  }

  function more(link, text) {
    var a = add('a', text, 'card-more');
    a.href = link.getAttribute('href');
  }

  function fillSource(link) {
    var item = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!item) return false;
    add('b', 'Source ' + link.textContent);
    var copy = item.cloneNode(true);
    copy.querySelectorAll('.footnote-backref').forEach(function (back) { back.remove(); });
    copy.querySelectorAll('[id]').forEach(function (inner) { inner.removeAttribute('id'); });
    (copy.querySelector('p') || copy).childNodes.forEach(function (node) { card.append(node.cloneNode(true)); });
    var before = link.parentNode.previousElementSibling;
    while (before && before.matches('sup, .claimlink')) before = before.previousElementSibling;
    if (before && before.matches('.grade')) add('span', 'Cited for a claim graded ' + before.textContent + '.', 'card-more');
    more(link, 'Show in the list of sources');
    return true;
  }

  function fillTerm(link) {
    add('b', link.dataset.term);
    add('span', link.dataset.definition);
    more(link, 'Open the glossary');
    return true;
  }

  function place(link) {
    var box = link.getClientRects()[0] || link.getBoundingClientRect();
    var width = card.offsetWidth;
    var height = card.offsetHeight;
    var left = Math.max(8, Math.min(box.left, document.documentElement.clientWidth - width - 8));
    var below = box.bottom + 6;
    card.style.left = left + 'px';
    card.style.top = (below + height > innerHeight && box.top > height + 6 ? box.top - height - 6 : below) + 'px';
  }

  function show(link) {
    clearTimeout(timer);
    if (current === link) return;
    hide();
    card.textContent = '';
    if (!(link.matches('.term') ? fillTerm(link) : fillSource(link))) return;
    current = link;
    card.setAttribute('aria-label', card.querySelector('b').textContent);
    link.after(card);
    if (card.showPopover) card.showPopover();
    place(link);
    link.setAttribute('aria-describedby', 'card');
  }

  function hide() {
    clearTimeout(timer);
    if (!current) return;
    current.removeAttribute('aria-describedby');
    if (card.contains(document.activeElement)) current.focus();
    current = null;
    card.remove();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(hide, 350);
  }

  function trigger(event) {
    return event.target.closest ? event.target.closest('a.term, a.footnote-ref') : null;
  }

  document.addEventListener('pointerdown', function (event) { touch = event.pointerType === 'touch'; });
  document.addEventListener('pointerover', function (event) {
    if (event.pointerType === 'touch') return;
    var link = trigger(event);
    if (link) { clearTimeout(timer); timer = setTimeout(show, current ? 100 : 200, link); }
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (current && document.activeElement !== current && !card.contains(document.activeElement)) later();
    else if (!current) clearTimeout(timer);
  });
  document.addEventListener('focusin', function (event) {
    var link = trigger(event);
    if (link && !touch) show(link);
    else if (current && !card.contains(event.target) && link !== current) hide();
  });
  document.addEventListener('click', function (event) {
    var link = trigger(event);
    if (link && touch && current !== link) { event.preventDefault(); show(link); }
    else if (current && !card.contains(event.target)) hide();
    else if (current && event.target.closest('.card-more')) setTimeout(hide, 0);
  });
  document.addEventListener('keydown', function (event) { if (event.key === 'Escape' && current) { hide(); event.stopPropagation(); } });
  addEventListener('scroll', function () { if (current) place(current); }, { passive: true });
})();
