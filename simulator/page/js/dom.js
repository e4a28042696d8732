/** Elements without markup: every text goes in as text, so a customer named <script> stays a name. */

/** Makes an element: `on…` are listeners, `style` an object, `text` its text, all else attributes. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A button that says what it does. */
export function button(text, onclick, props = {}) {
  return h("button", { type: "button", text, onclick, ...props });
}

/** Makes an element answer to a tap and to the keyboard. */
export function tappable(element, label, onclick) {
  element.classList.add("tappable");
  element.setAttribute("role", "button");
  element.tabIndex = 0;
  if (label) element.setAttribute("aria-label", label);
  element.addEventListener("click", (event) => {
    event.stopPropagation();
    onclick();
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === element) onclick();
  });
  return element;
}

/** A picture from this very server: the bot's own pictures live here, and no other host is ever asked. */
export function picture(url, props = {}) {
  const image = h("img", { alt: "", loading: "lazy", ...props });
  image.addEventListener("error", () => image.classList.add("missing"));
  image.src = ownPath(url);
  return image;
}

function ownPath(url) {
  try {
    const { pathname, search } = new URL(url, location.origin);
    return pathname + search;
  } catch {
    return "";
  }
}
