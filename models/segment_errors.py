"""What can go wrong with a group of customers by a person's doing."""

from __future__ import annotations

from models.errors import CrmError


class NoSuchSegment(CrmError):
    """No group of the company is called so. Values: said."""


class SegmentExists(CrmError):
    """Another group is called so. Values: group."""


class NoConditions(CrmError):
    """A group was to be made, and not said of whom. Values: group."""


class UnreadCondition(CrmError):
    """Words among the conditions of a group that nobody can make out. Values: said."""
