// What somebody writes without saying who they are goes out without the browser leaving the page. Of a page that answers
// a form a browser keeps the whole form on its disk, to show it again after a restart; of this it keeps nothing. And where
// there is no network, the text stays where it is. Without this file the browser sends the same forms itself.

const PATIENCE = 3 * 60 * 1000;
const shown = [];
let at = 0;
let sending = false;

const main = () => document.querySelector("main");

// Another page in the place of this one. What was typed here stays in it, for whoever goes back.
const turn = (page) => {
  main().replaceWith(page.main);
  document.title = page.title;
  page.main.dispatchEvent(new Event("motvekt:vist", { bubbles: true }));
};

const open = (html) => {
  const found = new DOMParser().parseFromString(html, "text/html");
  const next = found.querySelector("main");
  if (!next) {
    throw new Error("no page of ours");
  }
  shown[at] = { main: main(), title: document.title };
  history.replaceState({ at }, "");
  at += 1;
  shown.length = at;
  shown[at] = { main: document.adoptNode(next), title: found.title };
  const first = next.querySelector("[autofocus]") ?? next.querySelector("h1");
  first.removeAttribute("autofocus");
  first.tabIndex = -1;
  turn(shown[at]);
  history.pushState({ at }, "");
  scrollTo(0, 0);
  first.focus({ preventScroll: true });
};

// A link to a place on the page comes here too, and says nothing of which page.
addEventListener("popstate", ({ state }) => {
  const page = shown[state?.at];
  if (page && state.at !== at) {
    at = state.at;
    turn(page);
  }
});

const filled = (form, button) => {
  const said = new FormData(form);
  if (button?.name) {
    said.append(button.name, button.value);
  }
  return form.enctype === "multipart/form-data" ? said : new URLSearchParams(said);
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post" || !main().contains(form)) {
    return;
  }
  event.preventDefault();
  if (sending) {
    return;
  }
  sending = true;
  main().querySelector("[data-tapt]")?.remove();
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: filled(form, event.submitter),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.redirected) {
      location.replace(answer.url);
      return;
    }
    open(await answer.text());
  } catch {
    const words = document.querySelector("[data-uten-svar]").content.firstElementChild.cloneNode(true);
    form.append(words);
    words.scrollIntoView({ block: "nearest" });
  } finally {
    sending = false;
    event.submitter?.removeAttribute("aria-busy");
  }
});
