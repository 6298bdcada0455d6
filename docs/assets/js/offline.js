// Starts the service worker (docs/service-worker.js), which keeps what was read, when a page has loaded and the browser is idle.
(function () {
  'use strict';
  var worker = document.querySelector('link[rel="serviceworker"]');
  // Browsers offer it over https and from the reader's own computer only; a page from a disk needs none.
  if (!worker || !navigator.serviceWorker || location.protocol === 'file:') return;

  function start() {
    try { if (__md_get('offline') === 'off') return; } catch { return; } // nothing may be stored here
    navigator.serviceWorker.register(worker.href).then(function () {
      return navigator.serviceWorker.ready;
    }).then(function (registration) {
      // It did not see this page coming.
      if (!navigator.serviceWorker.controller) registration.active.postMessage({ keep: location.href });
    }).catch(function () {}); // private windows of some browsers refuse; nothing is lost
  }
  addEventListener('load', function () { (window.requestIdleCallback || setTimeout)(start); });
})();
