/** The bar at the top: the clock and its buttons, quotas, and how to add a phone or a group. */

import { post } from "./api.js";
import { ask, choice, field, ticks } from "./ask.js";
import { button, h } from "./dom.js";
import { store } from "./store.js";
import { locale, switchLanguage, t } from "./texts.js";
import { trying } from "./toast.js";

const MOVES = [
  ["plus10", "clock-plus-10m", { minutes: 10 }],
  ["plus60", "clock-plus-1h", { minutes: 60 }],
  ["tomorrow", "clock-tomorrow-0800", { tomorrow: "08:00" }],
  ["evening", "clock-next-1830", { next: "18:30" }],
];

export class Top {
  #time = h("time", { class: "clock", "data-testid": "clock" });
  #quotas = h("div", { class: "quotas" });
  #moves = h("div", { class: "moves" });

  constructor(element) {
    this.#moves.append(...MOVES.map(([key, id, wish]) => this.#mover(t(key), id, () => wish)), this.#picker());
    const people = h(
      "div",
      { class: "people" },
      button(`+ ${t("addPhone")}`, addPhone, { "data-testid": "add-phone" }),
      button(`+ ${t("addGroup")}`, addGroup, { "data-testid": "add-group" }),
      button(t("otherLanguage"), switchLanguage, { "data-testid": "language" }),
    );
    const title = h("h1", { text: t("title") });
    element.append(title, h("div", { class: "time" }, this.#time, this.#moves), this.#quotas, people);
    setInterval(() => this.#tick(), 1000);
  }

  update() {
    this.#tick();
    this.#quotas.replaceChildren(...store.channels.map(quota));
  }

  #tick() {
    const now = store.clock();
    const format = { timeZone: store.timezone, dateStyle: "medium", timeStyle: "short" };
    this.#time.textContent = new Intl.DateTimeFormat(locale, format).format(now);
    this.#time.dateTime = now.toISOString();
  }

  #mover(text, id, wish) {
    return button(text, () => this.#move(wish()), { "data-testid": id });
  }

  #picker() {
    const pick = async () => {
      const when = field(t("chooseTime"), { name: "to", type: "datetime-local", required: true, "data-testid": "clock-to" });
      const entered = await ask(t("pickTime"), [when]);
      if (entered) await this.#move({ to: entered.to });
    };
    return button(t("pickTime"), pick, { "data-testid": "clock-pick" });
  }

  async #move(wish) {
    this.#moves.classList.add("busy");
    this.#time.textContent = t("moving");
    await trying(() => post("clock", wish));
    this.#moves.classList.remove("busy");
    this.#tick();
  }
}

function quota({ name, displayName, used, limit }) {
  const share = limit ? Math.min(1, used / limit) : 0;
  const bar = h("span", { class: "bar" }, h("span", { style: { width: `${share * 100}%` } }));
  const figure = h("b", { text: limit === null ? `${used}` : `${used} / ${limit}` });
  const props = { class: share >= 1 ? "quota full" : "quota", title: t("quota"), "data-testid": `quota-${name}` };
  return h("div", props, h("span", { text: displayName }), bar, figure);
}

function accounts() {
  return choice(t("account"), "channel", store.channels.map(({ name, displayName }) => [name, displayName]));
}

async function addPhone() {
  const fields = [field(t("name"), { name: "displayName", required: true, maxlength: 40 }), accounts()];
  const entered = await ask(t("addPhone"), fields);
  if (entered) await trying(() => post("phones", { displayName: entered.displayName, channel: entered.channel }));
}

async function addGroup() {
  const people = store.phones.map(({ name, displayName }) => [name, displayName]);
  const fields = [field(t("groupName"), { name: "title", required: true }), accounts(), ticks(t("members"), "members", people)];
  const entered = await ask(t("addGroup"), fields);
  if (!entered) return;
  const { title, channel } = entered;
  await trying(() => post("groups", { title, channel, members: entered.all("members") }));
}
