/** What Flex's words for sizes and places mean in CSS. Values are given as properties, so none can break out. */

const SPACES = { none: "0", xs: "2px", sm: "4px", md: "8px", lg: "12px", xl: "16px", xxl: "20px" };
const FONTS = { xxs: "11px", xs: "13px", sm: "14px", md: "16px", lg: "19px", xl: "22px", xxl: "29px", "3xl": "35px", "4xl": "48px", "5xl": "74px" };
const IMAGES = { xxs: "40px", xs: "60px", sm: "80px", md: "100px", lg: "120px", xl: "140px", xxl: "160px", "3xl": "180px", "4xl": "200px", "5xl": "220px", full: "100%" };
const BORDERS = { none: "0", light: "0.5px", normal: "1px", medium: "2px", "semi-bold": "3px", bold: "4px" };
const GRAVITY = { top: "flex-start", center: "center", bottom: "flex-end" };

/** A distance in keywords, pixels or per cent. */
export function length(value) {
  return value === undefined ? undefined : (SPACES[value] ?? value);
}

export function fontSize(value) {
  return FONTS[value] ?? value;
}

export function iconSize(value = "md") {
  return FONTS[value] ?? value;
}

export function imageWidth(value = "md") {
  return IMAGES[value] ?? value;
}

/** `16:9` as CSS has it. */
export function ratio(value = "1:1") {
  return value.replace(":", " / ");
}

/** How a component takes its place in a box of this layout. */
export function common(node, layout, before) {
  const gap = length(node.margin ?? before);
  const across = layout === "vertical";
  return {
    flex: share(node, across),
    [across ? "marginTop" : "marginInlineStart"]: gap,
    alignSelf: node.gravity ? GRAVITY[node.gravity] : undefined,
    ...position(node),
  };
}

const NARROW = new Set(["icon", "separator"]);

function share({ type, flex, width }, across) {
  const parts = flex ?? (across || NARROW.has(type) ? 0 : 1);
  if (width && !across) return "0 0 auto";
  if (type === "filler") return `${flex ?? 1} 0 0`;
  if (parts === 0) return "0 0 auto";
  return across ? `${parts} 0 auto` : `${parts} ${parts} 0`;
}

function position({ position: kind, offsetTop, offsetBottom, offsetStart, offsetEnd }) {
  return {
    position: kind === "absolute" ? "absolute" : undefined,
    top: length(offsetTop),
    bottom: length(offsetBottom),
    insetInlineStart: length(offsetStart),
    insetInlineEnd: length(offsetEnd),
  };
}

/** What is a box's own: its size, its room, its look. */
export function boxStyle(node) {
  return {
    width: node.width,
    maxWidth: node.maxWidth,
    height: node.height,
    maxHeight: node.maxHeight,
    justifyContent: node.justifyContent,
    alignItems: node.alignItems,
    background: gradient(node.background) ?? node.backgroundColor,
    border: border(node),
    borderRadius: node.cornerRadius && length(node.cornerRadius),
    padding: length(node.paddingAll),
    paddingTop: length(node.paddingTop),
    paddingBottom: length(node.paddingBottom),
    paddingInlineStart: length(node.paddingStart),
    paddingInlineEnd: length(node.paddingEnd),
  };
}

function border({ borderWidth, borderColor }) {
  return borderWidth && `${BORDERS[borderWidth] ?? borderWidth} solid ${borderColor ?? "transparent"}`;
}

function gradient(background) {
  if (background?.type !== "linearGradient") return undefined;
  const { angle, startColor, centerColor, centerPosition = "50%", endColor } = background;
  const middle = centerColor ? `, ${centerColor} ${centerPosition}` : "";
  return `linear-gradient(${angle}, ${startColor}${middle}, ${endColor})`;
}

/** The look of a whole block of a bubble. */
export function blockStyle(style) {
  return {
    background: style?.backgroundColor,
    borderTop: style?.separator ? `1px solid ${style.separatorColor ?? "#d4d6da"}` : undefined,
  };
}
