// Runs before the theme's script (Material 9.8.1), which would otherwise do more than it must while a page loads.
// First, colors: the style sheets say which scheme is in use. The theme says so again in a <meta>, for which browsers style
// every element of the page anew, twice.
(function () {
  'use strict';
  var append = document.head.appendChild;
  document.head.appendChild = function (node) {
    return node.name === 'color-scheme' ? node : append.call(document.head, node);
  };
})();

// Then the search. What a reader types is made into what the theme's search finds best. It looks for the beginnings of
// all words, so "is it an opioid" would find every isomer and antagonist: words that mean little are left out, and
// endings. If nothing is found, words that are one or two letters off are tried. A claim that has all the words comes
// first on its page, where the theme would fold it away behind the section it stands in. And the index, four times as
// large as a page, is asked for when a reader turns to the search, not on every page.
(function () {
  'use strict';
  var QUERY = 2; // kinds of message between page and worker
  var RESULT = 3;
  var LITTLE = /^(a|about|after|all|am|an|and|any|are|as|at|be|been|being|but|by|can|could|did|do|does|doing|for|from|get|gets|had|has|have|how|i|if|in|into|ketamine|is|it|its|many|me|most|much|my|of|on|or|our|should|so|some|than|that|the|their|them|then|there|these|they|this|those|to|up|us|was|we|were|what|when|where|which|while|who|whom|whose|why|will|with|would|you|your)$/;

  function words(query) {
    // A sign at the end of a word ("S-", "dose:") is none of the search's: it would look for an empty word, and fail.
    query = query.replace(/[-:\\]+(?=\s|$)|:/g, ' ');
    if (/["+\-~^*:]/.test(query.replace(/\w-\w/g, ''))) return null; // the search's own signs: meant as typed
    var all = query.toLowerCase().split(/[\s,;.?!()/-]+/).filter(Boolean);
    var some = all.filter(function (word) { return !LITTLE.test(word); });
    return (some.length ? some : all).map(function (word) {
      // A letter or two are meant as they are, not as beginnings.
      if (word.length < 3) return word + '^1';
      return word.replace(/^(.{5,}?)(?:ings?|ions?|ed|es|ives?|e|s)$/, '$1').replace(/^(.{3}[^siu])s$/, '$1');
    });
  }

  function whole(found) {
    return /#claim-/.test(found.location) && Object.values(found.terms).every(Boolean);
  }

  var wanted = /[?&][hq]=/.test(location.search); // the address asks for words, or for what to mark
  var waiting = [];

  function want(event) {
    if (!event.target.closest || !event.target.closest('.md-search, [for="__search"]')) return;
    wanted = true;
    waiting.splice(0).forEach(function (ask) { ask(); });
  }
  ['pointerover', 'touchstart', 'focusin'].forEach(function (sign) { document.addEventListener(sign, want, { passive: true }); });

  // The theme listens to keys; words also come by pasting, dictation and suggestions.
  document.addEventListener('input', function (event) {
    if (event.target.matches('.md-search__input')) event.target.dispatchEvent(new KeyboardEvent('keyup', { bubbles: true }));
  });

  var open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (method, address) {
    if (/search_index\.json$/.test(address)) this.send = function () {
      var send = XMLHttpRequest.prototype.send.bind(this);
      if (wanted) send(); else waiting.push(send);
    };
    return open.apply(this, arguments);
  };

  if (!window.Worker) return;
  var Theirs = window.Worker;
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.url = url;
      this.asked = null;
    }

    postMessage(message) {
      if (!this.worker) {
        this.worker = new Theirs(this.url);
        this.worker.addEventListener('message', this.received.bind(this));
      }
      this.asked = message.type === QUERY ? words(message.data) : null;
      this.worker.postMessage(this.asked ? { type: QUERY, data: this.asked.join(' ') } : message);
    }

    received(event) {
      if (event.data.type === RESULT) {
        var found = event.data.data.items;
        found.forEach(function (page) {
          var at = page.findIndex(whole);
          if (at > 0) page.unshift(page.splice(at, 1)[0]);
        });
        if (!found.length && this.asked) {
          var near = this.asked.map(function (word) { return word.replace(/\^1$/, '') + '~' + (word.length > 6 ? 2 : 1); });
          this.asked = null;
          this.worker.postMessage({ type: QUERY, data: near.join(' ') });
          return; // nothing is shown in between
        }
      }
      this.dispatchEvent(new MessageEvent('message', { data: event.data }));
    }
  };
})();
