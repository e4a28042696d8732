"""Who may see what: the one place where role, team and workspace become a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import false, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from models.activity import Activity, Attachment
from models.base import literal
from models.customer import Customer
from models.deal import Deal, DealMove, DealState, Quote
from models.followup import FollowUp, FollowUpState
from models.importing import Import
from models.inquiry import Inquiry
from models.member import Member, Role
from models.prepared import Query
from models.purchase import Payment, Purchase
from models.target import Target
from models.whole import Asked
from models.workspace import Workspace

ENTRUSTED_FOR = timedelta(days=7)
"""So long after a colleague's matter is settled its customer can be opened: the result may need a word."""

TOLD_BY_SOMEBODY: tuple[Any, ...] = (Activity, Purchase, Payment)
"""What happened with a customer, and who told of it: either lets it be read."""


@dataclass(frozen=True, slots=True)
class Access:
    """One member's view of the company. A record that somebody names, taps or lists is looked for here."""

    member: Member
    team_reads: bool = False
    """By setting, reps read the customers of the whole team."""

    def people(self) -> Select[Member]:
        """Whose work this person may see: an owner everybody's, a manager the own team's, a rep his own."""
        return _people(self.member.role, *self._whoever())

    def led(self, session: Session) -> Sequence[Member]:
        """These people, by a statement that is kept for each role."""
        if self._is_teamless:
            return session.scalars(self.people()).all()
        return _PEOPLE[self.member.role].all(session, *self._whoever())

    def keepers(self) -> Select[int]:
        """For whose customers this person answers, those who have left too: they are nobody else's."""
        return _keepers(self.member.role, *self._whoever())

    def answers_for(self, session: Session) -> list[int]:
        """The ids of these keepers, by a statement that is kept for each role."""
        if self._is_teamless:
            return list(session.scalars(self.keepers()))
        return [row[0] for row in _KEEPERS[self.member.role].rows(session, *self._whoever())]

    def _whoever(self) -> tuple[int, int | None, int]:
        return self.member.workspace_id, self.member.team_id, self.member.id

    @property
    def _is_teamless(self) -> bool:
        """A manager without a team leads whoever else has none: that a kept statement cannot say."""
        return self.member.role is Role.MANAGER and self.member.team_id is None

    def newcomers(self) -> Select[Member]:
        """About whom this manager decides: of the own team or invited by him; an owner about everybody."""
        here = select(Member).where(Member.workspace_id == self.member.workspace_id)
        if self.member.role is Role.OWNER:
            return here
        mine = (Member.team_id == self.member.team_id) | (Member.invited_by_id == self.member.id)
        return here.where(mine)

    def customers(self) -> Select[Customer]:
        """Own ones; a manager's, or by setting a rep's, are the team's; an owner's are all."""
        here = select(Customer).where(
            Customer.workspace_id == self.member.workspace_id, Customer.deleted.is_(False)
        )
        if self.member.role is Role.OWNER:
            return here
        if self.member.role is Role.MANAGER or self.team_reads:
            return here.where(Customer.owner_id.in_(self._team()))
        return here.where(Customer.owner_id == self.member.id)

    def _team(self) -> Select[int]:
        """The team's members, those who have left too: what they had is still the team's."""
        return _of_team(self.member.workspace_id, self.member.team_id)

    def entrusted(self, now: datetime) -> Select[Customer]:
        """Colleagues' customers about whom this person was given something to do."""
        lately = (FollowUp.state == literal(FollowUpState.DONE)) & (FollowUp.closed_at > now - ENTRUSTED_FOR)
        given = select(FollowUp.customer_id).where(
            FollowUp.workspace_id == self.member.workspace_id,
            FollowUp.owner_id == self.member.id,
            FollowUp.set_by_id != self.member.id,
            (FollowUp.state == literal(FollowUpState.OPEN)) | lately,
        )
        return select(Customer).where(
            Customer.workspace_id == self.member.workspace_id,
            Customer.deleted.is_(False),
            Customer.id.in_(given),
        )

    def activities(self) -> Select[Activity]:
        """Entries of this person, of people led, or with a customer to be seen."""
        return select(Activity).where(self.reads(Activity), Activity.deleted.is_(False))

    def purchases(self) -> Select[Purchase]:
        """Sales of this person, of people led, or to a customer to be seen."""
        return select(Purchase).where(self.reads(Purchase), Purchase.deleted.is_(False))

    def payments(self) -> Select[Payment]:
        """Billing and collection by this person, by people led, or at a customer to be seen."""
        return select(Payment).where(self.reads(Payment), Payment.deleted.is_(False))

    def followups(self) -> Select[FollowUp]:
        """Promises this person may act on: own ones, and those of people led."""
        return select(FollowUp).where(self.reads(FollowUp))

    def deals(self) -> Select[Deal]:
        """What this person or somebody led is to win, and whatever is to be won at a customer to be seen."""
        return select(Deal).where(self.reads(Deal), Deal.state != literal(DealState.DELETED))

    def attachments(self) -> Select[Attachment]:
        """What this person sent."""
        return select(Attachment).where(
            Attachment.workspace_id == self.member.workspace_id, Attachment.member_id == self.member.id
        )

    def imports(self) -> Select[Import]:
        """Files of customers that this person sent, or somebody led."""
        return select(Import).where(self.reads(Import))

    def inquiries(self) -> Select[Inquiry]:
        """Questions that were put to this person."""
        return select(Inquiry).where(
            Inquiry.workspace_id == self.member.workspace_id, Inquiry.asked_of_id == self.member.id
        )

    def reads(self, table: Any) -> ColumnElement[bool]:
        """Which rows of any table this person may read; what is not known to be somebody's is the owner's."""
        if self.member.role is Role.OWNER:
            return belongs_to(table, self.member.workspace_id)
        return belongs_to(table, self.member.workspace_id) & self._own(table)

    def _own(self, table: Any) -> ColumnElement[bool]:
        if table is Customer:
            return Customer.id.in_(_ids(self.customers()))
        if table is Member:
            return Member.id.in_(_ids(self.people()))
        if table in TOLD_BY_SOMEBODY:
            return self._concerns(table.member_id) | self._about_a_customer(table)
        if table is Target:
            return self._concerns(Target.member_id) | self._of_team_led(Target.team_id)
        if table is FollowUp:
            return self._concerns(FollowUp.owner_id)
        if table in (Deal, DealMove):
            return self._concerns(table.owner_id) | self._about_a_customer(table)
        if table is Quote:
            return self._concerns(Quote.member_id) | self._about_a_customer(Quote)
        if hasattr(table, "member_id"):
            return self._concerns(table.member_id)
        return self._about_a_customer(table) if hasattr(table, "customer_id") else false()

    def _concerns(self, member_id: Any) -> ColumnElement[bool]:
        """This person, or somebody led."""
        theirs: ColumnElement[bool] = member_id.in_(_ids(self.people())) | (member_id == self.member.id)
        return theirs

    def _of_team_led(self, team_id: Any) -> ColumnElement[bool]:
        """A manager's own team; a rep leads none."""
        leads = self.member.role is Role.MANAGER and self.member.team_id is not None
        its: ColumnElement[bool] = team_id == self.member.team_id
        return its if leads else false()

    def _about_a_customer(self, table: Any) -> ColumnElement[bool]:
        its: ColumnElement[bool] = table.customer_id.in_(_ids(self.customers()))
        return its


def _people(role: Role, workspace_id: int, team_id: int | None, member_id: int) -> Select[Member]:
    everybody = Member.active(workspace_id)
    if role is Role.OWNER:
        return everybody
    return everybody.where(Member.team_id == team_id if role is Role.MANAGER else Member.id == member_id)


def _keepers(role: Role, workspace_id: int, team_id: int | None, member_id: int) -> Select[int]:
    if role is Role.OWNER:
        return select(Member.id).where(Member.workspace_id == workspace_id)
    if role is Role.MANAGER:
        return _of_team(workspace_id, team_id)
    return _ids(_people(role, workspace_id, team_id, member_id))


def _of_team(workspace_id: int, team_id: int | None) -> Select[int]:
    return select(Member.id).where(Member.workspace_id == workspace_id, Member.team_id == team_id)


_PEOPLE = {role: Asked(Member, partial(_people, role)) for role in Role}
_KEEPERS = {role: Query(partial(_keepers, role)) for role in Role}


def belongs_to(table: Any, workspace_id: int) -> ColumnElement[bool]:
    """Rows of one company; a table that names no company is the machine's own and nobody's."""
    if table is Workspace:
        return Workspace.id == workspace_id
    if not hasattr(table, "workspace_id"):
        return false()
    its: ColumnElement[bool] = table.workspace_id == workspace_id
    return its


def _ids(rows: Select[Any]) -> Select[int]:
    """Their ids alone, for an IN."""
    table = rows.column_descriptions[0]["entity"]
    return rows.with_only_columns(table.id).order_by(None)
