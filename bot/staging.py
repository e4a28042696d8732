"""What managers do with the stages of their company's deals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.context import Context
from bot.language.names import key
from bot.texts import LANGUAGES, Words
from models.errors import BadChance
from models.stage import Stage, all_stages, free_key
from models.stage_errors import EnoughStages, NoStageName, StageThere

TITLE_LIMIT, MOST_DAYS, MOST_STAGES = 60, 365, 12
USUAL_DAYS = 14
SURE = 100


def add(ctx: Context, own: Sequence[Stage], title: str) -> Stage:
    """A stage of that name, for whoever calls to put in its place; one taken away before comes back."""
    name = _name(own, title)
    if len(own) >= MOST_STAGES:
        raise EnoughStages(most=MOST_STAGES)
    stage = _taken_away(ctx, name) or _new(ctx, name)
    stage.deleted, stage.rotting_days = False, USUAL_DAYS
    return stage


def rename(own: Sequence[Stage], stage: Stage, title: str) -> None:
    """By the company's own word; raises StageThere for that of another stage."""
    stage.name = _name([one for one in own if one is not stage], title)


def placed(own: Sequence[Stage], stage: Stage, beside: Stage | None, *, before: bool) -> list[Stage]:
    """All in their new order: the stage beside that one, else the last."""
    others = [one for one in own if one is not stage]
    if beside is None or beside is stage:
        return [*others, stage] if beside is None else list(own)
    at = others.index(beside) + (0 if before else 1)
    return [*others[:at], stage, *others[at:]]


def chance_between(own: Sequence[Stage], stage: Stage) -> int:
    """Midway between its neighbours, until somebody says how likely it is."""
    at = own.index(stage)
    before = own[at - 1].probability if at else 0
    after = own[at + 1].probability if at + 1 < len(own) else SURE
    return (before + after) // 2


def set_chance(stage: Stage, percent: int | None) -> None:
    """As said, if it was; raises BadChance beyond certainty."""
    if percent is None:
        return
    if not 0 <= percent <= SURE:
        raise BadChance(said=percent)
    stage.probability = percent


def set_patience(stage: Stage, days: int | None) -> None:
    if days is not None and 0 < days <= MOST_DAYS:
        stage.rotting_days = days


def _name(own: Sequence[Stage], title: str) -> str:
    """As it is kept; raises NoStageName, or StageThere for one that there is."""
    name = title.strip()[:TITLE_LIMIT]
    if not name:
        raise NoStageName
    if any(key(name) in map(key, _called(one)) for one in own):
        raise StageThere(stage=name)
    return name


def _called(stage: Stage) -> Iterator[str]:
    """Its own name, else what everybody calls it in either language."""
    if stage.name:
        yield stage.name
        return
    text = f"deals.stage_{stage.key}"
    yield from (Words(language)(text) for language in LANGUAGES if Words(language).has(text))


def _taken_away(ctx: Context, name: str) -> Stage | None:
    gone = (one for one in all_stages(ctx.session, ctx.workspace.id) if one.deleted)
    return next((one for one in gone if key(name) in map(key, _called(one))), None)


def _new(ctx: Context, name: str) -> Stage:
    stage = Stage(
        workspace_id=ctx.workspace.id,
        key=free_key(ctx.session, ctx.workspace.id),
        name=name,
        position=0,
        probability=0,
        rotting_days=USUAL_DAYS,
    )
    ctx.session.add(stage)
    return stage
