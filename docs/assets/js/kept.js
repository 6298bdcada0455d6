// What is kept on this device: the controls on About, and the list on the page that is shown in the place of one that is not kept.
(function () {
  'use strict';
  var worker = document.querySelector('link[rel="serviceworker"]');
  var place = document.querySelector('[data-offline]');
  var list = document.querySelector('[data-kept]');
  if (!worker || location.protocol === 'file:') return;
  if (!navigator.serviceWorker) {
    if (place) place.textContent = 'This browser keeps nothing here: it needs https, and a window that is not private.';
    return;
  }
  var scope = new URL('./', worker.href).href;
  var CACHE = 'guide ' + scope; // as in service-worker.js

  function kept() {
    return caches.has(CACHE).then(function (there) {
      return there ? caches.open(CACHE).then(function (cache) { return cache.keys(); }) : [];
    }).then(function (requests) {
      return requests.map(function (request) { return request.url.slice(scope.length); });
    });
  }

  if (list) kept().then(function (addresses) {
    list.querySelectorAll('li').forEach(function (item) {
      item.hidden = !addresses.includes(item.querySelector('a').href.slice(scope.length));
    });
  }, function () {}); // storage is refused: the list stays whole
  if (!place) return;

  var status = document.createElement('p');
  status.setAttribute('role', 'status');
  var bar = document.createElement('p');
  place.append(status, bar);

  function ask(registration, message, answered) {
    var channel = new MessageChannel();
    channel.port1.onmessage = function (event) { answered(event.data); };
    registration.active.postMessage(message, [channel.port2]);
  }

  // Not `ready`: after switching off it still names the worker that is gone, and after a failed start it waits for ever.
  function active(registration) {
    var coming = registration.installing || registration.waiting;
    return registration.active ? registration : new Promise(function (done, failed) {
      coming.addEventListener('statechange', function () {
        if (coming.state === 'activated') done(registration);
        if (coming.state === 'redundant') failed();
      });
    });
  }

  function switchOn() {
    __md_set('offline', 'on');
    status.textContent = 'Starting …';
    navigator.serviceWorker.register(worker.href).then(active).then(function (registration) {
      registration.active.postMessage({ keep: location.href });
      show();
    }).catch(function () { status.textContent = 'This browser does not allow it here.'; });
  }

  function switchOff() {
    __md_set('offline', 'off');
    navigator.serviceWorker.getRegistration(scope).then(function (registration) {
      return registration && registration.unregister();
    }).then(function () { return caches.delete(CACHE); }).then(show);
  }

  function keepEverything(registration) {
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    bar.querySelectorAll('button').forEach(function (one) { one.disabled = true; });
    ask(registration, { everything: true }, function (told) {
      if (told.finished) return show();
      // A screen reader hears every tenth.
      if (told.done && (told.done % Math.ceil(told.of / 10) === 0)) status.textContent = 'Keeping: ' + told.done + ' of ' + told.of + ' files';
      if (told.failed) {
        status.textContent = 'Not everything could be kept: the network or the room on this device did not suffice. What is there stays; press again to go on.';
        bar.querySelectorAll('button').forEach(function (one) { one.disabled = false; });
      }
    });
  }

  function show() {
    return Promise.all([navigator.serviceWorker.getRegistration(scope), kept()]).then(function (found) {
      var registration = found[0], addresses = found[1];
      if (!registration || !registration.active) {
        status.textContent = 'Nothing is kept on this device.';
        bar.replaceChildren(quietButton('Keep what I read', switchOn));
        return;
      }
      var everything = addresses.includes('everything-is-kept');
      var pages = addresses.filter(function (address) { return /^([^/]+\/)?$/.test(address); }).length;
      status.textContent = everything ? 'The whole guide is kept on this device.' : 'Kept on this device: ' + pages + (pages === 1 ? ' page' : ' pages') + ' that you have read.';
      bar.replaceChildren(quietButton('Erase and switch off', switchOff));
      if (!everything) ask(registration, { size: true }, function (told) {
        bar.prepend(quietButton('Keep the whole guide (' + Math.ceil(told.size / 1e6) + ' MB)', function () { keepEverything(registration); }), ' ');
      });
    });
  }
  show().then(function () {
    if (!navigator.serviceWorker.controller) navigator.serviceWorker.ready.then(show); // it is only just starting
  }).catch(function () { status.textContent = 'This browser does not allow it here.'; });
})();
