// Reading routes for teachers: each can be copied, or saved as a page to hand out.
(function () {
  'use strict';
  // Whole addresses, wherever the page is read.
  var canonical = document.querySelector('link[rel="canonical"]');
  function whole(link) { return new URL(link.getAttribute('href'), canonical ? canonical.href : location.href).href; }

  document.querySelectorAll('.route').forEach(function (route) {
    var copy = route.cloneNode(true);
    copy.querySelectorAll('.headerlink').forEach(function (link) { link.remove(); });
    var title = copy.querySelector('h3').textContent.trim();
    copy.querySelectorAll('a').forEach(function (link) {
      link.setAttribute('href', whole(link));
      Array.from(link.attributes).forEach(function (one) { if (one.name !== 'href') link.removeAttribute(one.name); });
    });
    var page = '<!doctype html>\n<meta charset="utf-8">\n<title>' + title + '</title>\n' + copy.innerHTML + '\n';
    copy.querySelectorAll('a').forEach(function (link) { link.append(' (' + link.href + ')'); });
    copy.querySelectorAll('ol > li').forEach(function (item) { item.prepend((Array.from(item.parentNode.children).indexOf(item) + 1) + '. '); });
    var text = Array.from(copy.querySelectorAll('h3, p, li')).map(function (block) { return block.textContent.replace(/\s+/g, ' ').trim(); }).join('\n');

    var buttons = document.createElement('p');
    buttons.className = 'route-buttons';
    var first = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet-button', textContent: 'Copy the route' });
    first.dataset.clipboardText = text; // the theme copies it
    var second = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet-button', textContent: 'Download it' });
    second.addEventListener('click', function () {
      var file = URL.createObjectURL(new Blob([page], { type: 'text/html' }));
      Object.assign(document.createElement('a'), { href: file, download: route.querySelector('h3').id + '.html' }).click();
      setTimeout(function () { URL.revokeObjectURL(file); }, 40000);
    });
    buttons.append(first, second);
    route.append(buttons);
  });
})();
