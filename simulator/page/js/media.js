/** Pictures, films, sounds, files, places and stickers. */

import { h, picture, tappable } from "./dom.js";
import { t } from "./texts.js";
import { toast } from "./toast.js";

/** Stickers of ours, since LINE's are LINE's; the ids are those of its free sets. */
export const STICKERS = [
  ["446", "1988", "👋", "สวัสดี"],
  ["446", "1989", "😊", "ยิ้ม"],
  ["446", "1993", "👍", "โอเค"],
  ["446", "2004", "🙏", "ขอบคุณ"],
  ["446", "2005", "🎉", "ยินดี"],
  ["446", "2007", "😅", "แหะ"],
  ["446", "2008", "😭", "เสียใจ"],
  ["446", "2011", "💪", "สู้ ๆ"],
];

const sent = (message) => `/simulator/contents/${message.id}`;

export function image(body, phone, message) {
  return picture(body.previewImageUrl ?? body.originalContentUrl ?? sent(message), { class: "photo", alt: t("photo") });
}

export function video(body, phone, message) {
  const own = message.sender !== null;
  return own ? h("video", { class: "photo", controls: true, src: sent(message) }) : image(body, phone, message);
}

export function audio(body, phone, message) {
  return message.sender === null ? h("div", { class: "bubble-text", text: "♪" }) : h("audio", { controls: true, src: sent(message) });
}

export function file({ fileName, fileSize }, phone, message) {
  const size = h("small", { text: `${Math.ceil(fileSize / 1024)} KB` });
  return h("a", { class: "card", href: sent(message), download: fileName }, h("b", { text: fileName }), size);
}

export function location({ title, address, latitude, longitude }) {
  const card = h("div", { class: "card place" }, h("b", { text: title || t("place") }), h("span", { text: address ?? "" }), h("small", { text: `${latitude}, ${longitude}` }));
  const map = `https://www.google.com/maps?q=${latitude},${longitude}`;
  return tappable(card, title || t("place"), () => toast(t("opens"), map));
}

export function sticker({ packageId, stickerId }) {
  const known = STICKERS.find(([set, id]) => set === packageId && id === stickerId);
  const [, , face, words] = known ?? ["", "", "🧩", `${packageId}/${stickerId}`];
  return h("div", { class: "sticker", role: "img", "aria-label": words }, h("span", { text: face }), h("small", { text: words }));
}
