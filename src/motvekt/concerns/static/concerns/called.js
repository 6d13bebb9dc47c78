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
