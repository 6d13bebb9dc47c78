// Asks the browser for a passkey, or to make one, and sends its answer with the form. The page says what is asked; without
// this file the buttons stay hidden and every other way in works.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const ask = async (does, asked) => {
  const options = { ...asked, challenge: bytes(asked.challenge) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (asked[list]) {
      options[list] = asked[list].map((known) => ({ ...known, id: bytes(known.id) }));
    }
  }
  if (asked.user) {
    options.user = { ...asked.user, id: bytes(asked.user.id) };
  }
  return does === "create"
    ? navigator.credentials.create({ publicKey: options })
    : navigator.credentials.get({ publicKey: options });
};

const written = (credential) => {
  const said = credential.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  if (said.attestationObject) {
    response.attestationObject = text(said.attestationObject);
  } else {
    response.authenticatorData = text(said.authenticatorData);
    response.signature = text(said.signature);
    if (said.userHandle) {
      response.userHandle = text(said.userHandle);
    }
  }
  const id = text(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, response, clientExtensionResults: {} });
};

for (const part of document.querySelectorAll("[data-passnokkel]")) {
  if (!window.PublicKeyCredential) {
    continue;
  }
  part.hidden = false;
  const form = part.closest("form");
  const answer = form.elements.answer;
  const fault = part.querySelector("[data-feil]");
  const button = part.querySelector("[data-spor]");
  form.addEventListener("submit", async (event) => {
    if (answer.value) {
      return;
    }
    event.preventDefault();
    fault.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      answer.value = written(await ask(part.dataset.passnokkel, JSON.parse(part.dataset.valg)));
      form.submit();
    } catch {
      // Cancelled, not theirs, or taken back by the browser: it doesn't say which.
      fault.hidden = false;
      button.focus();
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}
