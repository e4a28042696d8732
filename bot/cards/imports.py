"""A file of customers or purchases: what it holds, how far it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.context import Desk
from bot.intents.sheets import ConfirmImport, DropImport, ImportProblems
from bot.replies import Button, Card, Paragraph, Reply, Rows, Tap, Text, Tone, Weight
from models.importing import Import, ImportKind, ImportRow, ImportState, RowState

SHOWN = 5
"""Problems on the summary; the others are one tap away."""
A_PAGE = 20
HEADINGS = 200
"""Letters of the headings that are not used."""
COLUMNS = ("needed", "optional")
Line = tuple[str, str] | tuple[str, str, Tone]


def told(desk: Desk, job: Import, key: str, **values: object) -> str:
    """A text about a file; one of purchases has some of its own."""
    own = f"sheets.{key}_{job.kind}"
    return desk.words(own if desk.words.has(own) else f"sheets.{key}", **values)


def preview_card(desk: Desk, job: Import) -> Card:
    """What would come in, before anything does."""
    bad = problems_of(desk, job, 0, SHOWN)
    nothing = () if job.customers else (Paragraph(told(desk, job, "nothing_new"), Tone.AMBER),)
    return Card(
        title=told(desk, job, "preview"),
        summary=told(desk, job, "preview_summary", file=job.name, count=f"{job.customers:,}"),
        subtitle=job.name,
        blocks=(Rows(tuple(_sums(desk, job))), *nothing, *_problem_block(desk, bad)),
        buttons=_preview_buttons(desk, job),
    )


def _sums(desk: Desk, job: Import) -> Iterable[Line]:
    words = desk.words
    yield words("sheets.rows"), words("sheets.rows_count", count=f"{job.rows:,}")
    yield words("sheets.new"), told(desk, job, "new_count", count=f"{job.customers:,}")
    if job.people:
        yield words("sheets.people"), words("sheets.people_count", count=f"{job.people:,}")
    if job.known:
        yield words("sheets.known"), words("sheets.known_count", count=f"{job.known:,}")
    if job.problems:
        yield words("sheets.problems"), words("sheets.problems_count", count=f"{job.problems:,}"), Tone.AMBER
    if job.customers and job.kind is ImportKind.CUSTOMERS:
        yield words("sheets.owner"), words("sheets.owner_you")
    if job.unused:
        yield words("sheets.unused"), ", ".join(job.unused)[:HEADINGS], Tone.MUTED


def _problem_block(desk: Desk, rows: list[ImportRow]) -> Iterable[Paragraph]:
    lines = [desk.words("sheets.row_problem", row=row.number, problem=problem(desk, row)) for row in rows]
    return (Paragraph("\n".join(lines), Tone.AMBER),) if lines else ()


def _preview_buttons(desk: Desk, job: Import) -> tuple[tuple[Button, ...], ...]:
    words = desk.words
    drop = Button(words("sheets.drop"), Tap(DropImport(sheet=job.id)))
    see = Button(words("sheets.see_problems"), Tap(ImportProblems(sheet=job.id)))
    more = (see, drop) if job.problems else (drop,)
    if not job.customers:
        return (more,)
    label = told(desk, job, "confirm", count=f"{job.customers:,}")
    return ((Button(label, Tap(ConfirmImport(sheet=job.id)), Weight.PRIMARY),), more)


def problems_of(desk: Desk, job: Import, after: int, count: int) -> list[ImportRow]:
    """The next so many rows that were left out, behind a row."""
    rows = ImportRow.of(job.id, RowState.PROBLEM).where(ImportRow.number > after)
    return list(desk.session.scalars(rows.limit(count)))


def problem(desk: Desk, row: ImportRow) -> str:
    """What is wrong in a row, in the reader's words."""
    return desk.words(f"sheets.problem_{row.problem}", said=row.said)


def problems_card(desk: Desk, job: Import, after: int) -> Reply:
    """A page of the rows that were left out."""
    words = desk.words
    rows = problems_of(desk, job, after, A_PAGE + 1)
    if not rows:
        return Text(text=words("sheets.no_problems"))
    title = words("sheets.problem_list", count=f"{job.problems:,}")
    lines = tuple((words("sheets.row", row=row.number), problem(desk, row)) for row in rows[:A_PAGE])
    on = Button(
        words("sheets.more_problems"), Tap(ImportProblems(sheet=job.id, after=rows[:A_PAGE][-1].number))
    )
    more = ((on,),) if len(rows) > A_PAGE else ()
    return Card(title=title, summary=title, subtitle=job.name, blocks=(Rows(lines),), buttons=more)


def imported_card(desk: Desk, job: Import) -> Card:
    """All are in; one tap takes them out again."""
    words = desk.words
    undo = Button(words("sheets.undo"), Tap(DropImport(sheet=job.id)))
    see = Button(words("sheets.see_problems"), Tap(ImportProblems(sheet=job.id)))
    return Card(
        title=words("sheets.done"),
        summary=told(desk, job, "done_summary", count=f"{job.customers:,}", file=job.name),
        subtitle=job.name,
        blocks=(Rows(tuple(one for one in _sums(desk, job) if one[0] != words("sheets.owner"))),),
        buttons=((undo, see) if job.problems else (undo,),),
    )


def taken_back(desk: Desk, job: Import) -> Text:
    """They are out again, but for those whom somebody has worked with."""
    count = job.customers - job.kept
    lines = [told(desk, job, "taken_back", file=job.name, count=f"{count:,}")]
    lines += [told(desk, job, "kept", count=f"{job.kept:,}")] if job.kept else []
    return Text(text="\n".join(lines))


def refused(desk: Desk, job: Import) -> Text:
    """Why the file cannot be used, and that nothing was changed."""
    why = desk.words(f"sheets.refused_{job.reason}")
    if job.reason_row is not None:
        why = desk.words("sheets.refused_in_row", why=why, row=job.reason_row)
    return Text(text=desk.words("sheets.refused", file=job.name, why=why))


def state_of(desk: Desk, job: Import) -> Reply:
    """How far an import is."""
    values = {"file": job.name, "done": f"{job.done:,}", "rows": f"{job.rows:,}"}
    match job.state:
        case ImportState.FETCHING | ImportState.READING:
            return Text(text=desk.words("sheets.still_reading", file=job.name))
        case ImportState.READY if not job.confirmed:
            return preview_card(desk, job)
        case ImportState.REMOVING:
            return Text(text=told(desk, job, "taking_back", file=job.name))
        case _:
            return Text(text=desk.words("sheets.progress", **values))


def how_card(desk: Desk) -> Card:
    """What to send."""
    words = desk.words
    title = words("sheets.how_title")
    customers, purchases = (
        Rows(tuple((words(f"sheets.how_{one}"), words(f"sheets.how_{one}_{kind}")) for one in COLUMNS))
        for kind in ("columns", "purchases")
    )
    sold = Paragraph(words("sheets.how_purchases"))
    blocks = (Paragraph(words("sheets.how")), customers, sold, purchases)
    return Card(title=title, summary=title, blocks=blocks, public=True)
