"""What can go wrong while a company sets the stages of its deals."""

from __future__ import annotations

from models.errors import CrmError


class NoStageName(CrmError):
    """A new stage has to be called something."""

    mends = ("title",)


class StageThere(CrmError):
    """The company has a stage of that name. Values: stage."""


class EnoughStages(CrmError):
    """More stages than anybody keeps apart. Values: most."""


class EndsStay(CrmError):
    """Won and lost are how a deal ends, not stages of it: they stay."""


class LastStage(CrmError):
    """The only stage left: a deal has to stand somewhere. Values: stage."""
