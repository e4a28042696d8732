/** What the page knows, kept up to date by long polling; whoever watches is told what has changed. */

import { news } from "./api.js";

const RETRY_AFTER = 1000;
const BREATH = 50;

class Store {
  revision = 0;
  epoch = "";
  now = Date.now();
  heard = performance.now();
  timezone = "Asia/Bangkok";
  notice = "";
  channels = [];
  phones = [];
  menus = {};
  messages = new Map();
  calls = [];
  #watchers = [];

  watch(watcher) {
    this.#watchers.push(watcher);
  }

  /** Listens for ever; `lost` is told when nobody answers, and again with false when somebody does. */
  async listen(lost) {
    for (;;) {
      try {
        this.#merge(await news(this.revision));
        lost(false);
        await pause(BREATH);
      } catch (problem) {
        console.warn(problem);
        lost(true);
        await pause(RETRY_AFTER);
      }
    }
  }

  /** The domain clock, running on between two pieces of news. */
  clock() {
    return new Date(this.now + performance.now() - this.heard);
  }

  phone(name) {
    return this.phones.find((phone) => phone.name === name);
  }

  channel(name) {
    return this.channels.find((channel) => channel.name === name);
  }

  in(chat) {
    return this.messages.get(chat) ?? [];
  }

  message(chat, id) {
    return this.in(chat).find((message) => message.id === id);
  }

  #merge(fresh) {
    if (this.epoch && fresh.epoch !== this.epoch) location.reload();
    const { messages, calls, now, ...rest } = fresh;
    Object.assign(this, rest, { now: Date.parse(now), heard: performance.now() });
    messages.forEach((message) => this.#keep(message));
    this.calls.push(...calls);
    this.#watchers.forEach((watcher) => watcher({ messages, calls }));
  }

  #keep(message) {
    const said = this.in(message.chat);
    const place = said.findIndex((other) => other.id === message.id);
    if (place >= 0) said[place] = message;
    else said.push(message);
    this.messages.set(message.chat, said);
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

export const store = new Store();
