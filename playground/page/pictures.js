/** Pictures and files that were uploaded here. Nothing is fetched from elsewhere: such a picture is its words. */

import { h, icon } from "/page/dom.js";
import { t } from "/page/words.js";

let team = "";

export function useTeam(id) {
  team = id;
}

function addressOf(image) {
  if (!image.slack_file) return image.image_url?.startsWith(`${location.origin}/`) ? image.image_url : null;
  const id = image.slack_file.id ?? image.slack_file.url.split("/").at(-1);
  return `/files/${team}/${id}`;
}

/** An image block or element. */
export function picture(image, size = "large") {
  const address = addressOf(image);
  if (!address) return h("span", { class: "picture-words" }, icon("eye"), t("picture.elsewhere", { words: image.alt_text }));
  const shown = h("img", { src: address, alt: image.alt_text, class: `picture-${size}`, loading: "lazy" });
  if (size !== "large") return shown;
  const link = h("a", { href: address, target: "_blank", rel: "noopener", class: "picture-link" }, shown);
  link.append(h("span", { class: "unseen" }, t("picture.open")));
  const caption = image.title ? h("figcaption", {}, image.title.text) : null;
  return h("figure", { class: "picture" }, caption, link);
}

/** A file under a message: a picture is shown, anything else is a card to download. */
export function file(one) {
  const address = `/files/${team}/${one.id}`;
  if (/\.(png|jpe?g|gif|webp)$/i.test(one.name)) return picture({ slack_file: one, alt_text: one.title || one.name });
  const link = h("a", { class: "file", href: address, download: one.name }, icon("file"));
  link.append(h("span", {}, h("strong", {}, one.title || one.name), h("small", {}, t("file.size", { size: size(one.size) }))));
  return link;
}

function size(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
