"""The tills of a company, and the page on which a new one's token is picked up."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Desk
from bot.intents.activities import Undo
from bot.intents.tills import AddTill, RevokeTill
from bot.replies import Button, Card, Link, Paragraph, Rows, Tap, Tone, Weight
from models.api_token import ApiToken

SHOWN = 8


def tills_card(desk: Desk, tills: Sequence[ApiToken]) -> Card:
    """Each with since when, and one tap to let it in no more."""
    words, newest = desk.words, tills[-SHOWN:]
    title = words("tills.title")
    rows = tuple((one.name, _since(desk, one)) for one in newest)
    stops = (Button(words("tills.revoke", till=one.name), Tap(RevokeTill(till=one.id))) for one in newest)
    return Card(
        title=title,
        summary=f"{title} · {len(tills)}",
        blocks=(Rows(rows) if rows else Paragraph(words("tills.none"), Tone.MUTED),),
        buttons=(
            (Button(words("tills.add"), Tap(AddTill()), Weight.PRIMARY),),
            *((stop,) for stop in stops),
        ),
    )


def _since(desk: Desk, till: ApiToken) -> str:
    return desk.words("tills.since", day=desk.words.day(desk.local(till.created_at).date()))


def token_card(desk: Desk, till: ApiToken, address: str, event: str) -> Card:
    """The token itself is never told in a chat: the page shows it once."""
    words = desk.words
    title = words("tills.added", till=till.name)
    return Card(
        title=title,
        summary=title,
        blocks=(Paragraph(words("tills.added_hint"), Tone.MUTED),),
        buttons=(
            (Button(words("tills.open"), Link(address), Weight.PRIMARY),),
            (Button(words("activity.undo"), Tap(Undo(event=event))),),
        ),
    )
