/** Small dialogs. Each resolves to what was entered, or to null. */

import { button, h } from "./dom.js";
import { t } from "./texts.js";

/** Asks for several things at once: `fields` are elements with a name. */
export function ask(title, fields, props = {}) {
  return new Promise((resolve) => {
    const form = h("form", { method: "dialog" }, h("h2", { text: title }), fields, buttons(() => dialog.close()));
    const dialog = h("dialog", props, form);
    let entered = null;
    form.addEventListener("submit", () => {
      entered = Object.fromEntries(new FormData(form));
      entered.all = (name) => new FormData(form).getAll(name);
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(entered);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function buttons(cancel) {
  const confirm = h("button", { type: "submit", class: "main", text: t("ok"), "data-testid": "confirm" });
  return h("div", { class: "buttons" }, button(t("cancel"), cancel), confirm);
}

/** A labelled input. */
export function field(label, props) {
  return h("label", {}, h("span", { text: label }), h("input", { autocomplete: "off", ...props }));
}

/** A labelled choice of [value, text] pairs. */
export function choice(label, name, options) {
  const rows = options.map(([value, text]) => h("option", { value, text }));
  return h("label", {}, h("span", { text: label }), h("select", { name }, rows));
}

/** Labelled ticks of [value, text] pairs, all under one name. */
export function ticks(label, name, options) {
  const row = ([value, text]) =>
    h("label", { class: "tick" }, h("input", { type: "checkbox", name, value }), h("span", { text }));
  return h("fieldset", {}, h("legend", { text: label }), options.map(row));
}

const INPUTS = { date: "date", time: "time", datetime: "datetime-local" };

/** LINE's date picker; resolves to the value in the form LINE posts it. */
export async function pickDate({ mode, initial, min, max }) {
  const value = (text) => text?.replace("t", "T");
  const input = field(t("chooseTime"), {
    name: "picked",
    type: INPUTS[mode],
    value: value(initial),
    min: value(min),
    max: value(max),
    required: true,
    "data-testid": "picker-value",
  });
  const entered = await ask(t("chooseTime"), [input], { "data-testid": "picker" });
  return entered?.picked ?? null;
}
