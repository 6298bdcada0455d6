// The calendar of five weeks, starting on a day that the reader picks. The dates of the finished file are moved here; nothing is sent.
(function () {
  'use strict';
  var link = document.querySelector('a[href$="-plan.ics"][data-plan]');
  // A page from a disk may not fetch; there the file with its own first day stays.
  if (!link || location.protocol === 'file:') return;

  var DAY = 86400000;
  function day(text) { return Date.UTC(text.slice(0, 4), text.slice(4, 6) - 1, text.slice(6, 8)); }
  function written(time) { return new Date(time).toISOString().slice(0, 10).replace(/-/g, ''); }
  function named(time) {
    return new Date(time).toLocaleDateString(document.documentElement.lang || 'en-US', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  }
  function moved(calendar, first) {
    var shift = first - day(/DTSTART;VALUE=DATE:(\d{8})/.exec(calendar)[1]);
    var now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    return calendar
      .replace(/^(DTSTART|DTEND);VALUE=DATE:(\d{8})/gm, function (line, name, date) { return name + ';VALUE=DATE:' + written(day(date) + shift); })
      .replace(/^DTSTAMP:.*$/gm, 'DTSTAMP:' + now); // later than that of the file: a calendar that has it takes the new days
  }

  var form = document.createElement('form');
  form.className = 'plan-start';
  form.innerHTML = '<label>First day <input type="date" required></label> <button class="quiet-button">Download the plan from this day</button> <span role="status"></span>';
  var input = form.querySelector('input'), status = form.querySelector('[role=status]');
  var today = new Date();
  input.value = new Date(today.getTime() - today.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  link.closest('p').after(form);

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    fetch(link.href).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (calendar) {
      var first = day(input.value.replace(/-/g, ''));
      var file = URL.createObjectURL(new Blob([moved(calendar, first)], { type: 'text/calendar' }));
      Object.assign(document.createElement('a'), { href: file, download: 'how-ketamine-works-plan.ics' }).click();
      setTimeout(function () { URL.revokeObjectURL(file); }, 40000);
      status.textContent = 'Saved: from ' + named(first) + ' to ' + named(first + 34 * DAY) + '.';
    }).catch(function () {
      status.textContent = 'The plan could not be loaded; the link above has it with its own first day.';
    });
  });
})();
