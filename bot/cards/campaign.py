"""How a sending stands: asked again, under way, called off, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.promotion import parts_row
from bot.cards.promotion_words import people, planned_for, segment_told, title_of
from bot.context import Desk
from bot.intents.promotions import ApprovePromo, CancelPromo, ShowPromo
from bot.replies import Button, Card, Paragraph, Rows, Tap, Text, Weight
from models.batch import counted
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
        blocks=(Rows((*_goes(desk, campaign, when, to),)),),
        buttons=((stop,),),
    )


def _goes(desk: Desk, campaign: Campaign, when: str, to: str) -> Iterator[tuple[str, str]]:
    yield desk.words("promotions.when"), when
    yield desk.words("promotions.goes_to"), to
    if (parted := parts_row(desk, campaign, campaign.approved_for or 0)) is not None:
        yield parted


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
