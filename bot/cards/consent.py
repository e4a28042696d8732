"""Card 8: the question for consent, its answers, and what was answered so far."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.context import Desk
from bot.intents.shop import AskForPromos, DeclineConsent, GiveConsent, SpeakToMe, StopPromos
from bot.phones import shown as phone_shown
from bot.replies import Button, Card, Link, Paragraph, Rows, Tap, Text, Tone, Weight
from models.consumer import Consent, Consumer
from models.founding import UNNAMED

DIGEST = 10
"""Figures of the hash by which a button knows the words above it."""
SHOWN_RECEIPTS = 6


def controller(desk: Desk) -> str | None:
    """Who asks for consent; nobody can agree to somebody without a name."""
    named = desk.workspace.name if desk.workspace.name != UNNAMED else None
    return desk.workspace.legal_name or named


def may_ask(desk: Desk) -> bool:
    return controller(desk) is not None


def _lines(desk: Desk) -> list[str]:
    words, phone = desk.words, desk.workspace.phone
    data = words("consent.data_or_call", phone=phone_shown(phone)) if phone else words("consent.data")
    return [
        words("consent.freely"),
        words("consent.use", controller=controller(desk)),
        *(words(f"consent.{line}") for line in ("withdraw", "until", "not_sold")),
        data,
        words("consent.minors"),
    ]


def wording(desk: Desk) -> str:
    """All that is said before somebody answers, exactly as the card shows it."""
    return "\n".join([desk.words("consent.title"), *_lines(desk), desk.words("consent.version_line")])


def digest(desk: Desk) -> str:
    """Tells these words from all others."""
    return hashlib.sha256(wording(desk).encode()).hexdigest()[:DIGEST]


def consent_card(desk: Desk) -> Card:
    """The question: two buttons of one weight, nothing ticked, nothing promised for either."""
    words = desk.words
    agree = GiveConsent(version=words("consent.version"), shown=digest(desk))
    buttons = [
        (Button(words("consent.agree"), Tap(agree), Weight.SECONDARY),),
        (Button(words("consent.decline"), Tap(DeclineConsent()), Weight.SECONDARY),),
    ]
    if desk.workspace.privacy_url:
        buttons.append((Button(words("consent.privacy"), Link(desk.workspace.privacy_url)),))
    return Card(
        title=words("consent.title"),
        summary=words("consent.summary"),
        blocks=(
            Paragraph("\n".join(_lines(desk))),
            Paragraph(words("consent.version_line"), Tone.MUTED),
        ),
        buttons=tuple(buttons),
        chips=(other_language(desk),),
    )


def other_language(desk: Desk) -> Button:
    """For whoever reads the other one better."""
    other = "th" if desk.words.language == "en" else "en"
    return Button(desk.words("shop.english"), Tap(SpeakToMe(language=other)))


def given_text(desk: Desk, receipt: Consent) -> Text:
    """When, and to which words: what a receipt says."""
    at = desk.local(receipt.at)
    day = f"{at.day} {desk.words.month(at)}"
    clock = desk.words.clock(at)
    return Text(text=desk.words("consent.given", day=day, clock=clock, version=receipt.version))


def receipts_card(desk: Desk, consumer: Consumer, receipts: Sequence[Consent]) -> Card | Text:
    """Each answer with its day and way, newest first, and the words of the consent that holds."""
    words = desk.words
    if not receipts:
        return Text(text=words("consent.none"))
    now = words("consent.now_yes" if consumer.consented else "consent.now_no")
    newest = list(reversed(receipts))
    blocks: list[Rows | Paragraph] = [Rows(tuple(_row(desk, one) for one in newest[:SHOWN_RECEIPTS]))]
    agreed = next((one for one in newest if one.given and one.wording), None)
    if consumer.consented and agreed is not None:
        blocks.append(Paragraph(f"{words('consent.words_agreed_to')}\n{agreed.wording}", Tone.MUTED))
    return Card(
        title=words("consent.receipts"),
        subtitle=now,
        summary=f"{words('consent.receipts')} · {now}",
        blocks=tuple(blocks),
        buttons=((switch(desk, consumer),),),
    )


def switch(desk: Desk, consumer: Consumer) -> Button:
    """The other way from how it is now."""
    if consumer.consented:
        return Button(desk.words("consent.stop"), Tap(StopPromos()), Weight.SECONDARY)
    return Button(desk.words("consent.start"), Tap(AskForPromos()), Weight.SECONDARY)


def _row(desk: Desk, receipt: Consent) -> tuple[str, str]:
    words, at = desk.words, desk.local(receipt.at)
    what = words(f"consent.receipt_{'yes' if receipt.given else 'no'}", version=receipt.version)
    when = f"{at.day} {words.month(at)} {words.clock(at)}"
    return when, f"{what} · {words(f'consent.by_{receipt.source}')}"
