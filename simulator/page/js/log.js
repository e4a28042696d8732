/** LINE's log: every call of its API, newest first. */

import { h } from "./dom.js";
import { store } from "./store.js";
import { locale, t } from "./texts.js";

const SHOWN = 200;

export class Log {
  #rows = h("div", { class: "calls", "data-testid": "api-log" });
  #count = h("b", { text: "0" });

  constructor(element) {
    const summary = h("summary", {}, h("span", { text: t("apiLog") }), " ", this.#count);
    element.append(h("details", {}, summary, this.#rows));
  }

  update(calls) {
    this.#rows.prepend(...calls.map(row).reverse());
    while (this.#rows.childElementCount > SHOWN) this.#rows.lastElementChild.remove();
    this.#count.textContent = store.calls.length;
  }
}

function row(call) {
  const at = new Date(call.at).toLocaleTimeString(locale, { timeZone: store.timezone });
  const good = call.status >= 200 && call.status < 300;
  const line = [at, call.channel, call.method, call.path].map((text) => h("span", { text }));
  const status = h("b", { class: good ? "good" : "bad", text: call.status || "×" });
  const bodies = [call.asked, call.answered].filter(Boolean).map((text) => h("pre", { text }));
  return h("details", { class: "call" }, h("summary", {}, status, line), bodies);
}
