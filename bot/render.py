"""Replies → LINE messages. The only module that knows Flex and its limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

import regex

from bot.intents.base import to_data
from bot.replies import (
    Button,
    Card,
    Copy,
    Headline,
    Item,
    Items,
    Link,
    Paragraph,
    Pick,
    Picture,
    Reply,
    Rows,
    Say,
    Table,
    Tap,
    Text,
    Tone,
    Weight,
)

TEXT_LIMIT = 5_000
ALT_LIMIT = 1_500
"""Texts and alt texts, in UTF-16 code units."""
CHIP_LABEL, BUTTON_LABEL = 20, 40
"""Labels, in graphemes: quick replies and flex buttons."""
CHIPS_LIMIT = 13
FILL_LIMIT, SHOWN_LIMIT, COPY_LIMIT, URI_LIMIT = 300, 300, 1_000, 1_000
COLORS = {
    Tone.PLAIN: "#222222",
    Tone.MUTED: "#777777",
    Tone.RED: "#C62828",
    Tone.AMBER: "#B26A00",
    Tone.GREEN: "#1B7F3B",
}
Json = dict[str, Any]


def render(reply: Reply) -> Json:
    """One LINE message object that keeps every limit of LINE's."""
    match reply:
        case Text():
            message: Json = {"type": "text", "text": clip(reply.text, TEXT_LIMIT)}
        case Card():
            message = {"type": "flex", "altText": clip(reply.summary, ALT_LIMIT), "contents": _bubble(reply)}
        case _:
            assert_never(reply)
    if reply.chips:
        message["quickReply"] = {"items": [_chip(chip) for chip in reply.chips[:CHIPS_LIMIT]]}
    return message


def utf16_len(text: str) -> int:
    """How LINE counts a text: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def clip(text: str, limit: int) -> str:
    """At most `limit` UTF-16 code units, cut between graphemes; LINE refuses an empty text."""
    if 2 * len(text) <= limit or utf16_len(text) <= limit:
        return text or "-"
    kept, room = [], limit - 1
    for grapheme in regex.findall(r"\X", text):
        room -= utf16_len(grapheme)
        if room < 0:
            break
        kept.append(grapheme)
    return "".join(kept) + "…"


def clip_label(text: str, limit: int) -> str:
    """At most `limit` graphemes: a Thai letter with its marks is one."""
    if len(text) <= limit:
        return text
    graphemes = regex.findall(r"\X", text)
    return text if len(graphemes) <= limit else "".join(graphemes[: limit - 1]) + "…"


def _bubble(card: Card) -> Json:
    heading = [_text(card.title, "lg", Tone.PLAIN, bold=True)]
    if card.subtitle:
        heading.append(_text(card.subtitle, "sm", Tone.MUTED))
    bubble: Json = {"type": "bubble", "size": "mega", "body": _padded(heading + _body(card), "sm", "16px")}
    if card.picture is not None:
        bubble["hero"] = _picture(card.picture)
    if card.buttons:
        bubble["footer"] = _padded([_button_row(row) for row in card.buttons if row], "xs", "12px")
    return bubble


def _picture(picture: Picture) -> Json:
    return {
        "type": "image",
        "url": picture.address,
        "size": "full",
        "aspectRatio": picture.ratio,
        "aspectMode": "fit" if picture.whole else "cover",
    }


def _padded(contents: list[Json], spacing: str, padding: str) -> Json:
    return {
        "type": "box",
        "layout": "vertical",
        "contents": contents,
        "spacing": spacing,
        "paddingAll": padding,
    }


def _body(card: Card) -> list[Json]:
    lines: list[Json] = []
    number = 1
    for block in card.blocks:
        match block:
            case Rows(rows):
                lines += [{"type": "separator", "margin": "md"}, *(_row(*row) for row in rows)]
            case Items(items, heading, tone):
                lines += [_heading(heading, tone)] if heading else []
                lines += [_item(number + at, item) for at, item in enumerate(items)]
                number += len(items)
            case Paragraph(text, tone):
                lines.append(_text(text, "sm" if tone is Tone.PLAIN else "xs", tone) | {"margin": "lg"})
            case Table():
                lines += _table(block)
            case Headline(text):
                lines.append(_text(text, "3xl", Tone.PLAIN, bold=True) | {"align": "center", "margin": "md"})
            case _:
                assert_never(block)
    return lines


def _heading(text: str, tone: Tone) -> Json:
    return _text(text, "xs", tone, bold=True) | {"margin": "lg"}


def _text(text: str, size: str, tone: Tone, *, bold: bool = False) -> Json:
    return {
        "type": "text",
        "text": clip(text, 2_000),
        "size": size,
        "color": COLORS[tone],
        "weight": "bold" if bold else "regular",
        "wrap": True,
    }


def _row(label: str, value: str, tone: Tone = Tone.PLAIN) -> Json:
    cells = [_text(label, "xs", Tone.MUTED) | {"flex": 2}, _text(value, "sm", tone) | {"flex": 6}]
    return {"type": "box", "layout": "horizontal", "contents": cells, "spacing": "sm"}


def _item(number: int, item: Item) -> Json:
    lines = [_text(item.title, "sm", item.tone, bold=True)]
    if item.detail:
        lines.append(_text(item.detail, "xs", Tone.MUTED))
    column = {
        "type": "box",
        "layout": "vertical",
        "contents": lines,
        "spacing": "none",
        "margin": "md",
        "flex": 1,
    }
    figure = _text(str(number), "sm", Tone.MUTED) | {"flex": 0}
    box: Json = {"type": "box", "layout": "horizontal", "contents": [figure, column], "margin": "md"}
    if item.intent is not None:
        label = clip_label(item.title, BUTTON_LABEL)
        box["action"] = _postback(label, to_data(item.intent), item.fill, None)
    return box


def _table(table: Table) -> list[Json]:
    head = _line(("", *table.columns), Tone.MUTED)
    tones = [Tone.RED if at in table.alarming else Tone.PLAIN for at in range(len(table.lines))]
    lines = [_line(line, tone) for line, tone in zip(table.lines, tones, strict=True)]
    return [_heading(table.heading, Tone.MUTED), head, *lines]


def _line(cells: tuple[str, ...], tone: Tone) -> Json:
    first, *figures = cells
    contents = [_text(first or " ", "sm", tone) | {"flex": 4}]
    contents += [_text(figure, "sm", tone) | {"flex": 2, "align": "end"} for figure in figures]
    return {"type": "box", "layout": "horizontal", "contents": contents}


def _button_row(row: tuple[Button, ...]) -> Json:
    buttons = [_button(button) for button in row]
    return {"type": "box", "layout": "horizontal", "contents": buttons, "spacing": "sm"}


def _button(button: Button) -> Json:
    style = {Weight.PRIMARY: "primary", Weight.SECONDARY: "secondary", Weight.LINK: "link"}[button.weight]
    look: Json = {"type": "button", "action": _action(button, BUTTON_LABEL), "style": style, "height": "sm"}
    return look | {"color": "#06A94D"} if button.weight is Weight.PRIMARY else look


def _chip(chip: Button) -> Json:
    action = _action(chip, CHIP_LABEL)
    if action["type"] == "postback" and "inputOption" not in action:
        action.setdefault("displayText", clip(chip.label, SHOWN_LIMIT))
    return {"type": "action", "action": action}


def _action(button: Button, label_limit: int) -> Json:
    label = clip_label(button.label, label_limit)
    match button.action:
        case Tap(intent, fill, shown):
            return _postback(label, to_data(intent), fill, shown)
        case Pick(intent, initial):
            return _picker(label, to_data(intent), initial)
        case Link(uri):
            return {"type": "uri", "label": label, "uri": uri[:URI_LIMIT]}
        case Copy(text):
            return {"type": "clipboard", "label": label, "clipboardText": clip(text, COPY_LIMIT)}
        case Say(text):
            return {"type": "message", "label": label, "text": clip(text, SHOWN_LIMIT)}
        case _:
            assert_never(button.action)


def _postback(label: str, data: str, fill: str | None, shown: str | None) -> Json:
    action: Json = {"type": "postback", "label": label, "data": data}
    if fill is not None:
        action |= {"inputOption": "openKeyboard", "fillInText": clip(fill, FILL_LIMIT)}
    if shown is not None:
        action["displayText"] = clip(shown, SHOWN_LIMIT)
    return action


def _picker(label: str, data: str, initial: object) -> Json:
    mode = "datetime" if initial is None or isinstance(initial, datetime) else "date"
    action: Json = {"type": "datetimepicker", "label": label, "data": data, "mode": mode}
    if initial is not None:
        action["initial"] = f"{initial:%Y-%m-%dT%H:%M}" if mode == "datetime" else f"{initial:%Y-%m-%d}"
    return action
