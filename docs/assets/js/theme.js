// Light, dark or as the system says: the choice is kept on this device only.
(function () {
  'use strict';
  var root = document.documentElement;
  var button = document.querySelector('.theme-switch');
  var dark = matchMedia('(prefers-color-scheme: dark)');
  var names = { auto: 'Colors: system', light: 'Colors: light', dark: 'Colors: dark' };
  var next = { auto: 'light', light: 'dark', dark: 'auto' };

  function apply(choice) {
    var scheme = choice === 'dark' || (choice === 'auto' && dark.matches) ? 'slate' : 'default';
    // Written only when it changes: each time, the style of every element is worked out anew.
    if (root.dataset.theme !== choice) root.dataset.theme = choice;
    if (root.dataset.mdColorScheme !== scheme) root.dataset.mdColorScheme = scheme;
    if (button) button.querySelector('.theme-name').textContent = names[choice];
  }

  function choose() {
    var choice = next[root.dataset.theme] || 'auto';
    try { localStorage.setItem('theme', choice); } catch (error) { /* private window: the choice lasts for this page */ }
    apply(choice);
  }

  apply(names[root.dataset.theme] ? root.dataset.theme : 'auto');
  dark.addEventListener('change', function () { apply(root.dataset.theme); });
  if (button) button.addEventListener('click', choose);
})();
