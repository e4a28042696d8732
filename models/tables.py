"""Every table, imported once: what migrations and tests must see whole."""

from models.activity import Activity, Attachment, Photo
from models.base import Base
from models.changes import Change
from models.channel import Channel
from models.chat import Chat, Shown
from models.customer import Contact, Customer, CustomerAlias
from models.followup import Draft, FollowUp
from models.inquiry import Inquiry
from models.member import Invite, Leave, Member, Team
from models.queues import Errand, Heartbeat, InboxEvent, JobSlot, Notice, OutboxMessage, RichMenuLink
from models.rollups import Rollup
from models.standing import ChannelState, DeliveryCount
from models.workspace import Holiday, Workspace

__all__ = [
    "Activity",
    "Attachment",
    "Base",
    "Change",
    "Channel",
    "ChannelState",
    "Chat",
    "Contact",
    "Customer",
    "CustomerAlias",
    "DeliveryCount",
    "Draft",
    "Errand",
    "FollowUp",
    "Heartbeat",
    "Holiday",
    "InboxEvent",
    "Inquiry",
    "Invite",
    "JobSlot",
    "Leave",
    "Member",
    "Notice",
    "OutboxMessage",
    "Photo",
    "RichMenuLink",
    "Rollup",
    "Shown",
    "Team",
    "Workspace",
]
