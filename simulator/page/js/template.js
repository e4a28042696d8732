/** Template messages, drawn with the pieces of a flex message. */

import { flexContainer } from "./flex.js";

export function template({ template: shape }, phone) {
  return flexContainer(SHAPES[shape.type](shape), phone);
}

const SHAPES = {
  buttons: bubble,
  confirm: ({ text, actions }) => bubble({ text, actions }, "horizontal"),
  carousel: ({ columns }) => ({ type: "carousel", contents: columns.map((column) => bubble(column)) }),
  image_carousel: ({ columns }) => ({ type: "carousel", contents: columns.map(imageBubble) }),
};

function bubble({ thumbnailImageUrl, title, text, actions, defaultAction }, layout = "vertical") {
  const image = thumbnailImageUrl && hero(thumbnailImageUrl, "151:100");
  const heading = title ? [{ type: "text", text: title, weight: "bold", wrap: true }] : [];
  const words = [...heading, { type: "text", text, size: "sm", wrap: true }];
  const buttons = actions.map((action) => ({ type: "button", action, height: "sm" }));
  return {
    type: "bubble",
    size: "kilo",
    ...(image ? { hero: image } : {}),
    body: { type: "box", layout: "vertical", spacing: "sm", contents: words, action: defaultAction },
    footer: { type: "box", layout, contents: buttons },
  };
}

function imageBubble({ imageUrl, action }) {
  return { type: "bubble", size: "micro", hero: { ...hero(imageUrl, "1:1"), action } };
}

function hero(url, aspectRatio) {
  return { type: "image", url, size: "full", aspectMode: "cover", aspectRatio };
}
