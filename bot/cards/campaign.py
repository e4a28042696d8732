"""How a sending stands: asked again, short of messages, under way, called off, and what came of it."""

from __future__ import annotations

from datetime import date, timedelta

from bot.cards.promotion_words import people, planned_for, segment_told, title_of
from bot.context import Desk
from bot.intents.promotions import ApprovePromo, CancelPromo, FitPromo, ShowPromo
from bot.promoting import counted
from bot.replies import Button, Card, Item, Items, Paragraph, Rows, Tap, Text, Tone, Weight
from models.promotion import Campaign, CampaignState, Promotion, RecipientState

SHOWN = (
    RecipientState.ACCEPTED,
    RecipientState.QUEUED,
    RecipientState.PLANNED,
    RecipientState.FAILED,
    RecipientState.SKIPPED,
    RecipientState.HELD_OUT,
)


def refused_card(desk: Desk, promotion: Promotion, campaign: Campaign, reached: int) -> Card:
    """It was not sent as approved: why, and what can be done."""
    words = desk.words
    why = words(
        f"promotions.refused_{campaign.reason}",
        people=people(words, reached),
        approved=people(words, campaign.approved_for or 0),
    )
    again = Button(
        words("promotions.approve_again", people=people(words, reached)),
        Tap(ApprovePromo(campaign=campaign.id)),
        Weight.PRIMARY,
    )
    drop = Button(words("promotions.drop"), Tap(CancelPromo(campaign=campaign.id)))
    title = words("promotions.not_sent", code=promotion.code)
    asks = campaign.reason == "grown"
    return Card(
        title=title,
        summary=f"{title} · {why}",
        subtitle=title_of(words, promotion),
        blocks=(Paragraph(why),),
        buttons=((again,), (drop,)) if asks else ((drop,),),
    )


def short_card(desk: Desk, promotion: Promotion, campaign: Campaign, needed: int, left: int) -> Card:
    """Card 7ข: the month's messages do not suffice, and what can be done about it."""
    words = desk.words
    month = first_of_next_month(desk)
    ways = [
        Item(
            words("promotions.way_next", day=words.day(month, desk.today)),
            words(
                "promotions.way_next_how" if promotion.ends_on >= month else "promotions.way_next_longer",
                people=people(words, needed),
                day=words.day(month + timedelta(days=4), desk.today),
            ),
            FitPromo(campaign=campaign.id, way="next_month"),
        ),
        Item(words("promotions.way_more"), words("promotions.way_more_how")),
    ]
    if left > 0:
        fewer = Item(
            words("promotions.way_newest", people=people(words, left)),
            words("promotions.way_newest_how"),
            FitPromo(campaign=campaign.id, way="newest", people=left),
        )
        ways.insert(0, fewer)
    figures = words("promotions.short_of", needed=f"{needed:,}", left=f"{left:,}")
    return Card(
        title=words("promotions.short"),
        summary=f"{words('promotions.short_summary')} · {figures}",
        subtitle=figures,
        blocks=(Paragraph(words("promotions.short_why"), Tone.MUTED), Items(tuple(ways))),
    )


def first_of_next_month(desk: Desk) -> date:
    return (desk.today.replace(day=1) + timedelta(days=32)).replace(day=1)


def approved(desk: Desk, promotion: Promotion, campaign: Campaign) -> Card:
    """It will go: when, and to how many."""
    words = desk.words
    title = words("promotions.approved", code=promotion.code)
    when, to = planned_for(desk, campaign), people(words, campaign.approved_for or 0)
    stop = Button(words("promotions.drop"), Tap(CancelPromo(campaign=campaign.id)))
    return Card(
        title=title,
        summary=f"{title} · {to} · {when}",
        subtitle=title_of(words, promotion),
        blocks=(Rows(((words("promotions.when"), when), (words("promotions.goes_to"), to))),),
        buttons=((stop,),),
    )


def stopped(desk: Desk, promotion: Promotion, campaign: Campaign) -> Text:
    """Nothing has gone; or so many have had it, so many are on their way, so many get nothing."""
    words = desk.words
    found = counted(desk.session, campaign)
    if not found:
        return Text(text=words("promotions.dropped", code=promotion.code))
    gone = {
        "sent": people(words, found.get(RecipientState.ACCEPTED, 0)),
        "going": people(words, found.get(RecipientState.QUEUED, 0)),
        "not_sent": people(words, found.get(RecipientState.SKIPPED, 0)),
    }
    return Text(text=words("promotions.stopped", code=promotion.code, **gone))


def state_card(desk: Desk, promotion: Promotion, campaign: Campaign) -> Card:
    """Under way or over: the people by what became of them, counted from the rows."""
    words = desk.words
    title = words(f"promotions.state_{campaign.state.value}", code=promotion.code)
    found = counted(desk.session, campaign)
    rows = [(words("promotions.goes_to"), segment_told(desk, promotion))]
    rows += [
        (words(f"promotions.are_{state.value}"), people(words, found[state]))
        for state in SHOWN
        if found.get(state)
    ]
    under_way = campaign.state is CampaignState.SENDING
    stop = Button(words("promotions.stop"), Tap(CancelPromo(campaign=campaign.id)))
    look = Button(words("promotions.look_again"), Tap(ShowPromo(promotion=promotion.id)))
    sent = people(words, found.get(RecipientState.ACCEPTED, 0))
    return Card(
        title=title,
        summary=f"{title} · {words('promotions.are_accepted')} {sent}",
        subtitle=title_of(words, promotion),
        blocks=(Rows(tuple(rows)),),
        buttons=((look, stop),) if under_way else (),
    )
