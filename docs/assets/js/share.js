// The panel to share, cite, download or report: about the page or a place on it, and at that place. The theme copies.
(function () {
  'use strict';
  // On the page for unknown addresses, the address that was asked for.
  var missing = document.querySelector('.report-missing');
  if (missing) missing.href = filled(missing.href, { '(its address)': location.href });

  var panel = document.getElementById('share');
  if (!panel) return;
  var select = panel.querySelector('select');
  var closing = panel.querySelector('.share-close');
  var report = panel.querySelector('.report');
  var page = {
    url: panel.querySelector('.share-url').textContent,
    title: panel.querySelector('.share-title').textContent,
    report: report && report.href,
  };
  var today = new Date();
  var month = 'January February March April May June July August September October November December'.split(' ')[today.getMonth()];

  panel.querySelector('.share-accessed').textContent = 'Retrieved ' + month + ' ' + today.getDate() + ', ' + today.getFullYear() + ', from ';
  panel.querySelector('.share-cited').textContent = ' [cited ' + today.getFullYear() + ' ' + month.slice(0, 3) + ' ' + today.getDate() + ']';

  // An address whose parameters have other words in the place of some.
  function filled(address, gaps) {
    var url = new URL(address);
    Array.from(url.searchParams).forEach(function (pair) {
      var text = pair[1];
      Object.keys(gaps).forEach(function (gap) { text = text.split(gap).join(gaps[gap]); });
      url.searchParams.set(pair[0], text);
    });
    return url.href;
  }

  function hashed() {
    try { return decodeURIComponent(location.hash.slice(1)); } catch (error) { return ''; }
  }

  function words(place) {
    var title = place.querySelector(place.matches('details') ? 'summary' : 'figcaption strong');
    var copy = (title || place).cloneNode(true);
    copy.querySelectorAll('.headerlink, .done, sup[id^="fnref"]').forEach(function (inner) { inner.remove(); });
    return copy.textContent.replace(/\s+/g, ' ').trim();
  }

  function kind(place) {
    return place.matches('mark') ? 'claim' : place.matches('figure') ? 'figure' : place.matches('.question') ? 'question' : place.matches('details') ? 'detail' : 'section';
  }

  // As the title of a citation, which sets its own period.
  function quoted(place) {
    return ', “' + words(place).replace(/\.$/, '') + '”';
  }

  // The published address. A figure that stands as a reader has set it keeps its own state, nothing keeps another's.
  function address(place) {
    var name = place && place.matches('figure') && place.id;
    var state = name && location.search.slice(1).split('&').find(function (part) { return part.startsWith(name + '='); });
    return page.url + (state ? '?' + state : '') + (place ? '#' + place.id : '');
  }

  function mistake(place, sentence) {
    var gaps = {};
    if (place) gaps[page.title] = page.title + ', “' + words(place).slice(0, 80) + '”';
    if (place) gaps[page.url] = address(place);
    if (sentence || (place && place.matches('mark'))) gaps['(copy it here)'] = sentence || words(place);
    return filled(page.report, gaps);
  }

  // Filled when the panel is first opened.
  function fill() {
    if (select.options.length > 1) return;
    document.querySelectorAll('article :is(h2, h3, figure.figure, mark.claim, details[id^="more-"])[id]').forEach(function (place) {
      if (place.closest('.share, .objectives')) return;
      var name = /section|detail/.test(kind(place)) ? '' : kind(place).replace(/^./, function (first) { return first.toUpperCase(); }) + ': ';
      select.add(new Option((name + words(place)).slice(0, 80), place.id));
    });
  }

  function write(name, text) {
    panel.querySelectorAll('.share-' + name).forEach(function (field) { field.textContent = text; });
  }

  function update() {
    var place = select.value && document.getElementById(select.value);
    write('url', address(place));
    write('title', page.title + (place ? quoted(place) : ''));
    if (report) report.href = mistake(place);
    // A figure has a page of its own that may stand in a frame.
    var own = place && place.matches('figure') && place.querySelector('.figure-tools a[href$="/"]');
    panel.querySelector('.share-embed').hidden = !own;
    if (own) panel.querySelector('#share-embed').textContent = '<iframe src="' + new URL(own.getAttribute('href'), page.url).href + '" title="' + words(place).replace(/\.$/, '') + '" width="600" height="720" loading="lazy" allowfullscreen></iframe>';
    panel.querySelector('.share-classroom').href = 'https://classroom.google.com/share?url=' + encodeURIComponent(address(place));
    // Codes are made for the page and its sections, not for the letters of a glossary; a smaller place uses its section's.
    var section = place;
    while (section && !section.matches('h2[id]:not([id^="letter-"])')) section = section.previousElementSibling || section.parentElement;
    var image = panel.querySelector('.share-qr');
    image.src = image.src.replace(/[^/]+$/, encodeURIComponent(panel.dataset.slug + (section ? '.' + section.id : '')) + '.svg');
    image.alt = 'QR code of ' + page.url + (section ? '#' + section.id : '');
  }
  select.addEventListener('change', update);

  // The files for reference managers are those of the page; for a place they are made of the patterns beside the links.
  var ESCAPED = {
    bib: function (text) { return text.replace(/[&%#_$]/g, '\\$&'); },
    ris: function (text) { return text; },
    json: function (text) { return JSON.stringify(text).slice(1, -1); },
  };
  panel.addEventListener('click', function (event) {
    var link = event.target.closest('a[data-cite]');
    var place = link && select.value && document.getElementById(select.value);
    if (!place) return;
    event.preventDefault();
    var format = /\w+$/.exec(link.pathname)[0];
    var text = link.dataset.cite
      .replace('[[place]]', function () { return ESCAPED[format](quoted(place)); })
      .replace('[[anchor]]', '#' + place.id)
      .replace('[[key]]', '-' + place.id);
    if (format === 'ris') text = text.replace(/\r?\n/g, '\r\n');
    var file = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    Object.assign(document.createElement('a'), { href: file, download: panel.dataset.slug + '.' + place.id + '.' + format }).click();
    setTimeout(function () { URL.revokeObjectURL(file); }, 40000);
  });

  // The sign beside a heading or claim also offers, right there, what else can be done with the place.
  var selected = '';
  addEventListener('pointerdown', function (event) {
    if (event.target.closest && event.target.closest('article .headerlink')) selected = String(getSelection()).replace(/\s+/g, ' ').trim().slice(0, 600);
  }, true);

  function offer(place) {
    var old = document.querySelector('.place-tools');
    if (old) old.remove();
    var row = document.createElement('p');
    row.className = 'place-tools';
    row.dataset.place = place.id;
    row.append(Object.assign(document.createElement('a'), { href: '#share', textContent: 'Share or cite this ' + kind(place) }));
    if (report) row.append(Object.assign(document.createElement('a'), { className: 'report', href: mistake(place, selected), textContent: 'Report a mistake' }));
    selected = '';
    var block = place.matches('details') ? place.querySelector('summary') : place.closest('p, li, td, dd, h2, h3, figure');
    if (block.matches('li, td, dd')) block.append(row);
    else block.after(row);
  }

  // Opened from a link, the panel comes to it, and goes back to the end of the page when it is closed.
  var home = document.createComment('share');
  var from = null; // the link, and where the reader was
  var last = hashed();

  document.addEventListener('click', function (event) {
    var link = event.target.closest && event.target.closest('article a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches('.headerlink')) {
      offer(document.getElementById(decodeURIComponent(link.hash.slice(1))));
    } else if (link.hash === '#share') {
      var row = link.closest('.place-tools');
      if (!from) panel.before(home);
      from = { link: link, top: scrollY, hash: location.hash };
      if (row) last = row.dataset.place;
      (row || link.closest('header') || link.parentElement).after(panel);
      panel.open = true;
      closing.hidden = false;
    }
  });

  function giveBack() {
    if (!from) return false;
    home.replaceWith(panel);
    panel.open = false;
    closing.hidden = true;
    var was = from;
    from = null;
    return was;
  }

  function close() {
    var was = giveBack();
    if (!was) return;
    try { history.replaceState(history.state, '', location.pathname + location.search + was.hash); } catch (error) { /* some browsers refuse this for files */ }
    try { last = decodeURIComponent(was.hash.slice(1)); } catch (error) { last = ''; } // an address that is not ours
    scrollTo({ top: was.top, behavior: 'instant' });
    was.link.focus({ preventScroll: true });
  }
  closing.addEventListener('click', close);
  panel.addEventListener('keydown', function (event) { if (event.key === 'Escape') close(); });
  panel.addEventListener('toggle', function () {
    fill();
    if (!panel.open) close();
  });

  // Opened after a sign beside a heading was used, the panel is about that place.
  addEventListener('hashchange', function () {
    var id = hashed();
    if (id !== 'share') {
      last = id;
      var place = giveBack() && id && document.getElementById(id);
      if (place) place.scrollIntoView();
      return;
    }
    fill();
    select.value = last;
    if (select.selectedIndex < 0) select.value = '';
    update();
    if (from) select.focus({ preventScroll: true });
  });

  // The theme's note that something was copied stands in the half of the window where it was not asked for, and goes
  // when the reader goes on.
  var note = document.querySelector('.md-dialog');
  document.addEventListener('click', function (event) {
    var asked = event.target.closest && event.target.closest('[data-clipboard-text], [data-clipboard-target]');
    if (asked) setTimeout(function () { note.classList.toggle('is-above', asked.getBoundingClientRect().top > innerHeight / 2); }); // where the link has led
    else note.classList.remove('md-dialog--active');
  });
})();
