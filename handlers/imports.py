"""Lists that come in as files: shown first, brought in on a yes, taken out again if need be."""

from __future__ import annotations

from bot.capability import on
from bot.cards.imports import how_card, problems_card, state_of, told
from bot.context import Context
from bot.intents.sheets import ConfirmImport, DropImport, ImportCustomers, ImportProblems
from bot.replies import Reply, Text
from models.errors import NotFound, NothingToUndo, Outdated
from models.importing import SETTLED, Import, ImportState
from models.member import Role


@on(ImportCustomers, role=Role.MANAGER)
def import_customers(ctx: Context, said: ImportCustomers) -> Reply:
    """Bring in a list of customers, or of what was sold, from Excel."""
    last = ctx.session.scalar(Import.newest_of(ctx.workspace.id, ctx.member.id))
    under_way = last is not None and last.state not in SETTLED
    return state_of(ctx, last) if last is not None and under_way else how_card(ctx)


@on(ConfirmImport, role=Role.MANAGER)
def confirm_import(ctx: Context, said: ConfirmImport) -> Reply:
    """Yes, bring them in."""
    job = _import(ctx, said.sheet)
    if job.state is not ImportState.READY or job.deleted:
        raise Outdated
    job.confirmed = True
    return Text(text=told(ctx, job, "importing", count=f"{job.customers:,}"))


@on(DropImport, role=Role.MANAGER)
def drop_import(ctx: Context, said: DropImport) -> Reply:
    """Do not bring them in, or take them out again."""
    job = _last(ctx) if said.sheet is None else _import(ctx, said.sheet)
    if job.state in SETTLED and not job.stands:
        raise Outdated
    if not job.confirmed:
        job.deleted = True
        return Text(text=ctx.words("sheets.dropped", file=job.name))
    job.confirmed = False
    return Text(text=told(ctx, job, "taking_back", file=job.name))


@on(ImportProblems, role=Role.MANAGER, full_sentence=False)
def import_problems(ctx: Context, said: ImportProblems) -> Reply:
    """Why rows were left out."""
    return problems_card(ctx, _import(ctx, said.sheet), said.after)


def _import(ctx: Context, sheet: int) -> Import:
    job = ctx.session.scalar(ctx.access.imports().where(Import.id == sheet))
    if job is None:
        raise NotFound
    return job


def _last(ctx: Context) -> Import:
    job = ctx.session.scalar(Import.newest_of(ctx.workspace.id, ctx.member.id))
    if job is None:
        raise NothingToUndo
    return job
