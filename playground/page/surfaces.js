/** Where blocks stand: what is chosen in them, and what happens when something is pressed. */

import { desk, nameOf, show } from "/page/desk.js";
import { confirmed } from "/page/dialogs.js";
import { forget, note, troubleWords } from "/page/notices.js";
import { expectOutcome } from "/page/outcome.js";
import { gesture } from "/page/server.js";

/**
 * What every surface knows. `send` tells the playground, `failed` says in place that the app did not answer, `pressed` is
 * the message it stands in; null in a form, where what comes of it is the form's.
 */
function surface({ send, failed, pressed = "", ...more }) {
  const { person, seen } = desk;
  const act = async ({ block, element, raw, node }) => {
    if (node?.getAttribute("aria-busy") === "true") return;
    if (!(await confirmed(element.confirm, nameOf))) return undo(node);
    node?.setAttribute("aria-busy", "true");
    if (pressed !== null) expectOutcome("pressed", pressed);
    try {
      const outcome = await send({ block_id: block.block_id, action_id: element.action_id, value: raw });
      failed(outcome.error ?? "");
    } catch (fault) {
      failed("refused", fault.message);
    } finally {
      node?.removeAttribute("aria-busy");
    }
  };
  return { person, heading: "h3", names: nameOf, people: seen.people, places: seen.places, act, ...more };
}

/** Show what held before a choice that was taken back. */
function undo(node) {
  const item = node?.closest("[data-signature]");
  if (item) item.dataset.signature = "";
  show();
}

export function ofMessage(message, channel) {
  return surface({
    value: (block, action) => message.chosen?.[block]?.[action] ?? initial(message.blocks, block, action),
    pressed: message.ts,
    send: (body) => gesture(desk.person, "act", { channel, ts: message.ts, ...body }),
    failed: (kind, what) => (kind ? note(message.ts, troubleWords(kind, what)) : forget(message.ts)),
  });
}

const INITIAL = {
  initial_option: "selected_option", initial_options: "selected_options", initial_date: "selected_date", initial_time: "selected_time",
  initial_user: "selected_user", initial_users: "selected_users", initial_channel: "selected_channel",
  initial_conversation: "selected_conversation", initial_date_time: "selected_date_time",
};

/** The state of an element in a message that nobody has touched. */
function initial(blocks, blockId, actionId) {
  const block = blocks.find((one) => one.block_id === blockId);
  const element = [block?.accessory, ...(block?.elements ?? [])].find((one) => one?.action_id === actionId);
  const name = Object.keys(INITIAL).find((one) => element && one in element);
  return name ? { type: element.type, [INITIAL[name]]: element[name] } : null;
}

/** A modal or the Home tab; `typed` keeps what stands in fields, `failed` says what went wrong. */
export function ofView(view, { typed, failed, submit, fileNames, heading = "h3" }) {
  return surface({
    heading,
    view: view.id,
    pressed: view.type === "home" ? "" : null,
    typed,
    submit,
    fileNames,
    value: (block, action) => view.state.values[block]?.[action],
    send: (body) => gesture(desk.person, "act", { view_id: view.id, values: valuesOf(typed), ...body }),
    failed,
  });
}

/** What is typed, as the playground takes it: by block id, then by action id. */
export function valuesOf(typed) {
  const values = {};
  for (const [key, raw] of typed ?? []) {
    const [block, action] = JSON.parse(key);
    (values[block] ??= {})[action] = raw;
  }
  return values;
}
