/** What can be done with a message: reply to it, copy it, take it back. By right click, long press or its button. */

import { ask, field } from "./ask.js";
import { button, h } from "./dom.js";
import { t } from "./texts.js";
import { toast } from "./toast.js";
import { gist } from "./words.js";

const LONG_PRESS = 500;

/** Gives a message its options, and returns it. */
export function options(element, message, phone, mine) {
  const open = () => show(element, message, phone, mine);
  element.append(button("⋯", open, { class: "options", "aria-label": t("options"), "data-testid": "options" }));
  element.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    open();
  });
  onLongPress(element, open);
  return element;
}

function onLongPress(element, open) {
  let timer = 0;
  const cancel = () => clearTimeout(timer);
  element.addEventListener("touchstart", () => (timer = setTimeout(open, LONG_PRESS)), { passive: true });
  for (const end of ["touchend", "touchmove", "touchcancel"]) element.addEventListener(end, cancel, { passive: true });
}

function show(element, message, phone, mine) {
  document.querySelector(".sheet")?.remove();
  const sheet = h("div", { class: "sheet", role: "menu" }, choices(message, phone, mine).map(([key, act]) => item(key, act)));
  element.append(sheet);
  sheet.firstElementChild.focus();
  setTimeout(() => document.addEventListener("click", () => sheet.remove(), { once: true }));
}

function item(key, act) {
  return button(t(key), act, { role: "menuitem", "data-testid": `option-${key}` });
}

function choices(message, phone, mine) {
  const own = [["unsend", () => phone.act("unsend", { message: message.id })]];
  if (message.body.type === "text") own.unshift(["edit", () => edit(message, phone)]);
  return [["reply", () => phone.composer.quote(message)], ["copy", () => copy(gist(message))], ...(mine ? own : [])];
}

async function edit(message, phone) {
  const entered = await ask(t("edit"), [field(t("message"), { name: "text", value: message.body.text, required: true })]);
  if (entered) phone.act("edit", { message: message.id, text: entered.text });
}

/** Puts a text on the clipboard, where the browser allows it, and shows it either way. */
export async function copy(text) {
  await navigator.clipboard?.writeText(text).catch(() => undefined);
  toast(`${t("copied")}: ${text}`);
}
