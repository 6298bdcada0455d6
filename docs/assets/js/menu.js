// The list of lessons on a phone: a link without scripting, a button with it.
(function () {
  'use strict';
  var link = document.querySelector('.menu-open');
  var nav = document.getElementById('site-nav');
  if (!link || !nav) return;

  function set(open) {
    nav.classList.toggle('is-open', open);
    link.setAttribute('aria-expanded', String(open));
  }

  link.setAttribute('role', 'button');
  link.setAttribute('aria-controls', 'site-nav');
  set(false);
  link.addEventListener('click', function (event) {
    event.preventDefault();
    set(!nav.classList.contains('is-open'));
    if (nav.classList.contains('is-open')) {
      window.scrollTo(0, 0);
      nav.querySelector('a').focus({ preventScroll: true });
    }
  });
  link.addEventListener('keydown', function (event) {
    if (event.key === ' ') { event.preventDefault(); link.click(); }
  });
  nav.querySelector('.nav-close a').addEventListener('click', function () { set(false); link.focus(); });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape' && nav.classList.contains('is-open')) { set(false); link.focus(); }
  });

  // Opened from a folder, an address that ends in "/" shows a list of files; name the page itself.
  if (location.protocol === 'file:') {
    document.querySelectorAll('a[href]').forEach(function (a) {
      var href = a.getAttribute('href');
      if (!/^[a-z]+:/i.test(href) && /(^|\/|\.)(#|$)/.test(href) && href.charAt(0) !== '#') {
        a.setAttribute('href', href.replace(/\/?(#.*)?$/, '/index.html$1'));
      }
    });
  }
})();
