// On the page for unknown addresses: pages whose names look like what was asked for.
(function () {
  'use strict';
  var box = document.getElementById('near');
  if (!box) return;

  function pairs(text) {
    var clean = text.toLowerCase().replace(/[^a-z]/g, '');
    var found = new Set();
    for (var i = 0; i < clean.length - 1; i++) found.add(clean.slice(i, i + 2));
    return found;
  }

  function likeness(a, b) {
    var same = 0;
    a.forEach(function (pair) { if (b.has(pair)) same++; });
    return a.size + b.size ? (2 * same) / (a.size + b.size) : 0;
  }

  var asked = pairs(location.pathname.replace(/\.html?$|index/g, '').split('/').filter(Boolean).pop() || '');
  Array.from(document.querySelectorAll('.all-pages a'))
    .map(function (a) {
      var slug = a.pathname.split('/').filter(Boolean).pop() || '';
      return { a: a, score: Math.max(likeness(asked, pairs(slug)), likeness(asked, pairs(a.textContent))) };
    })
    .filter(function (one) { return one.score > 0.35; })
    .sort(function (x, y) { return y.score - x.score; })
    .slice(0, 3)
    .forEach(function (one) {
      var item = document.createElement('li');
      item.append(one.a.cloneNode(true));
      box.querySelector('ul').append(item);
      box.hidden = false;
    });
})();
