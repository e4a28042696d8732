"""The registry: every intent's grammar, in the order in which they are tried.

To add a capability, write its module beside these and put its Grammar where it is to be tried: before the
grammars that would take its lines for something else.
"""

from __future__ import annotations

from bot.language.grammar import (
    activities,
    briefs,
    changes,
    chat,
    contacts,
    corrections,
    customers,
    deals,
    leave,
    lookups,
    promos,
    purchases,
    reminders,
    settings,
    team,
)
from bot.language.grammar.grammar import Grammar

GRAMMARS: tuple[Grammar, ...] = (
    team.JOIN,
    team.INVITE,
    team.ADMIT,
    team.REMOVE,
    settings.HOLIDAYS,
    settings.SETTINGS,
    chat.HELP,
    promos.CREATE,
    customers.NEW,
    corrections.UNDO,
    corrections.NOT_THIS,
    corrections.EDIT,
    promos.OPT_OUT,
    promos.OPT_IN,
    contacts.CONTACT,
    deals.OPEN,
    deals.LOST,
    deals.WON,
    deals.STAGE,
    team.TODAY,
    team.MEMBER,
    team.SUMMARY,
    lookups.PLAN,
    lookups.HISTORY,
    purchases.PURCHASE,
    changes.HAND_OVER,
    changes.ASSIGN,
    changes.DROP,
    changes.MISSED,
    changes.NO_ANSWER,
    changes.RESCHEDULE,
    changes.COMPLETE,
    leave.LEAVE,
    briefs.WHO,
    briefs.BRIEF,
    activities.LOG,
    lookups.SEARCH,
    reminders.SET,
    reminders.BARE,
    purchases.PAID,
    activities.NOTE,
    briefs.NEARLY,
    chat.NONE,
)
