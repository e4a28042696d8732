"""`/tokens/…`: where a till's token is shown, once. Opening the address spends nothing; the button does."""

from __future__ import annotations

from html import escape

from flask import Blueprint, Response

from bot.texts import Words
from models.api_token import PICKED_UP_AT, ApiToken, digest_of, new_token
from models.clock import Clock
from models.database import Database
from web.downloads import BUTTON, GONE, PAGE, SAFE

BOTH = (Words("th"), Words("en"))
"""Whoever sets up a till may read either."""
SHOWN = "<p><code style='word-break:break-all'>{token}</code></p>"


def tokens(database: Database, clock: Clock) -> Blueprint:
    """The page behind a link, and the token behind its button."""
    pages = Blueprint("tokens", __name__)

    @pages.get(f"{PICKED_UP_AT}/<code>")
    def look(code: str) -> Response:
        with database.read() as session:
            waits = session.scalar(ApiToken.waiting(code, clock.now())) is not None
        return _page(BUTTON.format(label=_said("page_button"), hint=_said("page_hint"))) if waits else _gone()

    @pages.post(f"{PICKED_UP_AT}/<code>")
    def show(code: str) -> Response:
        token = new_token()
        with database.write() as session:
            till = session.scalar(ApiToken.waiting(code, clock.now()).with_for_update())
            if till is None:
                return _gone()
            till.digest = digest_of(token)
        return _page(SHOWN.format(token=escape(token)) + f"<p>{_said('page_keep')}</p>")

    return pages


def _said(text: str) -> str:
    return "<br>".join(escape(words(f"tills.{text}")) for words in BOTH)


def _page(body: str) -> Response:
    title = " · ".join(escape(words("tills.page_title")) for words in BOTH)
    return Response(PAGE.format(title=title, body=body), headers=SAFE)


def _gone() -> Response:
    """Wrong, used and stale links sound the same."""
    page = PAGE.format(title=escape(BOTH[0]("tills.page_title")), body=f"<p>{_said('page_gone')}</p>")
    return Response(page, status=GONE, headers=SAFE)
