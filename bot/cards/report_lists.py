"""What stands behind a figure, page by page: deals, customers or promises. A line opens its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from bot.cards.activity import due_text
from bot.cards.report_deals import deals_behind, heading
from bot.cards.report_words import span_text, subtitle
from bot.cards.tally import unreached
from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.reports import ReportList
from bot.intents.teams import ShowEntry
from bot.language import CustomerRef
from bot.replies import Button, Card, Item, Items, Reply, Tap, Text, Weight
from bot.reporting import View, teams_of
from models.customer import Customer
from models.followup import FollowUp, Punctuality
from models.member import Team
from models.metrics.listing import OPEN, PAGE, STAGE
from models.metrics.punctuality import judged
from models.metrics.watch import NEGLECTED_DAYS, Worry, neglected

NEGLECTED, LATE = "neglected", "late"
NOT_KEPT = (Punctuality.LATE, Punctuality.MISSED)
Lines = tuple[list[Item], int]
"""One page of lines, and how many there are in all."""


def list_card(desk: Desk, view: View, said: ReportList) -> Reply:
    """The lines behind a figure; raises NotFound for a figure that there is not."""
    page = max(said.page, 1)
    items, count = _lines(desk, view, said, page)
    if not items:
        return _nothing(desk, view, said)
    title = _title(desk, view, said, count)
    pages = -(-count // PAGE)
    at = desk.words("metrics.page", page=page, pages=pages) if pages > 1 else ""
    lines = "" if said.what == NEGLECTED else desk.words("metrics.lines", count=count)
    return Card(
        title=title,
        subtitle=subtitle(desk, view, lines, at),
        summary=title,
        blocks=(Items(tuple(items)),),
        buttons=(_buttons(desk, view, said, more=page < pages),),
    )


def _lines(desk: Desk, view: View, said: ReportList, page: int) -> Lines:
    if said.what == NEGLECTED:
        return _neglected(desk, view, page, said.days or NEGLECTED_DAYS)
    if said.what == LATE:
        return _not_kept(desk, view, page)
    return deals_behind(desk, view, said.what, said.like, page)


def _nothing(desk: Desk, view: View, said: ReportList) -> Text:
    if said.what == NEGLECTED:
        return Text(text=desk.words("team.all_reached", days=said.days or NEGLECTED_DAYS))
    return Text(text=desk.words("metrics.nothing", what=_title(desk, view, said, 0)))


def _title(desk: Desk, view: View, said: ReportList, count: int) -> str:
    if said.what == NEGLECTED:
        return desk.words("summary.unreached", days=said.days or NEGLECTED_DAYS, count=count)
    if said.what == LATE:
        return f"{desk.words('metrics.promises')} · {span_text(desk, view.period)}"
    what = heading(desk, view, said.what, said.like)
    return what if _is_of_now(view, said.what) else f"{what} · {span_text(desk, view.period)}"


def _is_of_now(view: View, what: str) -> bool:
    """What is open today, whatever days the report is about."""
    is_open = what == OPEN or what.startswith(STAGE)
    return what in set(Worry) or (is_open and not view.is_over)


def _buttons(desk: Desk, view: View, said: ReportList, *, more: bool) -> tuple[Button, ...]:
    words = desk.words
    whole = Button(words("metrics.all_topics"), Tap(view.report()), Weight.LINK)
    following = replace(said, page=max(said.page, 1) + 1)
    return (Button(words("metrics.more"), Tap(following), Weight.PRIMARY), whole) if more else (whole,)


def _page_of(desk: Desk, rows: Select[Any], page: int, *order: Any) -> tuple[Sequence[Any], int]:
    count = desk.session.scalar(rows.with_only_columns(func.count())) or 0
    shown = rows.order_by(*order).offset((page - 1) * PAGE).limit(PAGE)
    return desk.session.scalars(shown).all(), count


def _neglected(desk: Desk, view: View, page: int, days: int) -> Lines:
    """The longest unreached first. Who they are stands in an index; only those of the page are read."""
    found = neglected(view.scope, days)
    longest_first = (Customer.last_contact_at.asc().nulls_first(), Customer.id)
    page_of_ids, count = _page_of(desk, found.with_only_columns(Customer.id), page, *longest_first)
    shown = select(Customer).where(Customer.id.in_(page_of_ids)).order_by(*longest_first)
    rows = desk.session.scalars(shown.options(joinedload(Customer.owner)))
    return [_customer(desk, one) for one in rows], count


def _customer(desk: Desk, one: Customer) -> Item:
    detail = f"{unreached(desk, one.last_contact_at)} · {one.owner.name}"
    return Item(one.name, detail, Brief(customer=CustomerRef("", one.id)))


def _not_kept(desk: Desk, view: View, page: int) -> Lines:
    """Promises that were kept late or missed, the newest first."""
    late = judged(view.scope, view.period).where(FollowUp.punctual.in_(NOT_KEPT))
    whose = joinedload(FollowUp.customer), joinedload(FollowUp.owner)
    rows, count = _page_of(desk, late.options(*whose), page, FollowUp.due_on.desc(), FollowUp.id)
    return [_promise(desk, one) for one in rows], count


def _promise(desk: Desk, one: FollowUp) -> Item:
    parts = (due_text(desk, one), desk.words(f"metrics.{one.punctual}"), one.about, one.owner.name)
    opens = Brief(followup=one.id) if one.closed_by_id is None else ShowEntry(activity=one.closed_by_id)
    return Item(one.customer.name, " · ".join(part for part in parts if part), opens)


def teams_card(desk: Desk, view: View) -> Card:
    """Which team's: all of them, or one."""
    title = desk.words("metrics.which_team")
    teams = desk.session.scalars(teams_of(desk).order_by(Team.id)).all()
    whole = Item(desk.words("metrics.everyone"), "", view.report())
    lines = (whole, *(Item(one.name, "", replace(view, team=one).report()) for one in teams))
    return Card(title=title, subtitle=span_text(desk, view.period), summary=title, blocks=(Items(lines),))
