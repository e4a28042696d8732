/** What can be done to a chat as a whole: block, and who is in a group. */

import { post } from "./api.js";
import { button, h } from "./dom.js";
import { store } from "./store.js";
import { t } from "./texts.js";
import { trying } from "./toast.js";

export function chatOptions(phone) {
  const rows = phone.chat.isGroup ? groupRows(phone) : personRows(phone);
  const dialog = h("dialog", { "data-testid": "chat-options-dialog" }, h("h2", { text: phone.chat.title }), rows);
  const close = () => dialog.close();
  dialog.addEventListener("click", (event) => event.target.tagName === "BUTTON" && close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(h("div", { class: "buttons" }, button(t("cancel"), close)));
  document.body.append(dialog);
  dialog.showModal();
}

function personRows(phone) {
  const friend = phone.chat.friendship === "friend";
  const act = friend ? "block" : "befriend";
  return [button(t(friend ? "block" : "unblock"), () => phone.act(act), { class: "row", "data-testid": act })];
}

function groupRows({ chat, name }) {
  const change = (act, wish = {}) => () => trying(() => post(`groups/${chat.id}/${act}`, wish));
  const inside = new Set(chat.members.map((member) => member.name));
  const outside = store.phones.filter((phone) => !inside.has(phone.name));
  const label = (member) => (member.name === name ? t("leave") : `${t("remove")} ${member.displayName}`);
  return [
    ...chat.members.map((member) => button(label(member), change("remove", { name: member.name }), { class: "row" })),
    ...outside.map((one) => button(`${t("add")} ${one.displayName}`, change("add", { name: one.name }), { class: "row" })),
    button(t(chat.botIsIn ? "removeBot" : "inviteBot"), change(chat.botIsIn ? "remove-bot" : "invite-bot"), { class: "row" }),
  ];
}
