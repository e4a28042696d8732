/** Flex messages: bubbles, carousels and every component in them. */

import { h, picture, tappable } from "./dom.js";
import { blockStyle, boxStyle, common, fontSize, iconSize, imageWidth, length, ratio } from "./flexstyle.js";

export function flex({ contents }, phone) {
  return flexContainer(contents, phone);
}

/** A bubble, or several side by side. */
export function flexContainer(contents, phone) {
  if (contents.type !== "carousel") return bubble(contents, phone);
  return h("div", { class: "carousel", "data-testid": "carousel" }, contents.contents.map((one) => bubble(one, phone)));
}

const BLOCKS = ["header", "hero", "body", "footer"];

function bubble(contents, phone) {
  const blocks = BLOCKS.filter((name) => contents[name]).map((name) => block(name, contents, phone));
  const props = { class: `flex-bubble ${contents.size ?? "mega"}`, dir: contents.direction, "data-testid": "bubble" };
  return acting(h("div", props, blocks), contents.action, phone);
}

function block(name, contents, phone) {
  const style = contents.styles?.[name];
  const inner = component(contents[name], "vertical", phone);
  return h("div", { class: `flex-${name}`, style: blockStyle(style) }, inner);
}

const COMPONENTS = { box, text, button, image, icon, separator, filler, spacer: filler, video };

/** One component as laid out in a box of the given layout; `before` is the room between it and the last one. */
function component(node, layout, phone, before) {
  const draw = COMPONENTS[node.type];
  if (!draw) return h("div", { text: `[${node.type}]` });
  const element = draw(node, phone, layout);
  Object.assign(element.style, common(node, layout, before));
  return element;
}

function box(node, phone) {
  const inner = node.contents.map((child, place) => component(child, node.layout, phone, place ? node.spacing : undefined));
  return acting(h("div", { class: `flex-box ${node.layout}`, style: boxStyle(node) }, inner), node.action, phone);
}

function text(node, phone) {
  const style = { ...letters(node), textAlign: node.align ?? "start", lineHeight: node.lineSpacing && `calc(1.4em + ${node.lineSpacing})` };
  const words = node.contents?.length ? node.contents.map(span) : [node.text ?? ""];
  const props = { class: node.wrap ? "flex-text wrapped" : "flex-text", style };
  if (node.maxLines) Object.assign(style, { display: "-webkit-box", webkitLineClamp: node.maxLines, webkitBoxOrient: "vertical" });
  return acting(h("div", props, words), node.action, phone);
}

function span(node) {
  return h("span", { text: node.text, style: letters(node) });
}

function letters({ size, color, weight, style, decoration }) {
  return {
    fontSize: size && fontSize(size),
    color,
    fontWeight: weight === "bold" ? "700" : undefined,
    fontStyle: style === "italic" ? "italic" : undefined,
    textDecoration: decoration === "none" ? undefined : decoration,
  };
}

function button({ action, style = "link", color, height = "md" }, phone) {
  const props = { type: "button", class: `flex-button ${style} ${height}`, text: action.label ?? "" };
  const colours = style === "link" ? { color } : { background: color };
  return h("button", { ...props, style: colours, onclick: (event) => run(event, action, phone) });
}

function run(event, action, phone) {
  event.stopPropagation();
  phone.actions.run(action);
}

function image(node, phone) {
  const inner = picture(node.url, { style: { objectFit: node.aspectMode === "cover" ? "cover" : "contain" } });
  const frame = { width: imageWidth(node.size), aspectRatio: ratio(node.aspectRatio), background: node.backgroundColor };
  const place = { center: "center", start: "flex-start", end: "flex-end" }[node.align ?? "center"];
  const whole = h("div", { class: "flex-image", style: { justifyContent: place } }, h("div", { class: "frame", style: frame }, inner));
  return acting(whole, node.action, phone);
}

function icon(node) {
  const size = iconSize(node.size);
  return picture(node.url, { class: "flex-icon", style: { height: size, aspectRatio: ratio(node.aspectRatio) } });
}

function video(node, phone) {
  return image({ url: node.previewUrl, aspectRatio: node.aspectRatio ?? "16:9", size: "full", aspectMode: "cover" }, phone);
}

function separator({ color }, phone, layout) {
  const side = layout === "vertical" ? "borderTop" : "borderLeft";
  return h("div", { class: "flex-separator", style: { [side]: `1px solid ${color ?? "#d4d6da"}` } });
}

function filler(node) {
  return h("div", { class: "flex-filler", style: { flexBasis: length(node.size) } });
}

function acting(element, action, phone) {
  return action ? tappable(element, action.label, () => phone.actions.run(action)) : element;
}
