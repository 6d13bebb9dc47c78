// What somebody writes without saying who they are goes out without the browser leaving the page. Of a page that answers
// a form a browser keeps the whole form on its disk, to show it again after a restart; of this it keeps nothing. And where
// there is no network, the text stays where it is. Without this file the browser sends the same forms itself.

const PATIENCE = 3 * 60 * 1000;
// Bytes of pictures that are read at all; what is above it is refused before anybody has seen the text beside it.
const MOST = 24_000_000;
const shown = [];
let at = 0;
let sending = false;

// Why something wasn't sent: templates of the page with the words.
const [NO_ANSWER, TOO_LARGE] = ["[data-uten-svar]", "[data-for-stort]"];
const NOT_SENT = [NO_ANSWER, TOO_LARGE];

const main = () => document.querySelector("main");

// All that is seen of a page, and what it says without a network: the next one can be in another language.
const page = (of) => ({
  body: [...of.body.childNodes],
  alone: NOT_SENT.map((why) => of.querySelector(why) ?? document.querySelector(why)),
  title: of.title,
  language: of.documentElement.lang,
});

// Another page in the place of this one. What was typed here stays in it, for whoever goes back.
const turn = (to) => {
  document.body.replaceChildren(...to.body);
  NOT_SENT.forEach((why, number) => document.querySelector(why).replaceWith(to.alone[number]));
  document.title = to.title;
  document.documentElement.lang = to.language;
  main().dispatchEvent(new Event("motvekt:vist", { bubbles: true }));
};

const open = (html, address) => {
  const found = new DOMParser().parseFromString(html, "text/html");
  const next = found.querySelector("main");
  if (!next) {
    throw new Error("no page of ours");
  }
  shown[at] = page(document);
  history.replaceState({ at }, "");
  at += 1;
  shown.length = at;
  shown[at] = page(found);
  const first = next.querySelector("[autofocus]") ?? next.querySelector("h1");
  first.removeAttribute("autofocus");
  first.tabIndex = -1;
  turn(shown[at]);
  history.pushState({ at }, "", address);
  scrollTo(0, 0);
  first.focus({ preventScroll: true });
};

// A link to a place on the page comes here too, and says nothing of which page.
addEventListener("popstate", ({ state }) => {
  const to = shown[state?.at];
  if (to && state.at !== at) {
    at = state.at;
    turn(to);
  }
});

const say = (why, form) => {
  const words = document.querySelector(why).content.firstElementChild.cloneNode(true);
  form.append(words);
  words.scrollIntoView({ block: "nearest" });
};

const size = (form) =>
  [...form.elements].flatMap((field) => [...(field.files ?? [])]).reduce((sum, file) => sum + file.size, 0);

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
  main().querySelector("[data-tapt]")?.remove();
  if (size(form) > MOST) {
    say(TOO_LARGE, form);
    return;
  }
  sending = true;
  event.submitter?.setAttribute("aria-busy", "true");
  try {
    // A button can have an address of its own: that of the page in another language.
    const address = event.submitter?.hasAttribute("formaction") ? event.submitter.formAction : form.action;
    const answer = await fetch(address, {
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
    open(await answer.text(), address);
  } catch {
    say(NO_ANSWER, form);
  } finally {
    sending = false;
    event.submitter?.removeAttribute("aria-busy");
  }
});
