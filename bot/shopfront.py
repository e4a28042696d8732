"""Where consumers talk to the shop."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session

from bot.events import Event
from models.channel import Channel, ChannelKind
from models.member import Member, MemberState
from models.workspace import Selling, Workspace


class Place(Protocol):
    """Where an event happened: a scene, or the context made of it."""

    @property
    def session(self) -> Session: ...
    @property
    def workspace(self) -> Workspace: ...
    @property
    def channel(self) -> Channel: ...
    @property
    def event(self) -> Event: ...


def is_shopfront(place: Place) -> bool:
    """Is a stranger here a consumer? On the shop's own account always.

    An account that serves both sides is the team's alone until it has an owner, or while it sells only to
    companies.
    """
    if place.channel.kind is not ChannelKind.BOTH:
        return place.channel.kind is ChannelKind.SHOP
    if place.workspace.selling is Selling.B2B:
        return False
    return place.session.scalar(Member.owners(place.workspace.id).limit(1)) is not None


def is_from_consumer(place: Place) -> bool:
    """Does one of the shop's consumers speak? A member, wherever he or she talks, never is one."""
    if place.event.in_group or not place.channel.is_for_consumers or not is_shopfront(place):
        return False
    found = place.session.scalar(Member.by_user(place.workspace.id, place.event.user_id))
    return found is None or found.state is MemberState.REMOVED
