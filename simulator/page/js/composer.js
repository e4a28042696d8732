/** Where a person types, and what they can attach. */

import { postFile } from "./api.js";
import { ask, field } from "./ask.js";
import { button, h } from "./dom.js";
import { STICKERS } from "./media.js";
import { store } from "./store.js";
import { t } from "./texts.js";
import { gist } from "./words.js";
import { trying } from "./toast.js";

export class Composer {
  #text = h("textarea", { rows: "1", placeholder: t("message"), "aria-label": t("message"), "data-testid": "composer" });
  #quoting = h("div", { class: "quoting", hidden: true });
  #sheet = h("div", { class: "attach", hidden: true });
  #photo = h("input", { type: "file", accept: "image/*", hidden: true, "data-testid": "photo-input" });
  #file = h("input", { type: "file", hidden: true, "data-testid": "file-input" });
  #quoted = null;

  constructor(phone) {
    this.phone = phone;
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("input", () => this.#grow());
    for (const input of [this.#photo, this.#file]) input.addEventListener("change", () => this.#upload(input));
    this.#sheet.append(...this.#attachments());
    this.element = h("form", { class: "composer" }, this.#quoting, this.#sheet, this.#row(), this.#photo, this.#file);
    this.element.addEventListener("submit", (event) => this.#submit(event));
  }

  /** Opens the keyboard with this text filled in. */
  fill(text) {
    this.#text.value = text;
    this.#grow();
    this.#text.focus();
    this.#text.setSelectionRange(text.length, text.length);
  }

  /** The next message will be a reply to this one. */
  quote(message) {
    this.#quoted = message;
    this.#quoting.hidden = !message;
    this.#quoting.replaceChildren();
    if (!message) return;
    const drop = button("×", () => this.quote(null), { class: "plain", "aria-label": t("cancel") });
    this.#quoting.append(h("span", { text: gist(message) }), drop);
    this.#text.focus();
  }

  choosePhoto() {
    this.#photo.click();
  }

  async askPlace() {
    const fields = [
      field(t("name"), { name: "title", value: "สยามวัสดุภัณฑ์" }),
      field(t("address"), { name: "address", value: "บางนา กรุงเทพฯ" }),
      field(t("latitude"), { name: "latitude", value: "13.6682", inputmode: "decimal", required: true }),
      field(t("longitude"), { name: "longitude", value: "100.6049", inputmode: "decimal", required: true }),
    ];
    const { all, ...place } = (await ask(t("place"), fields)) ?? {};
    if (all) await this.phone.act("location", place);
  }

  #row() {
    const more = button("+", () => (this.#sheet.hidden = !this.#sheet.hidden), { class: "plain", "aria-label": t("more"), "data-testid": "attach" });
    const send = h("button", { type: "submit", class: "send", text: t("send"), "data-testid": "send" });
    return h("div", { class: "row" }, more, this.#text, send);
  }

  #attachments() {
    const kinds = [
      ["photo", () => this.choosePhoto()],
      ["file", () => this.#file.click()],
      ["place", () => this.askPlace()],
    ].map(([key, choose]) => button(t(key), () => this.#attach(choose), { "data-testid": `attach-${key}` }));
    const mention = button("@", () => this.#attach(() => this.#mention()), { "aria-label": t("everyone"), "data-testid": "attach-mention" });
    return [h("div", { class: "kinds" }, kinds, mention), h("div", { class: "stickers" }, STICKERS.map((one) => this.#sticker(one)))];
  }

  #sticker([packageId, stickerId, face, words]) {
    const send = () => this.phone.act("sticker", { packageId, stickerId, keywords: [words] });
    return button(face, () => this.#attach(send), { class: "face-button", "aria-label": `${t("sticker")} ${words}` });
  }

  #attach(choose) {
    this.#sheet.hidden = true;
    choose();
  }

  #mention() {
    this.fill(`@${store.channel(this.phone.chat.channel).displayName} ${this.#text.value}`);
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.#text.value;
    if (!text.trim()) return;
    const quote = this.#quoted?.id ?? null;
    this.#text.value = "";
    this.#grow();
    this.quote(null);
    await this.phone.act("say", { text, quote });
  }

  async #upload(input) {
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    const query = new URLSearchParams({ chat: this.phone.chat.id, name: file.name });
    await trying(() => postFile(`phones/${this.phone.name}/upload?${query}`, file));
  }

  #grow() {
    this.#text.style.height = "auto";
    this.#text.style.height = `${Math.min(120, this.#text.scrollHeight)}px`;
  }
}
