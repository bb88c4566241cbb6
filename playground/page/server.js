/** Asking the playground, and hearing from it. */

import { t } from "/page/words.js";

/** Milliseconds until the page asks to hear again, where the browser has given up. */
const RECONNECT_AFTER = 2000;

/** Something that could not be done; `reason` is the playground's own. */
export class Refused extends Error {}

/** The playground has stopped, or is starting again. */
export class Unreachable extends Error {}

async function answered(asked) {
  const response = await asked.catch(() => {
    throw new Unreachable(t("unreachable"));
  });
  const body = await response.json();
  if (!body.ok) throw new Refused(body.error);
  return body;
}

export async function get(path) {
  return answered(fetch(`/control/${path}`));
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answered(fetch(`/control/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Let a person do something; what came of it. */
export async function gesture(person, name, body = {}) {
  return (await post(`people/${person}/${name}`, body)).outcome;
}

/** Give the playground a file; what it is known as from now on. */
export async function upload(person, file) {
  const query = new URLSearchParams({ as: person, name: file.name });
  const headers = { "Content-Type": "application/octet-stream" };
  return (await answered(fetch(`/control/files?${query}`, { method: "POST", headers, body: file }))).file;
}

/** Hear whenever something has changed; `lost` and `found` tell of the connection. */
export function listen(heard) {
  const source = new EventSource("/control/changes");
  source.addEventListener("message", heard.changed);
  source.addEventListener("open", heard.found);
  source.addEventListener("error", () => {
    heard.lost();
    // Mostly the browser reconnects by itself; after some errors it does not.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(heard), RECONNECT_AFTER);
  });
}
