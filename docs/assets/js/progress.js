// Remembers, in this browser only, where a reader stopped, which lessons were read and which questions answered. Nothing is
// sent; About (remembered.js) shows and erases it. A browser that stores nothing loses only the ticks.
(function () {
  'use strict';
  var KEY = 'progress'; // the theme keeps it apart from that of other sites on the host

  function load() {
    var state = null;
    try { state = __md_get(KEY); } catch (error) { /* nothing may be stored, or somebody else wrote there */ }
    if (!state || typeof state !== 'object') state = {};
    ['seen', 'answered'].forEach(function (name) { if (!state[name] || typeof state[name] !== 'object') state[name] = {}; });
    if (!Array.isArray(state.read)) state.read = [];
    return state;
  }

  function change(how) {
    var state = load();
    if (state.off) return;
    how(state);
    try { __md_set(KEY, state); } catch (error) { /* as above */ }
  }

  function add(lists, name, item) {
    var list = lists[name] = Array.isArray(lists[name]) ? lists[name] : [];
    if (!list.includes(item)) list.push(item);
    return list;
  }

    // The page's name below the site's own address, wherever on its host that is.
  var slug = function (link) { return link.pathname.slice(__md_scope.pathname.length).split('/')[0].replace('index.html', '') || 'index'; };
  window.Progress = { KEY: KEY, load: load, slug: slug };
  var panel = document.getElementById('share');
  var here = panel && document.querySelector('.kind-lesson') ? panel.dataset.slug : '';
  var state = load();

  function tick(parent, words, name) {
    if (parent.querySelector('.done')) return;
    var sign = document.createElement('span');
    sign.className = 'done';
    sign.textContent = words;
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', name);
    parent.append(' ', sign);
  }

  function ticks() {
    document.querySelectorAll('.md-nav--primary a.md-nav__link, .lesson-cards a').forEach(function (link) {
      if (!link.hash && state.read.includes(slug(link))) tick(link, '✓', 'read');
    });
    (here && Array.isArray(state.answered[here]) ? state.answered[here] : []).forEach(function (id) {
      var question = document.getElementById(id);
      if (question && question.matches('.question')) tick(question, '✓ answered', 'answered');
    });
  }
  var idle = window.requestIdleCallback || setTimeout;
  if (state.read.length || state.answered[here]) idle(ticks);

  // Home: back to where the reader stopped, if the lesson is still there.
  var start = state.at && document.querySelector('.kind-home .lead');
  var card = start && Array.from(document.querySelectorAll('.lesson-cards a')).find(function (link) { return slug(link) === state.at.slug; });
  if (card) {
    var line = document.createElement('p');
    line.className = 'continue no-print';
    var link = document.createElement('a');
    link.href = card.getAttribute('href') + (state.at.id ? '#' + encodeURIComponent(state.at.id) : '');
    link.textContent = 'Continue: ' + [state.at.lesson, state.at.section].filter(Boolean).join(', ');
    line.append(link);
    start.after(line);
  }

  if (!here || state.off) return;

  var headings = Array.from(document.querySelectorAll('article h2[id]')).filter(function (heading) { return !heading.closest('.objectives, .share'); });
  function words(heading) {
    var copy = heading.cloneNode(true);
    copy.querySelectorAll('.headerlink').forEach(function (sign) { sign.remove(); });
    return copy.textContent.replace(/\s+/g, ' ').trim();
  }

  // Where: when the page is left, and only if the reader has begun.
  function keep() {
    var at = headings.filter(function (heading) { return heading.getBoundingClientRect().top < innerHeight / 3; }).pop();
    if (!at) return;
    var name = document.querySelector('.track [aria-current="page"]') || document.querySelector('h1');
    change(function (now) { now.at = { slug: here, lesson: name.textContent.trim(), id: at.id, section: words(at) }; });
  }
  addEventListener('pagehide', function () { if (!document.hidden) keep(); }); // a hidden page has kept it already
  document.addEventListener('visibilitychange', function () { if (document.hidden) keep(); });

  // Read: every section's heading has stood in the window for a moment, today or on another day.
  if (!state.read.includes(here) && window.IntersectionObserver) idle(function () {
    var timers = new Map();
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        clearTimeout(timers.get(entry.target));
        if (entry.isIntersecting) timers.set(entry.target, setTimeout(seen, 700, entry.target));
      });
    });
    function seen(heading) {
      observer.unobserve(heading);
      change(function (now) {
        var ids = add(now.seen, here, heading.id);
        if (!headings.every(function (one) { return ids.includes(one.id); })) return;
        delete now.seen[here];
        if (!now.read.includes(here)) now.read.push(here);
        state = now;
        ticks();
      });
    }
    headings.forEach(function (heading) { observer.observe(heading); });
  });

  document.addEventListener('toggle', function (event) {
    var list = event.target.matches('details.choice') && event.target.open && event.target.closest('ul.choices[data-answered]'); // printing and finding open them too
    var question = list && list.previousElementSibling;
    if (!question || !question.matches('.question')) return;
    change(function (now) { add(now.answered, here, question.id); });
    tick(question, '✓ answered', 'answered');
  }, true);
})();
