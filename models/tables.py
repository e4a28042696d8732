"""Every table, imported once: what migrations and tests must see whole."""

from models.activity import Activity, Attachment, Photo
from models.api_token import ApiAnswer, ApiToken
from models.base import Base
from models.batch import Batch
from models.cadence import Cadence, CadenceRound
from models.changes import Change
from models.channel import Channel
from models.chat import Chat, Shown
from models.checkin import CheckIn
from models.consumer import Consent, Consumer, LinkCode
from models.customer import Contact, Customer, CustomerAlias, CustomerTag
from models.deal import Deal, DealMove, Quote
from models.download import Download
from models.followup import Draft, FollowUp
from models.importing import Import, ImportRow
from models.inquiry import Inquiry
from models.member import Invite, Leave, Member, Team
from models.promotion import Campaign, Coupon, Promotion, Recipient, Redemption
from models.purchase import Payment, Purchase
from models.queues import Errand, Heartbeat, InboxEvent, JobSlot, Notice, OutboxMessage, RichMenuLink
from models.rollups import Rollup
from models.segment import CustomerScore, Segment
from models.stage import Stage
from models.standing import ChannelState, DeliveryCount
from models.target import Target
from models.workspace import Holiday, Workspace

__all__ = [
    "Activity",
    "ApiAnswer",
    "ApiToken",
    "Attachment",
    "Base",
    "Batch",
    "Cadence",
    "CadenceRound",
    "Campaign",
    "Change",
    "Channel",
    "ChannelState",
    "Chat",
    "CheckIn",
    "Consent",
    "Consumer",
    "Contact",
    "Coupon",
    "Customer",
    "CustomerAlias",
    "CustomerScore",
    "CustomerTag",
    "Deal",
    "DealMove",
    "DeliveryCount",
    "Download",
    "Draft",
    "Errand",
    "FollowUp",
    "Heartbeat",
    "Holiday",
    "Import",
    "ImportRow",
    "InboxEvent",
    "Inquiry",
    "Invite",
    "JobSlot",
    "Leave",
    "LinkCode",
    "Member",
    "Notice",
    "OutboxMessage",
    "Payment",
    "Photo",
    "Promotion",
    "Purchase",
    "Quote",
    "Recipient",
    "Redemption",
    "RichMenuLink",
    "Rollup",
    "Segment",
    "Shown",
    "Stage",
    "Target",
    "Team",
    "Workspace",
]
