/** Making elements. Everything people have written goes in as text: nothing here reads HTML. */

const SVG = "http://www.w3.org/2000/svg";

/** Line drawings on a grid of 24. */
const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h10",
  close: "M6 6l12 12M18 6 6 18",
  back: "M14 6l-6 6 6 6",
  next: "M10 6l6 6-6 6",
  down: "M6 9l6 6 6-6",
  up: "M6 15l6-6 6 6",
  clock: "M12 7v5l3 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  pin: "M9 4h6l-1 6 3 3H7l3-3-1-6zM12 13v7",
  reply: "M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7",
  more: "M5.500 11.500h1v1h-1zM11.500 11.500h1v1h-1zM17.500 11.500h1v1h-1z",
  send: "M5 12h13M12 5l7 7-7 7",
  spark: "M13 3 5 14h6l-1 7 8-11h-6l1-7z",
  home: "M4 11l8-7 8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1v-8z",
  hash: "M9 4 7 20M17 4l-2 16M4 9h16M3 15h16",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  people: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20a6.500 6.500 0 0 1 13 0M16 4.500a3.500 3.500 0 0 1 0 6M18 14a6.500 6.500 0 0 1 3.500 6",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  check: "M5 13l4 4L19 7",
  flag: "M5 21V4M5 5h12l-2 4 2 4H5",
  file: "M6 3h8l4 4v14H6zM14 3v5h4",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
  keys: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M7 14h10",
  language: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  warning: "M12 4 2.500 20h19zM12 10v4M12 17h.01",
  point: "M12 4v16M6 14l6 6 6-6",
};

/** Where panels lie over the conversation, as on a phone; as in panels.css. */
export const narrow = matchMedia("(max-width: 54rem)");

/** An element: `on…` are listeners, the rest attributes; true is an attribute without a value, null leaves it out. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A drawing that says nothing to a screen reader. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that is only a drawing, with its words for those who do not see it and as a tip. */
export function iconButton(name, label, onclick, more = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...more }, icon(name));
}

/**
 * Show these items in order: nodes whose signature is unchanged stay as they are, so focus and place are kept. Nodes
 * without a key are none of ours and stay too.
 */
export function reconcile(container, items) {
  const old = new Map([...container.children].map((node) => [node.dataset.key, node]));
  const focused = container.contains(document.activeElement) ? document.activeElement : null;
  const place = focused && placeOf(container, focused);
  const wanted = items.map(({ key, signature, make }) => {
    const there = old.get(key);
    if (there && there.dataset.signature === signature) return there;
    const node = make();
    node.dataset.key = key;
    node.dataset.signature = signature;
    return node;
  });
  const kept = new Set(wanted);
  for (const node of [...container.children]) if (node.dataset.key && !kept.has(node)) node.remove();
  wanted.forEach((node, number) => {
    if (container.children[number] !== node) container.insertBefore(node, container.children[number] ?? null);
  });
  if (place && document.activeElement !== focused) refocus(container, place);
}

const FOCUSABLE = "a[href], button:not([disabled]), input, select, textarea, summary, [tabindex='0']";

function placeOf(container, focused) {
  const item = [...container.children].find((child) => child.contains(focused));
  return item && { key: item.dataset.key, number: [...item.querySelectorAll(FOCUSABLE)].indexOf(focused) };
}

/** Put the focus back where it was in an item that was made anew; at its nearest neighbour when that is gone. */
function refocus(container, { key, number }) {
  const item = [...container.children].find((child) => child.dataset.key === key);
  const there = item ? [...item.querySelectorAll(FOCUSABLE)] : [];
  (there[Math.min(Math.max(number, 0), there.length - 1)] ?? item ?? container).focus({ preventScroll: true });
}

/** Remember what has the focus. The function that comes back puts it there again, or in `fallback`'s place. */
export function rememberFocus() {
  const node = document.activeElement;
  const item = node.closest("[data-key]");
  const container = item?.parentElement;
  const place = container && placeOf(container, node);
  return (fallback) => {
    if (node.isConnected && node !== document.body) node.focus({ preventScroll: true });
    else if (container?.isConnected) refocus(container, place);
    else fallback?.focus();
  };
}

let number = 0;

/** An id nobody else has, for labels and descriptions. */
export function newId(prefix) {
  number += 1;
  return `${prefix}-${number}`;
}
