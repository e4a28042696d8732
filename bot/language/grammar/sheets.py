"""export_table: a table as a file."""

from __future__ import annotations

from bot.language.grammar.fields import firm
from bot.language.grammar.grammar import Grammar, begins, value_of
from bot.language.line import Line
from bot.language.notes import note

SAID = ("export", "export_table", "export_format", "export_join", "particle")


def exports(line: Line) -> bool:
    """ส่งออกลูกค้าเป็น csv: which table and in what form, and nothing else; ส่งออกไปเวียดนาม is another matter."""
    if not begins("export")(line) or line.persons or line.moments or firm(line) is not None:
        return False
    return note(line, line.worded(*SAID)) is None


EXPORT = Grammar(
    intent="export_table",
    words=("export",),
    when=exports,
    fields={"table": value_of("export_table"), "format": value_of("export_format")},
)
