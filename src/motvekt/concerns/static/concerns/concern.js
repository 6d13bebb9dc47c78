// A call that is started from a page of a concern stamps it, also while the telephone already rings. Without this file
// there is a button that does the same.

const form = document.querySelector("[data-ringte]");
if (form) {
  const last = new Map();
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="tel:"]');
    if (!link) {
      return;
    }
    const to = link.getAttribute("href") === "tel:112" ? "emergency" : link.closest("[data-alvorlig]") && "serious";
    // One who presses twice because nothing seems to happen makes one call.
    if (!to || Date.now() - (last.get(to) ?? 0) < 10_000) {
      return;
    }
    last.set(to, Date.now());
    const said = new FormData(form);
    said.set("to", to);
    said.set("stille", "1");
    fetch(form.action, { method: "POST", body: new URLSearchParams(said), keepalive: true, redirect: "manual" }).catch(
      () => {},
    );
  });
}

// The sheet of a concern saves itself while somebody writes: at most every fifteen seconds, and only what has changed.
// Nothing is ever kept in the browser. Without this file the same form has a button for it.

const PAUSE = 15 * 1000;

for (const form of document.querySelectorAll("[data-kladd]")) {
  const line = form.querySelector("[data-kladdlinje]");
  const [saved, offline, out, unsaved, look] = form.querySelector("[data-kladdord]").content.textContent.split("|");
  for (const button of form.querySelectorAll("[data-uten-skript]")) {
    button.hidden = true;
  }
  line.hidden = false;
  const filled = () => new URLSearchParams(new FormData(form)).toString();
  // Versions differ from one save to the next; whether somebody has written doesn't.
  const written = () => filled().replace(/[^&]*-version=[^&]*&?/g, "");
  let last = written();
  let stopped = false;
  let timer;

  const say = (words) => {
    if (line.textContent !== words) {
      line.textContent = words;
    }
  };

  const wait = () => {
    timer ??= setTimeout(save, PAUSE);
  };

  async function save() {
    timer = undefined;
    const now = written();
    if (stopped || now === last) {
      return;
    }
    let answer;
    try {
      answer = await fetch(form.dataset.kladd, {
        method: "POST",
        body: new URLSearchParams(filled()),
        redirect: "manual",
        cache: "no-store",
      });
    } catch {
      say(offline);
      wait();
      return;
    }
    const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : undefined;
    if (answer.ok && said) {
      last = now;
      for (const [part, version] of Object.entries(said.versions)) {
        form.elements[`${part}-version`].value = version;
      }
      say(`${saved} ${said.at}.`);
      if (written() !== last) {
        wait();
      }
    } else if (said) {
      // What is too long can be mended; what somebody else has changed is settled by pressing the button.
      stopped = answer.status !== 400;
      say(`${unsaved} ${said.words}${answer.status === 409 ? ` ${look}` : ""}`);
    } else if (answer.status >= 500) {
      say(offline);
      wait();
    } else {
      stopped = true;
      say(out);
    }
  }

  form.addEventListener("input", wait);
  form.addEventListener("change", wait);
  form.addEventListener("submit", (event) => {
    // What is held back for want of a network goes on being saved.
    stopped ||= !event.defaultPrevented;
  });
  window.addEventListener("online", () => {
    if (line.textContent === offline) {
      clearTimeout(timer);
      save();
    }
  });
}
