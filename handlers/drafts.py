"""Lines kept because nobody could place them: shown, completed or forgotten."""

from __future__ import annotations

from bot.capability import on
from bot.cards.report import draft_item
from bot.context import Context
from bot.drafts import draft_of
from bot.intents.plans import Drafts, ForgetDraft, OpenDraft
from bot.render import clip
from bot.replies import Button, Card, Items, Record, Reply, Tap, Text, Weight
from models.followup import Draft

SHOWN, ECHO = 10, 200


@on(Drafts, undoable=False, full_sentence=False)
def drafts(ctx: Context, said: Drafts) -> Reply:
    """What you typed that is not logged yet."""
    kept = ctx.session.scalars(Draft.open_of(ctx.member)).all()[-SHOWN:]
    if not kept:
        return Text(text=ctx.words("report.no_drafts"))
    title = ctx.words("report.drafts")
    return Card(
        title=title,
        subtitle=ctx.words("report.draft_hint"),
        summary=f"{title} · {len(kept)}",
        blocks=(Items(tuple(draft_item(ctx, one) for one in kept)),),
    )


@on(OpenDraft, undoable=False)
def open_draft(ctx: Context, said: OpenDraft) -> Reply:
    """Give a kept line back, to be completed or forgotten."""
    draft = draft_of(ctx, said.draft)
    record = Record("draft", draft.id)
    ctx.show(record, None)
    finish = Tap(OpenDraft(draft=draft.id), fill=draft.said)
    return Card(
        title=ctx.words.quoted(clip(draft.said, ECHO)),
        subtitle=ctx.words("report.draft_hint"),
        summary=ctx.words.quoted(clip(draft.said, ECHO)),
        buttons=(
            (
                Button(ctx.words("report.finish_draft"), finish, Weight.SECONDARY),
                Button(ctx.words("report.forget_draft"), Tap(ForgetDraft(draft=draft.id))),
            ),
        ),
        record=record,
    )


@on(ForgetDraft, undoable=False)
def forget(ctx: Context, said: ForgetDraft) -> Reply:
    """Drop a kept line for good."""
    draft = draft_of(ctx, said.draft)
    draft.open = False
    return Text(text=ctx.words("report.forgotten", said=ctx.words.quoted(clip(draft.said, ECHO))))
