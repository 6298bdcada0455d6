const BUILD = { shell: {}, rest: {}, size: 0 }; // written by scripts/publish/offline_app.py: address → hash of its content
// Keeps the guide on a reader's device for when there is no network. docs/assets/js/offline.js starts it.
//
// The shell is what every page may need (styles, scripts, fonts); it is kept at once. Of the rest, what was read is kept,
// or everything if the reader asks for it on About. Scripts and styles have their version in the address, and a page is
// kept last, when all that it names is there: no page ever meets scripts of another build. So one cache is enough, and a
// new build only adds to it until the last page of the old one is closed; then what the new one does not have is removed.
'use strict';
const SCOPE = registration.scope;
const CACHE = 'guide ' + SCOPE; // other sites on the same host have their own
const EVERYTHING = 'everything-is-kept'; // an address that only marks the reader's wish
const FALLBACK = '503.html'; // says that a page is not kept
const PATIENCE = 4000; // milliseconds that a page which is kept may take over a bad network
const AT_ONCE = 6;

const whole = (address) => new URL(address, SCOPE).href;
const isPage = (address) => /(^|\/|\.html)$/.test(address);
const isListed = (address) => address in BUILD.shell || address in BUILD.rest;
const kept = (address) => caches.match(whole(address), { cacheName: CACHE }).catch(() => undefined); // a damaged cache is no reason to fail

/** The address below the site's, as the build lists it; null for another site. A page is the same whatever its query. */
function addressOf(href) {
  const url = new URL(href);
  url.hash = '';
  if (isPage(url.pathname)) url.search = '';
  return url.href.startsWith(SCOPE) ? url.href.slice(SCOPE.length).replace(/(^|\/)index\.html$/, '$1') : null;
}

async function hash(body) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
  return Array.from(bytes.slice(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a page's HTML names on this site. */
function named(address, body) {
  const found = new TextDecoder().decode(body).matchAll(/ (?:href|src)="([^":#]+)["#]/g);
  return Array.from(found, ([, link]) => addressOf(new URL(link, whole(address)).href)).filter(Boolean);
}

/** Whether this is of our build. Of a page (a host may add to it) the scripts and styles count, of the rest every byte. */
async function belongs(address, body) {
  if (!isPage(address)) return (await hash(body)) === (BUILD.shell[address] || BUILD.rest[address]);
  return named(address, body).every((each) => !/^assets\/.*\.(css|js)(\?|$)/.test(each) || each in BUILD.shell);
}

/** Keep a file, and before a page its pictures. Fails if the server has another build by now. */
async function keep(address, response) {
  response = response || await fetch(whole(address), { cache: 'no-cache' });
  const body = await response.arrayBuffer();
  if (!response.ok || !(await belongs(address, body))) throw new Error(address + ' is not of this build');
  const pictures = isPage(address) ? named(address, body).filter((each) => /\.(svg|png)$/.test(each) && isListed(each)) : [];
  for (const picture of pictures) if (!(await kept(picture))) await keep(picture);
  // The reader has switched this off while a page was open.
  if (!(await caches.has(CACHE))) throw new Error('switched off');
  await (await caches.open(CACHE)).put(whole(address), new Response(body, { headers: response.headers }));
}

async function keepAll(addresses, tell = () => {}) {
  const waiting = Array.from(addresses);
  let done = 0;
  async function work() {
    for (let address; (address = waiting.shift()) !== undefined;) {
      const there = await kept(address);
      if (!there || (await hash(await there.arrayBuffer())) !== (BUILD.shell[address] || BUILD.rest[address])) await keep(address);
      tell(++done, addresses.length);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** The new build of all that the reader has; if anything is missing, the last build stays as it is. */
async function install() {
  const cache = await caches.open(CACHE);
  const before = (await cache.keys()).map((request) => addressOf(request.url));
  const shell = Object.keys(BUILD.shell);
  await keepAll(shell.filter((address) => !isPage(address)));
  await keepAll(shell.filter(isPage)); // after what they name, should the network fail in between
  await keepAll(Object.keys(BUILD.rest).filter((address) => before.includes(EVERYTHING) || before.includes(address)));
}

async function removeOld() {
  if (!(await caches.has(CACHE))) return;
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    const address = addressOf(request.url);
    const body = await (await cache.match(request)).arrayBuffer();
    if (address !== EVERYTHING && !(isListed(address) && (await belongs(address, body)))) await cache.delete(request);
  }
}

/** From the server if it answers in time, else what is kept. */
async function newest(event, address) {
  // Without its slash a page's own links would be taken from the folder above.
  const own = (await kept(address)) || ((await kept(address + '/')) && Response.redirect(whole(address + '/')));
  try {
    const asked = fetch(event.request);
    const response = await (own ? Promise.race([asked, new Promise((_, late) => setTimeout(late, PATIENCE))]) : asked);
    if (response.status >= 500 && own) return own;
    // A page of a newer build is shown but not kept: that build's own worker does it.
    if (response.ok && isListed(address)) event.waitUntil(keep(address, response.clone()).catch(() => registration.update()).catch(() => {}));
    return response;
  } catch {
    const page = event.request.mode === 'navigate' ? await kept(FALLBACK) : undefined;
    return own || page || Response.error();
  }
}

async function keepEverything(port) {
  try {
    await keepAll([...Object.keys(BUILD.shell), ...Object.keys(BUILD.rest)], (done, of) => port.postMessage({ done, of }));
    await (await caches.open(CACHE)).put(whole(EVERYTHING), new Response());
    port.postMessage({ finished: true });
  } catch {
    port.postMessage({ failed: true });
  }
}

addEventListener('install', (event) => event.waitUntil(install()));
// It waits until no page of the last build is open.
addEventListener('activate', (event) => event.waitUntil(removeOld()));

addEventListener('fetch', (event) => {
  const { request } = event, address = addressOf(request.url);
  if (request.method !== 'GET' || address === null || address.startsWith('download/')) return;
  if (address.startsWith('assets/')) event.respondWith(kept(address).then((found) => found || fetch(request)));
  else if (request.mode === 'navigate' || isListed(address)) event.respondWith(newest(event, address));
});

// {keep: address of a page that was open before the worker}, {everything: true} or {size: true}
addEventListener('message', (event) => {
  const { keep: page, everything, size } = event.data, [port] = event.ports;
  if (page && addressOf(page) in BUILD.rest) event.waitUntil(keep(addressOf(page)).catch(() => {}));
  if (everything) event.waitUntil(keepEverything(port));
  if (size) port.postMessage({ size: BUILD.size });
});
