// The questions ask how sure a reader is before the first choice opens, and the answer says what being sure and wrong means.
// Without this script a choice opens at once. Nothing is stored or sent.
(function () {
  'use strict';
  var STEPS = [['guessing', 'I am guessing'], ['fairly', 'fairly sure'], ['certain', 'certain']];
  var SAID = {
    right: { guessing: 'You called it a guess: see whether you can say why it is right.', fairly: 'You were fairly sure, and right.', certain: 'You were certain, and right.' },
    wrong: { guessing: 'You were guessing, so no harm done.', fairly: 'You were fairly sure: find the step where the answer leaves your idea.', certain: 'You were certain. Being sure and wrong is worth the most: what corrects it is remembered best.' },
  };

  document.addEventListener('click', function (event) {
    var summary = event.target.closest && event.target.closest('details.choice > summary');
    if (!summary) return;
    var choice = summary.parentNode, list = choice.closest('ul.choices');
    if (choice.open || list.dataset.answered) return;
    event.preventDefault();
    list.querySelectorAll('.how-sure').forEach(function (old) { old.remove(); });

    var row = document.createElement('div');
    row.className = 'how-sure';
    row.setAttribute('role', 'group');
    row.setAttribute('aria-label', 'How sure are you?');
    row.append('How sure are you? ');
    STEPS.forEach(function (step) {
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'figure-button';
      button.textContent = step[1];
      button.addEventListener('click', function () {
        list.dataset.answered = step[0];
        row.remove();
        var note = document.createElement('p');
        note.className = 'sure-note';
        note.textContent = SAID[choice.classList.contains('choice-right') ? 'right' : 'wrong'][step[0]];
        choice.querySelector('.feedback').append(note);
        choice.open = true;
        summary.focus();
      });
      row.append(button, ' ');
    });
    choice.after(row);
    row.querySelector('button').focus();
  });
})();
