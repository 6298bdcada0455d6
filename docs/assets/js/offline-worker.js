// Only in the copy for use from a disk (scripts/editions/offline.py puts it there): the theme's search runs in a worker,
// which no page from a disk may start. A hidden frame takes its place, as in the npm package iframe-worker 1.0.4, but
// without a script written into it, which the policy of the pages would block.
(function () {
  'use strict';
  if (location.protocol !== 'file:') return;

  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement('iframe');
      frame.hidden = true;
      frame.title = 'Search';
      document.body.append(frame);
      const inside = this.inside = frame.contentWindow;
      inside.document.open();
      inside.document.write('<!doctype html><title>Search</title><body>');
      inside.document.close();
      inside.postMessage = (data) => this.dispatchEvent(new MessageEvent('message', { data }));
      const script = inside.document.createElement('script');
      script.src = new URL(url, location.href).href;
      this.ready = new Promise((done) => { script.onload = done; });
      inside.document.body.append(script);
    }

    postMessage(data) {
      this.ready.then(() => this.inside.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) })));
    }
  };
})();
