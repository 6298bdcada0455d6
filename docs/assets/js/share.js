// The panel to share, cite or download a page: copy buttons, the place within the page, the day of access.
(function (guide) {
  'use strict';
  var panel = document.getElementById('share');
  if (!panel) return;
  var select = panel.querySelector('select');
  var fields = {};
  panel.querySelectorAll('[data-share]').forEach(function (field) { fields[field.dataset.share] = field; });
  var address = fields.address.textContent;
  var before = address;

  var today = new Date();
  var months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
  panel.querySelector('.accessed').textContent = 'Retrieved ' + months[today.getMonth()] + ' ' + today.getDate() + ', ' + today.getFullYear() + ', from ';
  panel.querySelector('.cited').textContent = ' [cited ' + today.getFullYear() + ' ' + months[today.getMonth()].slice(0, 3) + ' ' + today.getDate() + ']';

  function label(heading) {
    var copy = heading.cloneNode(true);
    copy.querySelectorAll('.headerlink').forEach(function (link) { link.remove(); });
    return copy.textContent.trim();
  }

  // Filled when the panel is first opened.
  function fill() {
    if (select.options.length > 1) return;
    document.querySelectorAll('.page h2[id], .page h3[id], .page figure.figure[id], .page mark.claim[id]').forEach(function (place) {
      if (place.closest('.share, .objectives, .page-sources')) return;
      var caption = place.querySelector('figcaption strong');
      var text = place.matches('mark') ? 'Claim: ' + place.textContent : caption ? 'Figure: ' + caption.textContent : label(place);
      select.add(new Option(text.replace(/\s+/g, ' ').slice(0, 80), place.id));
    });
  }
  panel.addEventListener('toggle', fill);

  function swap(field, from, to) {
    var walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replace(from, to);
  }

  function update() {
    var now = address + (select.value ? '#' + select.value : '');
    var heading = select.value ? document.getElementById(select.value) : null;
    Object.keys(fields).forEach(function (name) { swap(fields[name], before, now); });
    before = now;
    panel.querySelector('.share-classroom').href = 'https://classroom.google.com/share?url=' + encodeURIComponent(now);
    // Codes are made for the page and its sections; a smaller place uses its section's.
    while (heading && !heading.matches('h2[id]')) heading = heading.previousElementSibling || heading.parentElement;
    var name = panel.dataset.slug + (heading ? '.' + heading.id : '');
    var image = panel.querySelector('.share-qr');
    image.src = image.src.replace(/[^/]+$/, encodeURIComponent(name) + '.svg');
    image.alt = 'QR code of ' + address + (heading ? '#' + heading.id : '');
  }
  select.addEventListener('change', update);

  Object.keys(fields).forEach(function (name) {
    var button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Copy';
    button.setAttribute('aria-label', 'Copy ' + { address: 'address', markdown: 'Markdown', html: 'HTML', apa: 'APA citation', vancouver: 'Vancouver citation' }[name]);
    button.addEventListener('click', function () { guide.copy(fields[name].textContent, 'Copied.'); });
    fields[name].after(button);
  });

  guide.share = function (id) {
    panel.open = true;
    fill();
    select.value = id || '';
    if (select.selectedIndex < 0) select.value = '';
    update();
    panel.scrollIntoView();
    select.focus({ preventScroll: true });
  };

  document.addEventListener('click', function (event) {
    var link = event.target.closest('a[href="#share"]');
    if (link && link.closest('.page-facts')) { event.preventDefault(); guide.share(''); }
  });
  if (location.hash === '#share') panel.open = true;
})(window.guide);
