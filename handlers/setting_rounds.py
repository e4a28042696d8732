"""How often customers of a size are followed up: shown to everybody, set by a manager."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.capability import on
from bot.cards.round_settings import rounds_card, size_card
from bot.context import Context
from bot.intents.rounds import SetRounds, ShowRounds
from bot.replies import Reply, Text
from models.activity import ActivityChannel
from models.cadence import Round, rounds_of, set_rounds
from models.customer import BuyingRole, Size
from models.member import Role

MOST, LONGEST = 24, 180
"""Rounds a size may have, and days that may lie between two."""


@on(ShowRounds, undoable=False)
def show_rounds(ctx: Context, said: ShowRounds) -> Reply:
    """See how often customers of each size are followed up."""
    return rounds_card(ctx) if said.size is None else size_card(ctx, Size(said.size))


@on(SetRounds, role=Role.MANAGER)
def change_rounds(ctx: Context, said: SetRounds) -> Reply:
    """Set how many rounds a size has, or how one of them goes."""
    if said.size is None:
        return Text(text=ctx.words("rounds.which_size"))
    size = Size(said.size)
    rounds = rounds_of(ctx.session, ctx.workspace.id, size)
    if not _is_possible(said):
        return Text(text=ctx.words("rounds.bad_count", most=MOST, longest=LONGEST))
    if said.number is not None and not 1 <= said.number <= len(rounds):
        return Text(text=ctx.words("rounds.no_such_round", size=size, rounds=len(rounds)))
    changed = _as_many(rounds, said.count or len(rounds))
    set_rounds(ctx.session, ctx.workspace.id, size, [_changed(one, said) for one in changed])
    ctx.session.flush()
    return size_card(ctx, size, is_new=True)


def _is_possible(said: SetRounds) -> bool:
    count_fits = said.count is None or 1 <= said.count <= MOST
    return count_fits and (said.days is None or 1 <= said.days <= LONGEST)


def _as_many(rounds: Sequence[Round], count: int) -> list[Round]:
    """Cut short, or gone on like the last."""
    more = [replace(rounds[-1], number=number, topic="") for number in range(len(rounds) + 1, count + 1)]
    return [*rounds[:count], *more]


def _changed(one: Round, said: SetRounds) -> Round:
    """What was said of this round, or of all of them when none was named, stands in for what was set."""
    if said.number is not None and one.number != said.number:
        return one
    return replace(
        one,
        gap_days=said.days or one.gap_days,
        channel=ActivityChannel(said.channel) if said.channel else one.channel,
        role=BuyingRole(said.contact_role) if said.contact_role else one.role,
        topic=said.note[:120] or one.topic,
    )
