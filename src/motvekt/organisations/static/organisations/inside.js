// Says in good time that somebody will be signed out, and lets them stay. Asked before it speaks: another window may have
// stayed already. What is typed is never lost, with or without this file.

const box = document.querySelector("[data-okt]");
if (box) {
  const EARLY = 5 * 60 * 1000;
  const parts = ["varsel", "siste", "over"].map((name) => box.querySelector(`[data-${name}]`));
  const stay = box.querySelector("[data-fortsett]");
  // In this browser's own time, since its clock may be wrong.
  let ends = Date.now() + Number(box.dataset.igjen) * 1000;
  let at = "";
  let timer;

  const show = (which) => {
    for (const part of parts) {
      part.hidden = part !== box.querySelector(`[data-${which}]`);
    }
    for (const place of box.querySelectorAll("[data-klokke]")) {
      place.textContent = at;
    }
    stay.hidden = which !== "varsel";
    if (!box.open) {
      box.showModal();
    }
  };

  const wait = () => {
    clearTimeout(timer);
    const left = ends - Date.now();
    timer = setTimeout(look, Math.max(1000, left > EARLY ? left - EARLY : left));
  };

  const ask = async (method) => {
    const form = box.querySelector("form");
    const answer = await fetch(box.dataset.okt, {
      method,
      body: method === "POST" ? new URLSearchParams(new FormData(form)) : undefined,
      redirect: "manual",
      cache: "no-store",
    });
    if (!answer.ok) {
      throw new Error("signed out");
    }
    const said = await answer.json();
    ends = Date.now() + said.left * 1000;
    at = said.at;
    return said.last;
  };

  async function look() {
    try {
      const last = await ask("GET");
      if (ends - Date.now() <= EARLY) {
        show(last ? "siste" : "varsel");
      }
      wait();
    } catch {
      if (Date.now() >= ends) {
        show("over");
      } else {
        wait();
      }
    }
  }

  box.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await ask("POST");
      box.close();
      wait();
    } catch {
      show("over");
    }
  });
  box.querySelector("[data-lukk]").addEventListener("click", () => box.close());
  wait();
}

// A text is sent when there is a network to send it by. A browser that has none shows a page of its own instead, and the
// way back from there doesn't always lead to what was typed. Without this file the browser's own «Last inn på nytt» sends
// it, and what is sent twice is one.

const noNetwork = document.querySelector("[data-uten-nett]");
if (noNetwork) {
  const FRESH = 20 * 1000;
  const PATIENCE = 8 * 1000;
  const address = document.querySelector("[data-okt]").dataset.okt;
  let heard = Date.now();

  // What came this moment shows that there is one.
  const isKnown = () => navigator.onLine && Date.now() - heard < FRESH;

  const isThere = async () => {
    try {
      await fetch(address, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      heard = Date.now();
      return true;
    } catch {
      return false;
    }
  };

  for (const form of document.querySelectorAll('main form[method="post"]')) {
    if (!form.querySelector("textarea, [data-utkast]")) {
      continue;
    }
    let asking = false;
    let passes = false;
    let words;
    form.addEventListener("submit", async (event) => {
      if (passes || isKnown()) {
        passes = false;
        return;
      }
      event.preventDefault();
      if (asking) {
        return;
      }
      asking = true;
      words?.remove();
      const button = event.submitter;
      const there = await isThere();
      asking = false;
      if (there) {
        passes = true;
        form.requestSubmit(button);
      } else {
        words = noNetwork.content.firstElementChild.cloneNode(true);
        form.append(words);
        words.scrollIntoView({ block: "nearest" });
      }
    });
  }
}
