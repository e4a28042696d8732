/** The rich menu at the foot of a chat: a picture with places to tap, folded away by its bar. */

import { button, h, picture } from "./dom.js";
import { store } from "./store.js";
import { t } from "./texts.js";

export class RichMenu {
  #bar = button("", () => this.show(!this.#open), { class: "menu-bar", "data-testid": "menu-bar" });
  #picture = h("div", { class: "menu-picture" });
  element = h("div", { class: "rich-menu", "data-testid": "rich-menu", hidden: true }, this.#bar, this.#picture);
  #shown = null;
  #open = false;

  constructor(phone) {
    this.phone = phone;
  }

  /** Shows the menu linked to this person now. */
  update() {
    const { menu, friendship } = this.phone.chat;
    const id = friendship === "friend" ? menu : null;
    if (id === this.#shown) return;
    this.#shown = id;
    this.element.hidden = !id;
    if (id) this.#draw(store.menus[id]);
  }

  show(open) {
    this.#open = open;
    this.#picture.hidden = !open;
    this.#bar.classList.toggle("open", open);
    this.#bar.setAttribute("aria-expanded", open);
  }

  #draw({ richMenuId, size, areas, chatBarText, selected }) {
    this.#bar.textContent = chatBarText;
    const image = picture(`/simulator/menus/${richMenuId}`, { alt: t("menu") });
    this.#picture.replaceChildren(image, ...areas.map((area) => this.#area(area, size)));
    this.#picture.style.aspectRatio = `${size.width} / ${size.height}`;
    this.show(selected);
  }

  #area({ bounds, action }, size) {
    const share = (part, whole) => `${(part / whole) * 100}%`;
    const style = {
      left: share(bounds.x, size.width),
      top: share(bounds.y, size.height),
      width: share(bounds.width, size.width),
      height: share(bounds.height, size.height),
    };
    const label = action.label ?? action.displayText ?? action.text ?? action.data ?? "";
    return button("", () => this.phone.actions.run(action), { class: "menu-area", style, "aria-label": label });
  }
}
