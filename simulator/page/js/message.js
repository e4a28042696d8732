/** One message: who says it, what it shows, when, and whether it was read. */

import { h } from "./dom.js";
import { flex } from "./flex.js";
import { audio, file, image, location, sticker, video } from "./media.js";
import { options } from "./options.js";
import { store } from "./store.js";
import { t } from "./texts.js";
import { template } from "./template.js";
import { text } from "./text.js";
import { gist, hour } from "./words.js";

const DRAWN = { text, textV2: text, image, video, audio, file, location, sticker, flex, template };

/** The element of a message as seen on a phone. */
export function rendered(message, phone) {
  const mine = message.sender === phone.person.id;
  const side = mine ? "mine" : "theirs";
  const props = { class: `message ${side} of-${message.body.type ?? "nothing"}`, "data-testid": "message", "data-id": message.id, "data-from": mine ? "me" : (message.sender ?? "bot") };
  if (message.unsent) return h("article", { ...props, class: "message gone" }, h("span", { text: t("unsent") }));
  const body = h("div", { class: "body" }, name(message, phone, mine), quote(message, phone), content(message, phone));
  const row = h("article", props, mine ? null : face(message, phone), body, foot(message, mine));
  return options(row, message, phone, mine);
}

function content(message, phone) {
  const draw = DRAWN[message.body.type];
  if (draw) return draw(message.body, phone, message);
  return h("div", { class: "bubble-text", text: message.body.altText ?? `[${message.body.type}]` });
}

function face(message, phone) {
  const member = phone.chat.members.find(({ id }) => id === message.sender);
  const style = { background: member?.colour ?? "var(--line-green)" };
  return h("span", { class: "face", text: [...(member?.displayName ?? botName(phone))][0], style });
}

function name(message, phone, mine) {
  if (mine || !phone.chat.isGroup) return null;
  const member = phone.chat.members.find(({ id }) => id === message.sender);
  return h("span", { class: "name", text: member?.displayName ?? botName(phone) });
}

function botName(phone) {
  return store.channel(phone.chat.channel).displayName;
}

function quote(message, phone) {
  const quoted = message.quoted && store.message(phone.chat.id, message.quoted);
  return quoted ? h("blockquote", { class: "quote", text: gist(quoted), "data-testid": "quote" }) : null;
}

function foot(message, mine) {
  const notes = [mine && message.read && t("read"), message.edited && t("edited")].filter(Boolean);
  const time = h("time", { datetime: message.at, text: hour(message.at) });
  return h("span", { class: "foot" }, notes.map((note) => h("span", { text: note })), time);
}
