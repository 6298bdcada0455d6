// Finding: words against sections, without a library. guide.find(sections, 'words') gives the best sections first.
window.guide = window.guide || {};
(function (guide) {
  'use strict';
  var ALIASES = { hnk: 'hydroxynorketamine', hnks: 'hydroxynorketamine', hydroxynorketamine: 'hnk', nmdar: 'nmda', ampar: 'ampa', anaesthesia: 'anesthesia', anaesthetic: 'anesthetic', behaviour: 'behavior', signalling: 'signaling', tumour: 'tumor', k: 'ketamine', lhb: 'habenula' };

  function fold(text) { return text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f]/g, ''); }
  function words(text) { return fold(text).match(/[a-z0-9]+/g) || []; }

  // [address, page, heading, text] → what is searched.
  guide.prepare = function (rows) {
    return rows.map(function (row) {
      return { url: row[0], page: row[1], title: row[2], text: row[3], inPage: ' ' + words(row[1]).join(' '), inTitle: ' ' + words(row[2]).join(' ') + ' ', inText: ' ' + words(row[3]).join(' ') };
    });
  };

  function count(text, needle) {
    var found = 0;
    for (var at = text.indexOf(needle); at >= 0 && found < 8; at = text.indexOf(needle, at + 1)) found++;
    return found;
  }

  function score(section, word) {
    var start = ' ' + word;
    return (section.inTitle.indexOf(start + ' ') >= 0 ? 30 : section.inTitle.indexOf(start) >= 0 ? 14 : 0) + (section.inPage.indexOf(start) >= 0 ? 6 : 0) + Math.min(6, count(section.inText, start));
  }

  function away(a, b) {
    var row = [];
    for (var j = 0; j <= b.length; j++) row[j] = j;
    for (var i = 1; i <= a.length; i++) {
      var corner = row[0];
      row[0] = i;
      for (j = 1; j <= b.length; j++) {
        var above = row[j];
        row[j] = Math.min(above + 1, row[j - 1] + 1, corner + (a[i - 1] === b[j - 1] ? 0 : 1));
        corner = above;
      }
    }
    return row[b.length];
  }

  // The nearest word of the guide to one that is not in it, two letters off at most.
  function nearest(sections, word) {
    var best = '';
    var least = word.length > 6 ? 3 : 2;
    var seen = new Set();
    sections.forEach(function (section) { (section.inTitle + section.inText).split(' ').forEach(function (other) { seen.add(other); }); });
    seen.forEach(function (other) {
      if (Math.abs(other.length - word.length) >= least || other.length < 4) return;
      var distance = away(word, other);
      if (distance < least) { least = distance; best = other; }
    });
    return best;
  }

  guide.find = function (sections, query) {
    var asked = words(query).slice(0, 8);
    if (!asked.length) return { words: [], hits: [] };
    var groups = asked.map(function (word) {
      var group = ALIASES[word] ? [word, ALIASES[word]] : [word];
      var known = sections.some(function (section) { return group.some(function (one) { return score(section, one); }); });
      if (!known && word.length > 3) { var near = nearest(sections, word); if (near) group.push(near); }
      return group;
    });
    var phrase = ' ' + asked.join(' ');
    var hits = [];
    sections.forEach(function (section) {
      var total = 0;
      for (var i = 0; i < groups.length; i++) {
        var best = 0;
        groups[i].forEach(function (word, at) { best = Math.max(best, score(section, word) * (at ? 0.9 : 1)); });
        if (!best) return;
        total += best;
      }
      if (asked.length > 1 && (section.inTitle + section.inText).indexOf(phrase) >= 0) total += 15;
      total *= /references\/|evidence\//.test(section.url) ? 0.4 : /#q-/.test(section.url) ? 0.6 : /glossary\/#/.test(section.url) ? 1.25 : 1;
      hits.push({ section: section, score: total });
    });
    hits.sort(function (a, b) { return b.score - a.score; });
    return { words: [].concat.apply([], groups), hits: hits.slice(0, 30).map(function (hit) { return hit.section; }), total: hits.length };
  };
})(window.guide);
