// Small comforts. Every page does its work without this file.

// «Forlat siden» replaces the page, so that the back button doesn't return to it. Without scripts it is a plain link.
const leave = document.querySelector("[data-forlat]");
if (leave) {
  leave.addEventListener("click", (event) => {
    event.preventDefault();
    window.location.replace(leave.href);
  });
}

// A print button is of no use without scripts, so the page comes with it hidden.
for (const button of document.querySelectorAll("[data-skriv-ut]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
