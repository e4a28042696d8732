/** The row of quick replies: those of the last message, until anything is said or one is tapped. */

import { button, h, picture } from "./dom.js";

export class QuickReplies {
  element = h("div", { class: "quick-replies", "data-testid": "quick-replies", hidden: true });
  #shown = "";

  constructor(phone) {
    this.phone = phone;
  }

  update() {
    const last = this.phone.messages.at(-1);
    const items = last?.body.quickReply?.items ?? [];
    const shown = items.length ? last.id : "";
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.element.hidden = !shown;
    this.element.replaceChildren(...items.map((item) => this.#item(item)));
  }

  #item({ action, imageUrl }) {
    const run = () => {
      this.element.hidden = true;
      this.phone.actions.run(action);
    };
    const chip = button("", run, { class: "quick-reply", "data-testid": "quick-reply" });
    chip.append(...(imageUrl ? [picture(imageUrl)] : []), action.label ?? "");
    return chip;
  }
}
