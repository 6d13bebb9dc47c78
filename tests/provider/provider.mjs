// A certified provider of sign-on, for tests. Reads orders from its input, one JSON object a line, and answers each with
// a line when it is carried out; ends with its input.
//   {"client": {...}, "people": {...}}   from now on this is the client, and these can sign on
//   {"rotate": true}                     sign with a new key, and publish no other
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { createInterface } from "node:readline";

import { Provider } from "oidc-provider";

let client = null;
let people = {};
let keys = [];
let current = null;
let issuer = null;
let made = 0;

// What a provider remembers, so that one with other keys goes on where the one before it was.
const remembered = new Map();

class Memory {
  constructor(model) {
    this.model = model;
  }

  key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload) {
    remembered.set(this.key(id), payload);
    if (payload.uid) remembered.set(`${this.model}:uid:${payload.uid}`, id);
  }

  async find(id) {
    return remembered.get(this.key(id));
  }

  async findByUid(uid) {
    return this.find(remembered.get(`${this.model}:uid:${uid}`));
  }

  async findByUserCode() {
    return undefined;
  }

  async consume(id) {
    remembered.get(this.key(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    remembered.delete(this.key(id));
  }

  async revokeByGrantId(grantId) {
    for (const [key, payload] of remembered) if (payload?.grantId === grantId) remembered.delete(key);
  }
}

function newKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  made += 1;
  return { ...privateKey.export({ format: "jwk" }), kid: `key-${made}`, use: "sig", alg: "RS256" };
}

function build() {
  current = new Provider(issuer, {
    adapter: Memory,
    clients: client ? [client] : [],
    jwks: { keys },
    cookies: { keys: ["a secret of the tests"] },
    acrValues: ["high", "low"],
    claims: {
      openid: ["sub", "acr", "amr", "auth_time", "department", "roles"],
      profile: ["name"],
      email: ["email", "email_verified"],
    },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    },
    ttl: { Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 300, IdToken: 300 },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    async loadExistingGrant(ctx) {
      const { client: asking, account, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: asking.clientId, accountId: account.accountId });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
  });
  current.on("server_error", (_, error) => console.error(error));
}

function page(uid) {
  const choices = Object.keys(people).map((id) => `<button name="who" value="${id}">Jeg er ${people[id].name}</button>`);
  return `<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>Prøvetilbyder</title></head><body><main>
    <h1>Prøvetilbyder</h1><form method="post" action="/interaction/${uid}">
    <label><input type="checkbox" name="weak" value="1"> Bare passord</label>
    ${choices.join("\n")} <button name="who" value="">Avbryt</button></form></main></body></html>`;
}

async function interact(request, response) {
  if (request.method !== "POST") {
    const { uid } = await current.interactionDetails(request, response);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(page(uid));
    return;
  }
  let body = "";
  for await (const piece of request) body += piece;
  const form = new URLSearchParams(body);
  const weak = form.get("weak") === "1";
  const result = form.get("who")
    ? { login: { accountId: form.get("who"), acr: weak ? "low" : "high", amr: weak ? ["pwd"] : ["pwd", "mfa"] } }
    : { error: "access_denied", error_description: "they pressed cancel" };
  await current.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const server = createServer((request, response) => {
  const handled = request.url.startsWith("/interaction/")
    ? interact(request, response)
    : current.callback()(request, response);
  Promise.resolve(handled).catch((error) => {
    if (error.name !== "SessionNotFound") console.error(error);
    response.statusCode = error.name === "SessionNotFound" ? 400 : 500;
    response.end("That was answered before.");
  });
});

server.listen(0, "127.0.0.1", () => {
  issuer = `http://localhost:${server.address().port}`;
  keys = [newKey()];
  build();
  console.log(issuer);
  const orders = createInterface({ input: process.stdin });
  orders.on("line", (line) => {
    const order = JSON.parse(line);
    if (order.rotate) keys = [newKey()];
    if (order.client) client = order.client;
    if (order.people) people = order.people;
    build();
    console.log("done");
  });
  orders.on("close", () => process.exit(0));
});
