// Marks the section being read in the list of contents, lets wide tables be scrolled by keyboard, opens answers for print.
(function () {
  'use strict';
  var links = new Map();
  document.querySelectorAll('.contents-margin a').forEach(function (a) { links.set(decodeURIComponent(a.hash.slice(1)), a); });
  var headings = Array.from(document.querySelectorAll('.page h2[id], .page h3[id]')).filter(function (h) { return links.has(h.id); });
  var header = document.querySelector('.site-header');
  var waiting = false;

  // First all that asks where things are, then all that changes them: in between, the browser would lay out the page again.
  function mark() {
    waiting = false;
    var at = null;
    var height = document.documentElement.scrollHeight - innerHeight;
    headings.forEach(function (h) { if (h.getBoundingClientRect().top < 175) at = h.id; });
    links.forEach(function (a, id) {
      if (id === at) a.setAttribute('aria-current', 'true'); else a.removeAttribute('aria-current');
    });
    // On the header alone; on the root it would ask for the style of every element anew.
    if (header) header.style.setProperty('--read', height > 0 ? Math.min(1, scrollY / height).toFixed(3) : 0);
  }

  addEventListener('scroll', function () { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true });

  // A table wider than its frame becomes a stop for the keyboard: first all are asked, then some are changed.
  function frames() {
    Array.from(document.querySelectorAll('.table-frame')).filter(function (frame) {
      return frame.tabIndex !== 0 && frame.scrollWidth > frame.clientWidth + 1;
    }).forEach(function (frame) {
      var caption = frame.parentNode.querySelector('figcaption');
      frame.tabIndex = 0;
      frame.setAttribute('role', 'region');
      frame.setAttribute('aria-label', caption ? caption.textContent.trim().slice(0, 80) : 'Table, scrolls sideways');
    });
  }
  requestAnimationFrame(function () { frames(); mark(); });
  addEventListener('resize', frames);

  addEventListener('beforeprint', function () {
    document.querySelectorAll('.choice:not([open])').forEach(function (choice) { choice.open = true; choice.dataset.forPrint = ''; });
  });
  addEventListener('afterprint', function () {
    document.querySelectorAll('[data-for-print]').forEach(function (choice) { choice.open = false; delete choice.dataset.forPrint; });
  });
})();
