// Small comforts. Every page does its work without this file.

// «Forlat siden» replaces the page, so that the back button doesn't return to it. Without scripts it is a plain link.
document.addEventListener("click", (event) => {
  const leave = event.target.closest("[data-forlat]");
  if (leave) {
    event.preventDefault();
    window.location.replace(leave.href);
  }
});

// A print button is of no use without scripts, so the page comes with it hidden. What comes into the page later says so.
const letPrint = (page) => {
  for (const button of page.querySelectorAll("[data-skriv-ut][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
};
letPrint(document);
document.addEventListener("motvekt:vist", (event) => letPrint(event.target));

// Search results come as one types. Nothing of it is put in the address or in the history; Enter does that, as without
// this file. The number of results is said once, when the typing has stopped for a while.
for (const form of document.querySelectorAll("[data-sok]")) {
  const field = form.elements.q;
  const results = form.parentElement.querySelector("[data-treff]");
  const status = form.querySelector("[role=status]");
  const before = [...results.childNodes];
  const asked = field.value.trim();
  let shown = asked;
  let typing, telling, request;

  const show = async (query) => {
    request = new AbortController();
    try {
      const address = `${form.action}?${new URLSearchParams({ q: query, vis: "treff" })}`;
      const answer = await fetch(address, { signal: request.signal, cache: "no-store", credentials: "omit" });
      if (!answer.ok) {
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      results.replaceChildren(...page.body.childNodes);
      telling = setTimeout(() => {
        status.textContent = results.querySelector("[data-antall]")?.textContent ?? "";
      }, 700);
    } catch {
      // Without network, or with a newer question on its way: what is shown stays, and Enter still works.
    }
  };

  field.addEventListener("input", (event) => {
    const query = field.value.trim();
    if (event.isComposing || query === shown) {
      return;
    }
    shown = query;
    clearTimeout(typing);
    clearTimeout(telling);
    request?.abort();
    status.textContent = "";
    if (query === asked) {
      results.replaceChildren(...before);
    } else if (query.length > 1) {
      typing = setTimeout(show, 250, query);
    } else {
      results.replaceChildren();
    }
  });
  form.addEventListener("submit", () => {
    clearTimeout(typing);
    request?.abort();
  });
}
