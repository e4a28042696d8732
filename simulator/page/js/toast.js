/** Short notes at the foot of the page. */

import { h } from "./dom.js";

const SHOWN_FOR = 6000;

/** Shows a text, and under it a link if there is one to follow. */
export function toast(text, href = "") {
  const link = href ? h("a", { href, text: href, target: "_blank", rel: "noopener noreferrer" }) : null;
  const note = h("div", { class: "toast", "data-testid": "toast" }, h("span", { text }), link);
  document.getElementById("toasts").append(note);
  setTimeout(() => note.remove(), SHOWN_FOR);
}

/** Runs something that may be refused, and says so if it is. */
export async function trying(action) {
  try {
    return await action();
  } catch (problem) {
    toast(problem.message);
    return undefined;
  }
}
