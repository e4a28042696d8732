"""A table as a file, by a link that works once."""

from __future__ import annotations

from bot.capability import on
from bot.context import Context
from bot.exporting import FORMATS, TABLES, link_to
from bot.intents.sheets import ExportTable
from bot.replies import Button, Card, Link, Paragraph, Reply, Text, Tone, Weight
from models.errors import Outdated


@on(ExportTable, undoable=False)
def export_table(ctx: Context, said: ExportTable) -> Reply:
    """Get my customers as an Excel file."""
    if said.table not in TABLES or said.format not in FORMATS:
        raise Outdated
    if not ctx.public_url:
        return Text(text=ctx.words("sheets.export_no_address", table=said.table))
    title = ctx.words("sheets.export", table=ctx.words(f"sheets.table_{said.table}"))
    others = (kind for kind in FORMATS if kind != said.format)
    buttons = [_button(ctx, said, said.format, Weight.PRIMARY)]
    buttons += [_button(ctx, said, kind, Weight.SECONDARY) for kind in others]
    hint = Paragraph(ctx.words("sheets.export_hint"), Tone.MUTED)
    return Card(title=title, summary=title, blocks=(hint,), buttons=(tuple(buttons),))


def _button(ctx: Context, said: ExportTable, kind: str, weight: Weight) -> Button:
    label = ctx.words("sheets.export_open", format={"xlsx": "Excel", "csv": "CSV"}[kind])
    return Button(label, Link(link_to(ctx, said.table, kind)), weight)
