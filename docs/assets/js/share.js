// The panel to share, cite or download a page: the place within the page and the day of access. The theme copies.
(function () {
  'use strict';
  var panel = document.getElementById('share');
  if (!panel) return;
  var select = panel.querySelector('select');
  var page = { url: panel.querySelector('.share-url').textContent, title: panel.querySelector('.share-title').textContent };
  var today = new Date();
  var month = 'January February March April May June July August September October November December'.split(' ')[today.getMonth()];

  panel.querySelector('.share-accessed').textContent = 'Retrieved ' + month + ' ' + today.getDate() + ', ' + today.getFullYear() + ', from ';
  panel.querySelector('.share-cited').textContent = ' [cited ' + today.getFullYear() + ' ' + month.slice(0, 3) + ' ' + today.getDate() + ']';

  function words(place) {
    var caption = place.querySelector('figcaption strong');
    var copy = (caption || place).cloneNode(true);
    copy.querySelectorAll('.headerlink, sup[id^="fnref"]').forEach(function (inner) { inner.remove(); });
    return copy.textContent.replace(/\s+/g, ' ').trim();
  }

  // Filled when the panel is first opened.
  function fill() {
    if (select.options.length > 1) return;
    document.querySelectorAll('article :is(h2, h3, figure.figure, mark.claim)[id]').forEach(function (place) {
      if (place.closest('.share, .objectives')) return;
      var kind = place.matches('mark') ? 'Claim: ' : place.matches('figure') ? 'Figure: ' : '';
      select.add(new Option((kind + words(place)).slice(0, 80), place.id));
    });
  }

  function write(name, text) {
    panel.querySelectorAll('.share-' + name).forEach(function (field) { field.textContent = text; });
  }

  function update() {
    var place = select.value && document.getElementById(select.value);
    var address = page.url + (place ? '#' + place.id : '');
    write('url', address);
    write('title', place ? page.title + ', “' + words(place) + '”' : page.title);
    // A figure has a page of its own that may stand in a frame.
    var own = place && place.querySelector('.figure-tools a[href$="/"]');
    panel.querySelector('.share-embed').hidden = !own;
    if (own) panel.querySelector('#share-embed').textContent = '<iframe src="' + new URL(own.getAttribute('href'), page.url).href + '" title="' + words(place).replace(/\.$/, '') + '" width="600" height="720" loading="lazy" allowfullscreen></iframe>';
    panel.querySelector('.share-classroom').href = 'https://classroom.google.com/share?url=' + encodeURIComponent(address);
    // Codes are made for the page and its sections, not for the letters of a glossary; a smaller place uses its section's.
    var section = place;
    while (section && !section.matches('h2[id]:not([id^="letter-"])')) section = section.previousElementSibling || section.parentElement;
    var image = panel.querySelector('.share-qr');
    image.src = image.src.replace(/[^/]+$/, encodeURIComponent(panel.dataset.slug + (section ? '.' + section.id : '')) + '.svg');
    image.alt = 'QR code of ' + page.url + (section ? '#' + section.id : '');
  }
  select.addEventListener('change', update);

  // Opened after a sign beside a heading was used, the panel is about that place.
  var last = '';
  addEventListener('hashchange', function () {
    var id = decodeURIComponent(location.hash.slice(1));
    if (id !== 'share') { last = id; return; }
    fill();
    select.value = last;
    if (select.selectedIndex < 0) select.value = '';
    update();
  });
  panel.addEventListener('toggle', fill);
})();
