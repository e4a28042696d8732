"""LINE's endpoints over HTTP, those of the API host and of the data host alike."""

from __future__ import annotations

from flask import Blueprint

from simulator.api import accounts, contents, menus, sending
from simulator.api.gate import Gate
from simulator.platform import Platform


def blueprint(platform: Platform) -> Blueprint:
    """All of the Messaging API that a bot of ours could call, behind one gate."""
    line = Blueprint("line", __name__)
    Gate(platform).guard(line)
    for part in (sending, accounts, contents, menus):
        part.routes(line, platform)
    return line


def open_blueprint(platform: Platform) -> Blueprint:
    """What is asked without an access token in the header."""
    line = Blueprint("oauth", __name__)
    accounts.token_routes(line, platform)
    return line
