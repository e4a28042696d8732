"""Who is in the team."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bot.cards.welcome import team_name
from bot.context import Desk
from bot.intents.people import InviteTeam
from bot.intents.teams import TeamSummary
from bot.language import MemberRef
from bot.replies import Button, Card, Item, Items, Tap, Weight
from models import figures
from models.member import Member


def team_list(desk: Desk, members: Sequence[Member]) -> Card:
    """The people by team; a manager opens each one's day, a rep only sees who is who."""
    words = desk.words
    last = _last_logged(desk, members) if desk.member.is_manager else {}
    groups = groupby(sorted(members, key=lambda one: one.team_id), key=lambda one: one.team_id)
    blocks = tuple(
        Items(tuple(_item(desk, one, last) for one in group), heading=team_name(desk, team_id))
        for team_id, group in groups
    )
    invite = Button(words("people.invite_team"), Tap(InviteTeam()), Weight.SECONDARY)
    return Card(
        title=words("people.team", company=desk.workspace.name),
        summary=words("people.team_summary", count=len(members)),
        blocks=blocks,
        buttons=((invite,),) if desk.member.is_manager else (),
    )


def _item(desk: Desk, member: Member, last: dict[int, str]) -> Item:
    role = desk.words(f"people.short_{member.role}")
    if not desk.member.is_manager:
        return Item(member.name, role)
    seen = last.get(member.id, desk.words("people.never_logged"))
    return Item(member.name, f"{role} · {seen}", TeamSummary(rep=MemberRef("", member.id)))


def _last_logged(desk: Desk, members: Sequence[Member]) -> dict[int, str]:
    newest = figures.last_logged(desk.session, [one.id for one in members])
    return {
        member_id: desk.words("people.last_logged", when=_when(desk, at)) for member_id, at in newest.items()
    }


def _when(desk: Desk, moment: datetime) -> str:
    local = desk.local(moment)
    return f"{desk.words.near_day(local.date(), desk.today)} {desk.words.clock(local)}"
