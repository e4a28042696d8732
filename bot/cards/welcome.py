"""Message 9: what somebody reads who has just come into the team."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Desk
from bot.intents.answers import Help
from bot.intents.followups import StartResult
from bot.intents.people import ChangeSetting, InviteTeam, Members, SetUp
from bot.replies import Button, Card, Item, Items, Reply, Tap, Text, Weight
from bot.texts import Words
from models.member import Member, Role, Team


def welcome(desk: Desk) -> Reply:
    """The first words to the reader of this desk, by role."""
    if desk.member.role is Role.OWNER:
        return _owner_card(desk)
    leaders = leaders_of(desk, desk.member)
    if desk.member.role is Role.MANAGER:
        return Text(text=desk.words("people.welcome_manager", **_who(desk, [])), chips=_manager_chips(desk))
    text = desk.words("people.welcome_rep", seen_by=_seen_by(desk, leaders), **_who(desk, leaders))
    return Text(text=text, chips=_rep_chips(desk))


def leaders_of(desk: Desk, member: Member) -> list[Member]:
    """Who leads this member: the managers of the team, or the owners where it has none."""
    leaders = desk.session.scalars(Member.leaders_of(member.workspace_id, member.team_id)).all()
    leaders = leaders or desk.session.scalars(Member.owners(member.workspace_id)).all()
    return [one for one in leaders if one.id != member.id]


def names_of(words: Words, people: Sequence[Member]) -> str:
    """คุณกบ กับคุณเอก."""
    return words("people.and").join(words.person(one.name) for one in people)


def team_name(desk: Desk, team_id: int) -> str:
    return desk.session.get_one(Team, team_id).name


def hello_name(desk: Desk) -> str:
    """How to greet somebody whose name may not have come from LINE yet."""
    name = desk.member.name
    unknown = name in ("", desk.words("people.no_name"))
    return "" if unknown else f" {desk.words.person(name)}"


def _who(desk: Desk, leaders: Sequence[Member]) -> dict[str, str]:
    led_by = desk.words("people.led_by", names=names_of(desk.words, leaders)) if leaders else ""
    return {"name": hello_name(desk), "team": team_name(desk, desk.member.team_id), "leader": led_by}


def _seen_by(desk: Desk, leaders: Sequence[Member]) -> str:
    """Plainly who sees what: manners, and what the law on personal data asks for."""
    names = names_of(desk.words, leaders) if leaders else desk.words("people.your_manager")
    lines = [desk.words("people.seen_by", names=names)]
    if desk.workspace.team_reads:
        lines.append(desk.words("people.seen_by_team"))
    return "\n".join(lines)


def _rep_chips(desk: Desk) -> tuple[Button, ...]:
    words = desk.words
    return (
        Button(words("people.try_it"), Tap(StartResult(), fill=words("people.try_fill"))),
        Button(words("people.see_examples"), Tap(Help())),
        Button(words("people.set_times"), Tap(ChangeSetting())),
    )


def _manager_chips(desk: Desk) -> tuple[Button, ...]:
    words = desk.words
    return (
        Button(words("people.invite_team"), Tap(InviteTeam())),
        Button(words("people.see_team"), Tap(Members())),
        Button(words("people.see_examples"), Tap(Help())),
        Button(words("people.set_times"), Tap(ChangeSetting())),
    )


def _owner_card(desk: Desk) -> Card:
    """Message 9ข: three steps, none of which has to come before the first log."""
    words = desk.words
    steps = (
        Item(words("people.step_team"), words("people.step_team_how"), InviteTeam()),
        Item(words("people.step_customers"), words("people.step_customers_how"), SetUp(step="customers")),
        Item(words("people.step_days"), _days(desk), SetUp(step="days")),
    )
    return Card(
        title=words("people.started"),
        subtitle=words("people.you_own", company=desk.workspace.name),
        summary=words("people.started_summary", company=desk.workspace.name),
        blocks=(Items(steps),),
        buttons=(
            (Button(words("people.invite_team"), Tap(InviteTeam()), Weight.PRIMARY),),
            (Button(words("people.try_first"), Tap(StartResult(), fill=words("people.try_fill"))),),
        ),
    )


def _days(desk: Desk) -> str:
    days = desk.words(f"settings.short_{desk.workspace.working_days}")
    return desk.words("people.step_days_how", days=days, plan=desk.words.clock(desk.member.plan_at))
