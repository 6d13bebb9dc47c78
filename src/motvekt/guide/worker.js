// The service worker of the offline copy. It is there only after a press on «Lagre på denne telefonen».
//
// The network is asked first for every page; the copy answers where the network doesn't. Nothing is stored but the files
// that innhold.json lists, and no address ever: what somebody answers or searches for leaves no trace here.

// A copy is a cache of its own. Its INDEX is put in last: a cache without it is half a copy, and counts for nothing.
const COPY = "motvekt ";
const INDEX = "/lagret/innhold.json";
const ANONYMOUS = /^\/(?:[a-z]{2}\/)?droft\//;
const LANGUAGE = /^\/(nb|nn|en)(?=\/)/;

// Milliseconds. Whoever reloads a page that the copy doesn't have may have a slow network rather than none, and can wait.
const PATIENCE = 4_000;
const PATIENCE_AGAIN = 30_000;
const PATIENCE_SAVING = 60_000;
const JUST_NOW = 30_000;
const MINUTE = 60_000;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === "navigate") {
    const network = fetch(request);
    // So a browser marks a reload; going back and forth is marked otherwise.
    event.respondWith(answer(url, network, request.cache === "no-cache"));
    // Nothing is asked for beside a page where people write anonymously: somebody's log could tell of it.
    if (!ANONYMOUS.test(url.pathname)) {
      event.waitUntil(network.then(renew).catch(() => {}));
    }
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(stored(url.pathname).then((file) => file ?? fetch(request)));
  }
});

// {save: the address of the index in the language of the copy} or {remove: true}. The answer is "" or why it failed.
self.addEventListener("message", (event) => {
  const { save: address, remove: all } = event.data;
  const done = inTurn(() => (all ? remove() : save(address))).then(
    () => "",
    (error) => error.why ?? "nekt",
  );
  event.waitUntil(done.then((why) => event.ports[0].postMessage(why)));
});

// --- Answering ----------------------------------------------------------------------------------------------------

let failed = 0;

async function answer(url, network, again) {
  const path = url.pathname.replace(LANGUAGE, "");
  const ours = path.startsWith("/lagret/");
  try {
    // On a network that hangs one waits once, not on every page of the copy.
    if (ours && !again && Date.now() - failed < JUST_NOW) {
      throw new Error("it has just failed");
    }
    const found = await inTime(network, again && !ours ? PATIENCE_AGAIN : PATIENCE);
    if (found.status >= 502 && found.status <= 504) {
      throw new Error("there is only a gateway");
    }
    return found;
  } catch {
    failed = Date.now();
    return (await fromCopy(url.pathname, path)) ?? network;
  }
}

// What the copy has for an address: a page of its own, the way to one, or the page that says what there is.
async function fromCopy(address, path) {
  const copy = await whole();
  if (!copy) {
    return undefined;
  }
  const [home] = copy.index.files;
  const target = await place(copy, home, path);
  return target && target !== address ? Response.redirect(target) : stored(target ?? home, copy.name);
}

// Where the copy has what stands at `path`, which is without a language: each item of the stored guide has its own
// address for an id.
async function place(copy, home, path) {
  const id = path.slice(1, -1);
  if (path.startsWith("/lagret/")) {
    const own = home + path.slice("/lagret/".length);
    return copy.index.files.includes(own) ? own : undefined;
  }
  if (path === "/kontakter/" || path === "/veileder/") {
    return `${home}${id}/`;
  }
  if (path.startsWith("/veileder/rutine/")) {
    return `${home}rutine/#${id}`;
  }
  const guide = await stored(`${home}veileder/`, copy.name);
  return (await guide.text()).includes(` id="${id}"`) ? `${home}veileder/#${id}` : undefined;
}

// --- The copy -----------------------------------------------------------------------------------------------------

// A stored file. Caches are never opened to be read: opening one that has just gone would make it again, empty.
function stored(file, cacheName) {
  return caches.match(file, { cacheName, ignoreVary: true }).catch(() => undefined);
}

async function copies() {
  return (await caches.keys()).filter((name) => name.startsWith(COPY)).reverse();
}

// The newest whole copy.
async function whole() {
  for (const name of await copies()) {
    const index = await stored(INDEX, name);
    if (index) {
      return { name, index: await index.json() };
    }
  }
  return undefined;
}

// A new copy in the place of any other; where something fails, the one that was there stays.
async function save(address) {
  let why = "nett";
  try {
    const { index, answers } = await inTime(fetched(address), PATIENCE_SAVING);
    why = "nekt";
    const name = `${COPY}${index.stamp} ${Date.now()}`;
    const cache = await caches.open(name);
    await Promise.all(answers.map(([file, found]) => cache.put(file, found)));
    await cache.put(INDEX, new Response(JSON.stringify({ ...index, address })));
    await clear(name);
  } catch (error) {
    const old = await whole();
    await (old ? clear(old.name) : remove());
    throw Object.assign(new Error(error.message), { why: error.name === "QuotaExceededError" ? "plass" : why });
  }
}

// Everything that the index lists, of one and the same edition.
async function fetched(address) {
  const index = await (await get(address)).json();
  const answers = await Promise.all(
    index.files.map(async (file) => {
      const found = await get(file);
      if (file.endsWith("/") && !(await found.clone().text()).includes(index.stamp)) {
        throw new Error(`${file} is of another edition`);
      }
      return [file, found];
    }),
  );
  return { index, answers };
}

// A static file never changes under its name; of pages the browser shall keep no other copy than this.
async function get(file) {
  const cache = file.startsWith("/static/") ? "default" : "no-store";
  const found = await fetch(file, { cache, credentials: "omit" });
  if (!found.ok || found.redirected) {
    throw new Error(`${file}: ${found.status}`);
  }
  return found;
}

let asked = 0;

// After an answer of the network: makes the copy anew where the site has another. When it last asked is not stored.
async function renew() {
  if (Date.now() - asked < MINUTE) {
    return;
  }
  asked = Date.now();
  const copy = await whole();
  if (!copy) {
    return;
  }
  const { address, stamp } = copy.index;
  if ((await (await get(address)).json()).stamp !== stamp) {
    await inTurn(async () => (await whole()) && save(address));
  }
}

async function remove() {
  await clear();
  await self.registration.unregister();
}

async function clear(except) {
  await Promise.all((await copies()).filter((name) => name !== except).map((name) => caches.delete(name)));
}

// --- Time ---------------------------------------------------------------------------------------------------------

let turn = Promise.resolve();

// Saving and removing never meet.
function inTurn(task) {
  const done = turn.then(task);
  turn = done.catch(() => {});
  return done;
}

function inTime(promise, milliseconds) {
  const late = new Promise((_, reject) => setTimeout(reject, milliseconds, new Error("too late")));
  return Promise.race([promise, late]);
}
