/** What the page says about a message in a word or two. */

import { store } from "./store.js";
import { locale, t } from "./texts.js";

/** The time a message shows. */
export function hour(at) {
  const format = { timeZone: store.timezone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(locale, format).format(new Date(at));
}

/** A few words that stand for a message, where it is quoted. */
export function gist({ body, unsent }) {
  if (unsent) return t("unsent");
  return body.text ?? body.altText ?? body.fileName ?? body.title ?? `[${body.type}]`;
}
