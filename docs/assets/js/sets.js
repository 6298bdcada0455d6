// A teacher's set: `…/#set=metabolism.first-pass,q-oral,safety` opens these places in order, with a bar to go on and back. An
// item is page.place, a question of the page before it, or a page. The list stands in the address; nothing is stored.
(function () {
  'use strict';
  var ITEM = /^(?:(q-[a-z0-9-]+)|([a-z0-9-]+)(?:\.([\w-]+))?)$/;

  function read(text) {
    var page = '';
    return text.split(',').map(function (item) {
      var match = ITEM.exec(item.trim());
      if (!match || (match[1] && !page)) return null;
      page = match[2] || page;
      return { page: page, place: match[1] || match[3] || '' };
    }).filter(Boolean);
  }

  function written(items) {
    return items.map(function (item, at) {
      var near = at && items[at - 1].page === item.page && /^q-/.test(item.place);
      return near ? item.place : item.page + (item.place ? '.' + item.place : '');
    }).join(',');
  }
  window.Sets = { read: read, written: written };

  var base = __md_scope;
  function address(items, at) {
    var item = items[at];
    var url = new URL((item.page === 'index' ? '' : item.page + '/') + (location.protocol === 'file:' ? 'index.html' : ''), base);
    url.search = '?set=' + written(items) + '&at=' + (at + 1);
    url.hash = item.place;
    return url.href;
  }

  function begin() {
    var match = /^#set=(.+)$/.exec(location.hash);
    var text = '';
    try { text = match ? decodeURIComponent(match[1]) : ''; } catch (error) { /* not an address of ours */ }
    var items = read(text);
    if (items.length) location.replace(address(items, 0));
  }
  addEventListener('hashchange', begin);
  begin();

  var asked = new URLSearchParams(location.search);
  var items = read(asked.get('set') || '');
  var at = Math.min(items.length, Math.max(1, parseInt(asked.get('at'), 10) || 1)) - 1;
  if (!items.length) return;

  var bar = document.createElement('nav');
  bar.className = 'set-bar no-print';
  bar.setAttribute('aria-label', 'Set of places to read');
  function link(words, href) {
    return Object.assign(document.createElement('a'), { textContent: words, href: href });
  }
  var place = (items[at].place && document.getElementById(items[at].place)) || document.querySelector('h1');
  var copy = place.cloneNode(true);
  copy.querySelectorAll('.headerlink, .done').forEach(function (sign) { sign.remove(); });
  var where = document.createElement('p');
  where.append(Object.assign(document.createElement('strong'), { textContent: at + 1 + ' of ' + items.length }), ' ' + copy.textContent.replace(/\s+/g, ' ').trim());
  bar.append(where);
  if (at) bar.append(link('Previous', address(items, at - 1)));
  if (at + 1 < items.length) bar.append(link('Next', address(items, at + 1)));
  bar.append(link(at + 1 < items.length ? 'Leave the set' : 'End of the set', location.href.split(/[?#]/)[0] + location.hash));
  document.querySelector('.md-header').after(bar);
  document.documentElement.classList.add('has-set');
})();
