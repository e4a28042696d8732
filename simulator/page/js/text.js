/** A text message; addresses in it can be followed. */

import { h } from "./dom.js";

const ADDRESS = /https?:\/\/[^\s“”"<>]+|tel:\+?[\d-]+/g;

export function text(body, phone) {
  return h("div", { class: "bubble-text" }, linked(substituted(body), phone));
}

/** A text in pieces, with each address as a link. */
export function linked(whole, phone) {
  const pieces = [];
  let from = 0;
  for (const found of whole.matchAll(ADDRESS)) {
    pieces.push(whole.slice(from, found.index), link(found[0], phone));
    from = found.index + found[0].length;
  }
  return [...pieces, whole.slice(from)];
}

function link(uri, phone) {
  const open = (event) => {
    event.preventDefault();
    phone.actions.uri({ uri });
  };
  return h("a", { href: uri, text: uri, onclick: open });
}

/** A text of the second version has places to be filled in by name. */
function substituted({ text: whole = "", substitution = {} }) {
  return whole.replace(/\{(\w+)\}/g, (place, name) => {
    const value = substitution[name];
    return value ? (value.type === "mention" ? "@" : "🙂") : place;
  });
}
