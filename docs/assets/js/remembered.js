// About: what this browser remembers of the guide, and the one place to erase it or to stop it.
(function () {
  'use strict';
  var place = document.querySelector('[data-remembered]');
  if (!place) return;
  place = place.closest('p');

  function count(lists) {
    return Object.values(lists).reduce(function (sum, list) { return sum + (Array.isArray(list) ? list.length : 0); }, 0);
  }
  function number(n, word) { return n + ' ' + word + (n === 1 ? '' : 's'); }

  var box = document.createElement('div');
  box.className = 'remembered no-print';
  var status = document.createElement('p');
  status.setAttribute('role', 'status');
  var erase = quietButton('Erase it', function () {
    var off = Progress.load().off;
    try {
      [Progress.KEY, '__palette'].forEach(function (key) { localStorage.removeItem(__md_scope.pathname + '.' + key); });
    } catch (error) { /* nothing is stored */ }
    if (off) set(true);
    document.querySelectorAll('.done').forEach(function (sign) { sign.remove(); });
    tell('Erased. ');
  });
  var stop = quietButton('', function () { set(!Progress.load().off); tell(''); });

  function set(off) {
    try {
      if (off) __md_set(Progress.KEY, Object.assign(Progress.load(), { off: true }));
      else {
        var state = Progress.load();
        delete state.off;
        __md_set(Progress.KEY, state);
      }
    } catch (error) { /* nothing is stored */ }
  }

  function tell(before) {
    var state = Progress.load();
    var at = state.at ? ' You stopped at ' + [state.at.lesson, state.at.section].filter(Boolean).join(', ') + '.' : '';
    status.textContent = before + 'This browser remembers ' + number(state.read.length, 'lesson') + ' read and ' + number(count(state.answered), 'question') + ' answered.' + at + (state.off ? ' It remembers nothing new.' : '');
    stop.textContent = state.off ? 'Remember again' : 'Remember nothing new';
  }
  tell('');
  box.append(status, erase, ' ', stop);
  place.after(box);
})();
