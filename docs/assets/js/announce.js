// One short message at the foot of the window, read aloud by screen readers: guide.say('Link copied').
window.guide = window.guide || {};
(function (guide) {
  'use strict';
  var box = document.getElementById('announce');
  var timer = 0;

  guide.say = function (text, link) {
    if (!box) return;
    clearTimeout(timer);
    box.textContent = text;
    if (link) box.append(' ', link);
    timer = setTimeout(function () { box.textContent = ''; }, link ? 20000 : 4000);
  };

  document.addEventListener('keydown', function (event) { if (event.key === 'Escape' && box) box.textContent = ''; });

  guide.copy = function (text, message, link) {
    function done() { guide.say(message, link); }
    function byHand() {
      var area = document.createElement('textarea');
      area.value = text;
      area.className = 'skip';
      document.body.append(area);
      area.select();
      var copied = document.execCommand('copy');
      area.remove();
      if (copied) done(); else guide.say('Copy this address: ' + text);
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  };

  // The published address of this page, wherever it is being read.
  guide.address = function (id) {
    var canonical = document.querySelector('link[rel="canonical"]');
    var base = canonical && location.protocol === 'file:' ? canonical.href : location.href.split('#')[0];
    return base + (id ? '#' + id : '');
  };
})(window.guide);
