/** What was said in the open chat, day by day. */

import { h } from "./dom.js";
import { rendered } from "./message.js";
import { store } from "./store.js";
import { locale } from "./texts.js";

const NEAR = 40;

export class Timeline {
  element = h("div", { class: "timeline", "data-testid": "timeline", tabindex: "0" });
  #typing = h("div", { class: "typing", hidden: true }, h("i"), h("i"), h("i"));
  #shown = new Map();
  #day = "";
  #timer = 0;

  #atEnd = true;

  constructor(phone) {
    this.phone = phone;
    this.element.append(this.#typing);
    this.element.addEventListener("scroll", () => this.#notePlace());
    this.element.addEventListener("load", () => this.#stay(), { capture: true });
    new ResizeObserver(() => this.#stay()).observe(this.element);
  }

  clear() {
    this.#shown.clear();
    this.#day = "";
    this.element.replaceChildren(this.#typing);
  }

  /** Adds what is new and redraws what has changed. */
  update(messages) {
    messages.forEach((message) => this.#show(message));
    this.#showTyping(this.phone.chat.typingSeconds);
  }

  /** Scrolls to what was said last. */
  toEnd() {
    this.#atEnd = true;
    this.element.scrollTop = this.element.scrollHeight;
  }

  #notePlace() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.#atEnd = scrollHeight - clientHeight - scrollTop < NEAR;
  }

  /** Whoever was reading the end goes on reading the end when a picture or the keyboard takes room. */
  #stay() {
    if (this.#atEnd) this.toEnd();
  }

  #show(message) {
    const drawn = rendered(message, this.phone);
    const before = this.#shown.get(message.id);
    this.#shown.set(message.id, drawn);
    if (before) return before.replaceWith(drawn);
    this.#startDay(new Date(message.at));
    this.#typing.before(drawn);
    return undefined;
  }

  #startDay(at) {
    const format = { timeZone: store.timezone, weekday: "short", day: "numeric", month: "short" };
    const day = new Intl.DateTimeFormat(locale, format).format(at);
    if (day === this.#day) return;
    this.#day = day;
    this.#typing.before(h("div", { class: "day" }, h("span", { text: day })));
  }

  #showTyping(seconds) {
    clearTimeout(this.#timer);
    this.#typing.hidden = !seconds;
    if (seconds) this.#timer = setTimeout(() => (this.#typing.hidden = true), seconds * 1000);
  }
}
