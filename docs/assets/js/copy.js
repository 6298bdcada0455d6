// Every ¶ beside a heading, claim, question or figure copies its address and says so.
(function (guide) {
  'use strict';
  document.querySelectorAll('figure.figure[id] > figcaption').forEach(function (caption) {
    var link = document.createElement('a');
    link.className = 'headerlink';
    link.href = '#' + caption.parentNode.id;
    link.textContent = '¶';
    (caption.querySelector('p') || caption).append(link);
  });

  document.querySelectorAll('.headerlink').forEach(function (link) {
    var claim = link.classList.contains('claimlink');
    var what = claim ? 'claim' : link.closest('figcaption') ? 'figure' : link.closest('.question') ? 'question' : 'section';
    link.title = 'Copy link to this ' + what;
    link.setAttribute('aria-label', link.title);
  });

  document.addEventListener('click', function (event) {
    var link = event.target.closest('.headerlink');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    var id = decodeURIComponent(link.hash.slice(1));
    var share = document.createElement('a');
    share.href = '#share';
    share.textContent = 'Share or cite this place';
    share.addEventListener('click', function () { if (guide.share) guide.share(id); });
    guide.copy(guide.address(id), 'Link copied.', document.getElementById('share') ? share : null);
  });
})(window.guide);
