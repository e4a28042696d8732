/** One person's phone: whose it is, which chat is open, what is said there, and what to say it with. */

import { actions } from "./actions.js";
import { post } from "./api.js";
import { chatOptions } from "./chatoptions.js";
import { Composer } from "./composer.js";
import { button, h } from "./dom.js";
import { QuickReplies } from "./quickreplies.js";
import { RichMenu } from "./richmenu.js";
import { store } from "./store.js";
import { t } from "./texts.js";
import { Timeline } from "./timeline.js";
import { trying } from "./toast.js";

export class Phone {
  #open = "";
  #seen = new Map();
  #chooser = h("select", { class: "chats", "aria-label": t("chats"), "data-testid": "chats" });
  #title = h("div", { class: "title" });
  #strange = h("div", { class: "strange", hidden: true });

  constructor(name) {
    this.name = name;
    this.actions = actions(this);
    this.timeline = new Timeline(this);
    this.quickReplies = new QuickReplies(this);
    this.composer = new Composer(this);
    this.menu = new RichMenu(this);
    this.element = h("section", { class: "phone", "data-testid": `phone-${name}`, "aria-label": this.person.displayName });
    this.#chooser.addEventListener("change", () => this.open(this.#chooser.value));
    this.#build();
  }

  get person() {
    return store.phone(this.name);
  }

  get chat() {
    const { chats, home } = this.person;
    return chats.find(({ id }) => id === this.#open) ?? chats.find((chat) => chat.channel === home && !chat.isGroup);
  }

  get messages() {
    return store.in(this.chat.id);
  }

  /** Opens another chat, by its id. */
  open(chat) {
    this.#open = chat;
    this.timeline.clear();
    this.update(this.messages);
  }

  /** Opens the one-to-one chat with an Official Account, if the person has it. */
  openAccount(channel) {
    const chat = this.person.chats.find((one) => one.channel === channel && !one.isGroup);
    if (chat) this.open(chat.id);
  }

  /** Shows what is new; `messages` are those that came or changed, of any chat. */
  update(messages) {
    const { chat } = this;
    this.#title.textContent = chat.title;
    this.#seen.set(chat.id, this.messages.length);
    this.#chooser.replaceChildren(...this.person.chats.map((one) => option(one, chat, this.#isNew(one))));
    const here = messages.filter((message) => message.chat === chat.id);
    this.timeline.update(here);
    this.quickReplies.update();
    this.menu.update();
    this.#showFriendship(chat);
    if (here.length) this.timeline.toEnd();
  }

  /** Does something on this phone: one of the acts that the simulator knows. */
  act(name, wish = {}) {
    return trying(() => post(`phones/${this.name}/${name}`, { chat: this.chat.id, ...wish }));
  }

  #build() {
    const { displayName, colour } = this.person;
    const face = h("span", { class: "face", text: [...displayName][0], style: { background: colour } });
    const owner = h("header", { class: "owner" }, face, h("b", { text: displayName }), this.#chooser);
    const options = button("⋮", () => chatOptions(this), { class: "plain", "aria-label": t("chatOptions"), "data-testid": "chat-options" });
    const bar = h("div", { class: "bar" }, h("span", { class: "back", text: "‹" }), this.#title, options);
    const foot = [this.quickReplies.element, this.#strange, this.composer.element, this.menu.element];
    this.element.append(owner, h("div", { class: "screen" }, bar, this.timeline.element, foot));
  }

  #isNew({ id }) {
    return store.in(id).length > (this.#seen.get(id) ?? 0);
  }

  #showFriendship({ isGroup, friendship }) {
    const away = !isGroup && friendship !== "friend";
    const blocked = friendship === "blocked";
    this.composer.element.hidden = away;
    this.#strange.hidden = !away;
    this.#strange.replaceChildren(
      h("span", { text: t(blocked ? "blocked" : "stranger") }),
      button(t(blocked ? "unblock" : "befriend"), () => this.act("befriend"), { class: "main", "data-testid": "befriend" }),
    );
  }
}

function option({ id, title, isGroup, members }, chosen, isNew) {
  const text = isGroup ? `${title} (${members.length})` : title;
  return h("option", { value: id, text: isNew ? `● ${text}` : text, selected: id === chosen.id });
}
