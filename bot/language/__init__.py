"""Reads a Thai or English sales line: `understand(text, now, directory, context)`."""

from bot.language.context import ChatContext
from bot.language.directory import Directory
from bot.language.entries import Entry, Member, Team
from bot.language.reading import understand
from bot.language.reasons import lost_reason_in
from bot.language.understanding import Found, Understanding
from bot.language.values import NO_YEAR, Amount, ContactRef, CustomerRef, DealRef, MemberRef, When

__all__ = [
    "NO_YEAR",
    "Amount",
    "ChatContext",
    "ContactRef",
    "CustomerRef",
    "DealRef",
    "Directory",
    "Entry",
    "Found",
    "Member",
    "MemberRef",
    "Team",
    "Understanding",
    "When",
    "lost_reason_in",
    "understand",
]
