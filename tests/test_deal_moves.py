"""How deals stood is kept by itself, and an undo leaves the history as if nothing had been."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.changes import Author, Change, written_by
from models.customer import Customer
from models.deal import Deal, DealMove, DealState
from models.undo import bring_back, take_back
from tests.town import START, Town

Stood = tuple[str, str, int, int]
"""State, stage, amount and probability."""


def opened(town: Town, session: Session) -> Deal:
    """A deal over 1.5 million at a customer of แบงค์'s."""
    customer = session.scalars(select(Customer)).one()
    deal = Deal(
        workspace_id=customer.workspace_id,
        customer_id=customer.id,
        owner_id=customer.owner_id,
        amount=Decimal(1_500_000),
        stage="proposal",
        stage_since=START,
        created_at=START,
    )
    with written_by(Author("opening", deal.owner_id, START, "test")):
        session.add(deal)
        session.flush()
    return deal


def history(session: Session, deal: Deal) -> list[Stood]:
    moves = session.scalars(DealMove.of(deal.id)).all()
    return [(one.state.value, one.stage, int(one.amount or 0), one.probability) for one in moves]


def undo(session: Session, deal: Deal, event: str, by_event: str, at: datetime) -> None:
    with written_by(Author(by_event, deal.owner_id, at)):
        take_back(session, session.scalars(Change.of_event(deal.workspace_id, event)).all(), by_event)


def test_each_way_a_deal_stood_is_a_row_and_what_is_no_move_is_none(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    with town.database() as session:
        deal = opened(town, session)
        with written_by(Author("moving", deal.owner_id, START + timedelta(days=2))):
            deal.move_to("negotiation", START + timedelta(days=2))
            session.flush()
            deal.name = "บางนา"
            session.flush()
            deal.amount = Decimal(1_400_000)
            session.flush()
        assert history(session, deal) == [
            ("open", "proposal", 1_500_000, 50),
            ("open", "negotiation", 1_500_000, 75),
            ("open", "negotiation", 1_400_000, 75),
        ]


def test_a_win_undone_has_never_been_and_brought_back_stands_again(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    with town.database() as session:
        deal = opened(town, session)
        at = START + timedelta(days=1)
        with written_by(Author("winning", deal.owner_id, at)):
            deal.win(at, at)
            session.flush()
        undo(session, deal, "winning", "undoing", at + timedelta(minutes=2))
        assert (deal.state, deal.closed_at) == (DealState.OPEN, None)
        assert history(session, deal) == [("open", "proposal", 1_500_000, 50)]
        with written_by(Author("again", deal.owner_id, at + timedelta(minutes=3))):
            bring_back(session, deal.workspace_id, "undoing", "again")
        assert [state for state, *_ in history(session, deal)] == ["open", "won"]


def test_an_opening_undone_leaves_nothing(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    with town.database() as session:
        deal = opened(town, session)
        undo(session, deal, "opening", "undoing", START + timedelta(minutes=1))
        assert deal.state is DealState.DELETED
        assert history(session, deal) == []


def test_an_undo_in_the_middle_is_a_way_it_stood(town: Town) -> None:
    """The stage is taken back, the later price is not: what stands last is what the deal is."""
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    with town.database() as session:
        deal = opened(town, session)
        with written_by(Author("moving", deal.owner_id, START + timedelta(hours=1))):
            deal.move_to("negotiation", START + timedelta(hours=1))
            session.flush()
        with written_by(Author("pricing", deal.owner_id, START + timedelta(hours=2))):
            deal.amount = Decimal(1_000_000)
            session.flush()
        undo(session, deal, "moving", "undoing", START + timedelta(hours=3))
        assert history(session, deal)[-1] == ("open", "proposal", 1_000_000, 50)
