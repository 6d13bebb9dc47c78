// The pages below /lagret/: how old a copy is, and on the first of them to store it and to remove it. Without this file
// they can be read as they are. Nothing is registered and nothing stored before somebody presses the button.

// How long ago a page was made, in its own words; empty where it has just been made, or the telephone's clock is behind.
function age({ dateTime, dataset }) {
  const minutes = Math.floor((Date.now() - Date.parse(dateTime)) / 60_000);
  const hours = Math.floor(minutes / 60);
  if (!(minutes > 1)) {
    return "";
  }
  // From two on, so that no language needs a singular.
  const [words, count] =
    hours < 2 ? [dataset.minutter, minutes] : hours < 48 ? [dataset.timer, hours] : [dataset.dager, Math.floor(hours / 24)];
  return `, ${words.replace("#", count)}`;
}

for (const time of document.querySelectorAll("[data-hentet]")) {
  time.after(age(time));
}

// The worker's names for a copy and for what makes it a whole one.
const COPY = "motvekt ";
const INDEX = "/lagret/innhold.json";
const SAVING_TAKES_AT_MOST = 90_000;

// When the copy was made, as its own first page says it; null where there is no copy.
async function storedTime() {
  for (const cacheName of await caches.keys()) {
    const index = cacheName.startsWith(COPY) && (await caches.match(INDEX, { cacheName }));
    if (index) {
      const { files } = await index.json();
      const page = await (await caches.match(files[0], { cacheName, ignoreVary: true })).text();
      return new DOMParser().parseFromString(page, "text/html").querySelector("[data-hentet]");
    }
  }
  return null;
}

// The worker, ready to work. It is here that the browser is asked whether it lets us store anything.
async function readyWorker() {
  const registration = await navigator.serviceWorker.register("/lagret.js", { scope: "/" });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  await new Promise((resolve, reject) => {
    const look = () => (worker.state === "activated" ? resolve() : worker.state === "redundant" && reject());
    worker.addEventListener("statechange", look);
    look();
  });
  return worker;
}

// Ask the worker for something, and hear why it failed, or "".
function ask(worker, message) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data);
    setTimeout(resolve, SAVING_TAKES_AT_MOST, "nett");
    worker.postMessage(message, [port2]);
  });
}

// Why it failed, or "".
async function saved(index) {
  try {
    return await ask(await readyWorker(), { save: index });
  } catch (error) {
    if (!(await storedTime())) {
      await (await navigator.serviceWorker.getRegistration())?.unregister();
    }
    // So a browser says that it couldn't fetch the worker.
    return error?.name === "TypeError" ? "nett" : "nekt";
  }
}

async function removed() {
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration?.active) {
    await ask(registration.active, { remove: true });
  }
  // Where somebody has taken the worker away and left the copy.
  const left = (await caches.keys()).filter((name) => name.startsWith(COPY));
  await Promise.all(left.map((name) => caches.delete(name)));
  return "fjernet";
}

// What the panel says and which of its buttons can be pressed.
function offer(panel) {
  const status = panel.querySelector("[role=status]");
  const [save, again, remove] = ["lagre", "lagre-igjen", "fjern"].map((name) => panel.querySelector(`[data-${name}]`));
  let busy = false;

  const say = (...what) => {
    const words = what.map((name) => panel.querySelector(`[data-si=${name}]`).content.cloneNode(true));
    status.replaceChildren(...words);
  };

  // What has just happened, if anything, and what there is.
  const show = async (happened) => {
    const time = await storedTime();
    const there = time ? "lagret" : !happened && "ingen";
    say(...[happened, there].filter(Boolean));
    status.querySelector("[data-tid]")?.replaceWith(time.textContent, age(time));
    save.hidden = Boolean(time);
    again.hidden = remove.hidden = !time;
  };

  const onPress = (button, work) =>
    button.addEventListener("click", async () => {
      if (busy) {
        return;
      }
      busy = true;
      await work().then(show).catch(() => say("nekt"));
      // The button that was pressed may have gone.
      [save, again].find((other) => !other.hidden)?.focus();
      busy = false;
    });

  const store = () => {
    say("lagrer");
    return saved(panel.dataset.kopi);
  };
  onPress(save, store);
  onPress(again, store);
  onPress(remove, removed);

  if ("serviceWorker" in navigator) {
    show().catch(() => say("nekt"));
  } else {
    say("nekt");
  }
}

// Where the page stands in for one that the copy doesn't have, the numbers come first.
function standIn(help) {
  const elsewhere = !window.location.pathname.endsWith("/lagret/");
  if (elsewhere || !navigator.onLine) {
    help.hidden = false;
    help.after(document.querySelector("[data-sider]"));
    help.querySelector("[data-prov-igjen]").addEventListener("click", () => window.location.reload());
  }
}

for (const panel of document.querySelectorAll("[data-kopi]")) {
  offer(panel);
  standIn(document.querySelector("[data-uten-nett]"));
}
