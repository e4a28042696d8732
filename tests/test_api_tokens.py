"""Tokens by which tills are let in: made, listed and revoked on the command line."""

from __future__ import annotations

from sqlalchemy import select

from models.api_token import ApiToken
from tests.terminal import Terminal
from tests.tills import Till
from tests.town import Town


def test_a_token_is_made_listed_and_revoked(town: Town) -> None:
    terminal = Terminal(town)
    token = terminal.told("api", "token", "หน้าร้าน").splitlines()[-1]
    till = Till(town, token)
    till.sell(10)
    assert terminal.told("api", "tokens") == "หน้าร้าน\t2026-11-26\n"
    assert terminal.told("api", "revoke", "หน้าร้าน") == "หน้าร้าน is let in no more\n"
    assert till.send({"total": 1}).status_code == 401
    assert terminal.told("api", "tokens") == ""


def test_nobody_can_read_a_token_in_the_database(town: Town) -> None:
    token = Terminal(town).told("api", "token", "till").splitlines()[-1]
    with town.database() as session:
        kept = session.scalars(select(ApiToken)).one()
    assert token not in repr(vars(kept))
    assert len(token) > 40


def test_what_cannot_be_done_is_said(town: Town) -> None:
    terminal = Terminal(town)
    terminal.told("api", "token", "till")
    assert "till has a token" in terminal.run("api", "token", "till").output
    assert "1 to 60 letters" in terminal.run("api", "token", "x" * 61).output
    assert "no token is called kiosk" in terminal.run("api", "revoke", "kiosk").output
