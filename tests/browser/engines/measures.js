// What the tests measure inside a page, in every engine: one object of functions, called by Engine.measure.
({
  // Until the window has been drawn `count` times.
  async frames(count) {
    for (; count > 0; count -= 1) await new Promise(requestAnimationFrame);
  },

  seen(selector, root = document) {
    return [...root.querySelectorAll(selector)].filter((one) => one.checkVisibility({visibilityProperty: true, opacityProperty: true}));
  },

  count(selector) {
    return this.seen(selector).length;
  },

  // Where the first visible match can be pointed at, in px of the window; null while it moves or is not in the window.
  async point(selector) {
    const goal = this.seen(selector)[0];
    if (!goal) return null;
    goal.scrollIntoView({block: 'center', behavior: 'instant'});
    const middle = () => { const box = goal.getClientRects()[0]; return [box.left + box.width / 2, box.top + box.height / 2]; };
    const [x, y] = middle();
    await this.frames(2);
    const still = middle().every((at, axis) => at === [x, y][axis]);
    return still && x >= 0 && y >= 0 && x < innerWidth && y < innerHeight ? [x, y] : null;
  },

  // Until colors and places have stopped changing.
  async settled() {
    await this.frames(2);
    const ends = (one) => one.effect.getComputedTiming().endTime < Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map((one) => one.finished));
  },

  // What was asked of other hosts.
  elsewhere() {
    return performance.getEntriesByType('resource').map((one) => one.name)
      .filter((name) => !name.startsWith(location.origin + '/') && !/^(data|blob):/.test(name));
  },

  // Places that can be linked to and have room on the page, folded or not.
  places() {
    const inside = (one, selector) => one.parentElement.closest(selector);
    return [...document.querySelectorAll('article :is(h2, h3, h4, figure, mark, p, li, details)[id], article [id^="claim-"]')]
      .filter((one) => !inside(one, '[hidden], .share, svg') && (one.checkVisibility() || inside(one, 'details')))
      .map((one) => one.id);
  },

  // null where the place stands below the header in the upper half of the window, or anywhere in it at the page's end.
  missed(id) {
    const place = document.getElementById(id);
    if (!place) return `#${id} is not on ${location}`;
    const top = (place.getClientRects()[0] ?? {top: NaN}).top;
    const header = document.querySelector('.md-header').getBoundingClientRect().bottom;
    const atEnd = scrollY >= document.documentElement.scrollHeight - innerHeight - 3;
    const lands = top >= header - 1 && (top <= innerHeight / 2 || (atEnd && top < innerHeight));
    return lands ? null : `#${id} at ${Math.round(top)} px`;
  },

  // Follows every place of the page, from far to far: what is laid out only when it comes near must not move it.
  async landings() {
    const ids = this.places();
    const order = ids.flatMap((id, at) => (at < ids.length / 2 ? [id, ids[ids.length - 1 - at]] : []));
    const wrong = [];
    for (const id of new Set(order)) {
      // A script opens a closed fold and scrolls again one frame later.
      const fold = document.getElementById(id).closest('details:not([open])');
      // Most land at once; slower tries only where a late answer to the place before may have scrolled back.
      for (const [again, frames] of [fold ? 2 : 0, 2, 12].entries()) {
        if (again) location.hash = '';
        location.hash = '#' + id;
        await this.frames(frames);
        if (!this.missed(id)) break;
        if (frames === 12) wrong.push(this.missed(id));
      }
      if (wrong.length > 9) break; // a fault of the page, not of its places
    }
    return wrong;
  },

  // After a load at a place: once nothing has moved for a quarter of a second.
  async landing() {
    const id = decodeURIComponent(location.hash.slice(1));
    const top = () => document.getElementById(id)?.getBoundingClientRect().top;
    for (let still = 0, last = top(), waited = 0; still < 15 && waited < 180; waited += 1) {
      await this.frames(1);
      still = top() === last ? still + 1 : 0;
      last = top();
    }
    return this.missed(id);
  },

  // What sticks out of the window to the right although nothing scrolls there.
  wide() {
    return document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} px`] : [];
  },

  icons() {
    const inWindow = (box) => box.top >= 0 && box.left >= 0 && box.right <= innerWidth;
    return this.seen('.md-header__inner :is(label, a, span, button):has(> svg)').filter((one) => inWindow(one.getBoundingClientRect()));
  },

  // Signs of the header that are smaller than they are drawn, or too small to press.
  smallIcons() {
    const least = (one, size) => { const box = one.getBoundingClientRect(); return Math.min(box.width, box.height) < size; };
    return this.icons().filter((one) => least(one.querySelector('svg'), 20) || least(one, 24)).map((one) => one.outerHTML.slice(0, 90));
  },

  // Words in figures that are seen in a smaller type than `least` px.
  smallWords(least) {
    return this.seen('article figure.figure svg text')
      .map((text) => { const to = text.getScreenCTM(); return [parseFloat(getComputedStyle(text).fontSize) * Math.sqrt(Math.abs(to.a * to.d - to.b * to.c)), text]; })
      .filter(([size]) => size < least - 0.05)
      .map(([size, text]) => `${text.closest('figure').id}: ${size.toFixed(1)} px: ${text.textContent}`);
  },

  // Labels of figures that lie over one another.
  meetingLabels() {
    const shared = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
    return this.seen('article figure.figure svg').flatMap((picture) => {
      const lines = this.seen('text:not([stroke])', picture).flatMap((text) => (text.children.length ? [...text.children] : [text]));
      const boxes = lines.map((line) => [line.textContent, line.getBoundingClientRect()]);
      return boxes.flatMap(([words, box], at) => boxes.slice(0, at).filter((other) => shared(box, other[1])).map((other) => `${picture.closest('figure').id}: ${other[0]} | ${words}`));
    });
  },

  // Links from a source back to the text that a screen reader would read alike.
  alikeBackLinks() {
    const name = (link) => link.getAttribute('aria-label') || link.title || link.textContent;
    return [...document.querySelectorAll('.footnote > ol > li')]
      .filter((item) => { const names = [...item.querySelectorAll('.footnote-backref')].map(name); return new Set(names).size < names.length; })
      .map((item) => item.id);
  },

  // Words that would be pale on white paper.
  paleWords() {
    const contrast = (color) => 1.05 / (this.luminance(color) + 0.05);
    const own = (one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    return this.seen('article *').filter((one) => own(one) && !one.closest('.on-screen'))
      .map((one) => [one, getComputedStyle(one)[one.closest('svg') ? 'fill' : 'color']])
      .filter(([, color]) => contrast(color) < 4.5)
      .map(([one, color]) => `${one.closest('figure')?.id ?? ''} ${color}: ${one.textContent.trim().slice(0, 40)}`);
  },

  // With the system's own colors: claims that are blocks of color, and signs of grades that lost what tells them apart.
  forcedColors() {
    const shown = (one) => getComputedStyle(one).backgroundColor;
    const wrong = [...document.querySelectorAll('article mark.claim')]
      .filter((claim) => !/^transparent$|, 0\)$/.test(shown(claim)) && shown(claim) !== shown(document.body))
      .map((claim) => claim.id);
    const signs = new Map([...document.querySelectorAll('article a.grade')].map((grade) => {
      const sign = getComputedStyle(grade, '::before');
      return [grade.className, `${sign.backgroundImage} ${sign.backgroundColor}`];
    }));
    return new Set(signs.values()).size < signs.size ? [...wrong, `signs alike: ${JSON.stringify([...signs])}`] : wrong;
  },

  isDark() {
    return this.luminance(getComputedStyle(document.body).backgroundColor) < 0.1;
  },

  // 0 for black, 1 for white (WCAG's relative luminance).
  luminance(color) {
    const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d');
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  },
})
