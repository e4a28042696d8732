"""In a manager's summary: customers that nobody looks after, or with whom nothing comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby

from bot.cards.next_step import by_customer, way_out
from bot.context import Desk
from bot.intents.rounds import NoNextStep
from bot.language import MemberRef
from bot.replies import Item, Tone
from bot.subjects import about
from bot.teamwork import Teamwork
from models.nodrop import Dropped, Why, forgotten
from models.workspace import Subject

NAMED = 3
Line = Callable[[], Item]
"""A line of a card that is written if it is shown."""


def written(items: Iterable[Item]) -> list[Line]:
    """Lines that are written already."""
    return [partial(_itself, one) for one in items]


def _itself(item: Item) -> Item:
    return item


@about(Subject.ROUNDS)
def dropping(desk: Desk, team: Teamwork, keepers: list[int]) -> tuple[Line, ...]:
    """A line for all without an owner, and one a person for what has no next step and is not overdue.

    `keepers` are those for whose customers the reader answers, who have left too.
    """
    found = by_customer(forgotten(desk.session, desk.workspace.id, keepers, desk.today))
    unowned = [one for one in found if one.why is Why.NO_OWNER]
    stranded = [one for one in found if one.why is not Why.NO_OWNER]
    stranded.sort(key=lambda one: one.owner_id)
    by_owner = groupby(stranded, key=lambda one: one.owner_id)
    names = team.names
    lines = [partial(_of_one, desk, names, owner, list(theirs)) for owner, theirs in by_owner]
    return (*([partial(_unowned, desk, unowned)] if unowned else ()), *lines)


def _unowned(desk: Desk, found: Sequence[Dropped]) -> Item:
    title = desk.words("nextstep.unowned", count=len(found))
    return Item(title, _names(found), NoNextStep(), Tone.RED)


def _of_one(desk: Desk, names: Mapping[int, str], owner: int, found: Sequence[Dropped]) -> Item:
    who = names.get(owner, found[0].owner)
    if len(found) > 1:
        title = desk.words("nextstep.of_one", who=who, count=len(found))
        return Item(title, _names(found), NoNextStep(rep=MemberRef("", owner)), Tone.AMBER)
    only = found[0]
    what = desk.words(f"nextstep.{only.why}")
    if only.amount is not None and only.why is Why.NO_STEP:
        what = desk.words("nextstep.deal", amount=desk.words.money(only.amount))
    return Item(only.customer, f"{what} · {who}", way_out(only), Tone.AMBER)


def _names(found: Sequence[Dropped]) -> str:
    named = ", ".join(one.customer for one in found[:NAMED])
    return f"{named}…" if len(found) > NAMED else named
