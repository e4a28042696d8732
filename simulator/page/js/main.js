/** The page: a bar at the top, a phone for each person, LINE's log at the foot. */

import { Log } from "./log.js";
import { Phone } from "./phone.js";
import { store } from "./store.js";
import { t } from "./texts.js";
import { Top } from "./top.js";

const top = new Top(document.getElementById("top"));
const log = new Log(document.getElementById("log"));
const phones = new Map();
const place = document.getElementById("phones");
const notice = document.getElementById("notice");

document.title = t("title");

store.watch(({ messages, calls }) => {
  top.update();
  log.update(calls);
  showNotice(store.notice);
  for (const { name } of store.phones) phone(name).update(messages);
});
store.listen((lost) => {
  document.body.classList.toggle("lost", lost);
  if (lost) showNotice(t("gone"));
});

function phone(name) {
  if (!phones.has(name)) {
    phones.set(name, new Phone(name));
    place.append(phones.get(name).element);
  }
  return phones.get(name);
}

function showNotice(text) {
  notice.hidden = !text;
  if (notice.textContent !== text) notice.textContent = text;
}
