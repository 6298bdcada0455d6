// What a reader types is made into what the theme's search (Material 9.8.1) finds best. It looks for the beginnings of
// all words, so "is it an opioid" would find every isomer and antagonist: words that mean little are left out, and
// endings. If nothing is found, words that are one or two letters off are tried.
(function () {
  'use strict';
  var QUERY = 2; // kinds of message between page and worker
  var RESULT = 3;
  var LITTLE = /^(a|about|after|all|am|an|and|any|are|as|at|be|been|being|but|by|can|could|did|do|does|doing|for|from|get|gets|had|has|have|how|i|if|in|into|ketamine|is|it|its|many|me|most|much|my|of|on|or|our|should|so|some|than|that|the|their|them|then|there|these|they|this|those|to|up|us|was|we|were|what|when|where|which|while|who|whom|whose|why|will|with|would|you|your)$/;

  function words(query) {
    if (/["+\-~^*:]/.test(query.replace(/\w-\w/g, ''))) return null; // the search's own signs: meant as typed
    var all = query.toLowerCase().split(/[\s,;.?!()/-]+/).filter(Boolean);
    var some = all.filter(function (word) { return !LITTLE.test(word); });
    return (some.length ? some : all).map(function (word) {
      // A letter or two are meant as they are, not as beginnings.
      if (word.length < 3) return word + '^1';
      return word.replace(/^(.{5,}?)(?:ings?|ions?|ed|es|ives?|e|s)$/, '$1').replace(/^(.{3}[^siu])s$/, '$1');
    });
  }

  function again(event) {
    var asked = this.asked;
    if (event.data.type !== RESULT || event.data.data.items.length || !asked) return;
    this.asked = null;
    post.call(this, { type: QUERY, data: asked.map(function (word) { return word.replace(/\^1$/, '') + '~' + (word.length > 6 ? 2 : 1); }).join(' ') });
  }

  if (!window.Worker) return;
  var post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message) {
    var asked = message && message.type === QUERY && typeof message.data === 'string' ? words(message.data) : null;
    if (!asked) return post.apply(this, arguments);
    if (!this.listens) this.addEventListener('message', again);
    this.listens = true;
    this.asked = asked;
    return post.call(this, { type: QUERY, data: asked.join(' ') });
  };
})();
