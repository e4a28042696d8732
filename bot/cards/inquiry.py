"""A manager's question about an entry, and the answer that comes back."""

from __future__ import annotations

from bot.cards.activity import due_text
from bot.cards.matters import own_words, to_do
from bot.cards.past import day_of
from bot.context import Desk
from bot.intents.teams import AnswerInquiry
from bot.replies import Button, Card, Paragraph, Record, Rows, Tap, Tone, Weight
from models.inquiry import Inquiry


def question_put(desk: Desk, inquiry: Inquiry) -> Card:
    """To whoever is asked: who asks what, about which entry; quoting the card answers."""
    words = desk.words
    title = words("assign.asks", who=words.person(inquiry.asked_by.name), customer=inquiry.customer.name)
    return Card(
        title=title,
        subtitle=words("assign.answer_by_quote"),
        summary=f"{title} · {inquiry.text}",
        blocks=(Paragraph(words.quoted(inquiry.text)), Rows(_entry(desk, inquiry))),
        buttons=((Button(words("assign.answer"), Tap(AnswerInquiry(inquiry=inquiry.id)), Weight.PRIMARY),),),
        record=Record("inquiry", inquiry.id),
    )


def answer_brought(desk: Desk, inquiry: Inquiry) -> Card:
    """To whoever asked: the answer in the own words; quoting the card asks on about the same entry."""
    words = desk.words
    title = words("assign.answered", who=inquiry.asked_of.name, customer=inquiry.customer.name)
    return Card(
        title=title,
        summary=f"{title} · {inquiry.answer}",
        blocks=(
            Paragraph(words.quoted(inquiry.answer)),
            Paragraph(f"{words('assign.question')} {words.quoted(inquiry.text)}", Tone.MUTED),
        ),
        record=_about(inquiry),
    )


def _about(inquiry: Inquiry) -> Record:
    if inquiry.activity_id is not None:
        return Record("activity", inquiry.activity_id)
    if inquiry.followup_id is not None:
        return Record("followup", inquiry.followup_id)
    return Record("customer", inquiry.customer_id)


def _entry(desk: Desk, inquiry: Inquiry) -> tuple[tuple[str, str], ...]:
    """The entry asked about, so that nobody has to look it up."""
    words = desk.words
    if inquiry.activity is not None:
        what = words(f"channels.{inquiry.activity.channel}")
        line = f"{day_of(desk, inquiry.activity)} {what} {own_words(words, inquiry.activity)}"
        return ((words("assign.entry"), line.strip()),)
    if inquiry.followup is not None:
        line = f"{due_text(desk, inquiry.followup)} {to_do(words, inquiry.followup, None)}"
        return ((words("assign.entry"), f"{line} {inquiry.followup.about}".strip()),)
    return ((words("assign.entry"), inquiry.customer.name),)
