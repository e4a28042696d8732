"""Tills of a company: an owner lets them in by the chat, and picks their token up on a page, once."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from bot.intents.tills import RevokeTill
from models.api_token import ApiToken
from models.member import Member, Role
from tests.days import press
from tests.secret import another_company
from tests.tills import Till
from tests.town import ADDRESS, Town


def added(town: Town) -> str:
    """The path of the page behind the button."""
    town.member("เจ้", Role.OWNER)
    town.say("เจ้", "เครื่องคิดเงิน")
    town.tap("เจ้", "เพิ่มเครื่อง")
    body = str(town.platform.phone("เจ้").received[-1].body)
    return str(re.findall(rf"{ADDRESS}(/tokens/[\w-]+)", body)[0])


def test_the_page_shows_the_token_once_and_the_till_reports(town: Town) -> None:
    path = added(town)
    assert "jod_" not in town.web.get(path).text, "whoever only looks spends nothing"
    token = re.findall(r"jod_[\w-]+", town.web.post(path).text)[0]
    assert (town.web.post(path).status_code, town.web.get(path).status_code) == (410, 410)
    till = Till(town, token)
    till.sell(10)
    town.say("เจ้", "เครื่องคิดเงิน")
    town.tap("เจ้", "ตัด เครื่อง 1")
    assert till.send({"total": 1}).status_code == 401
    town.say("เจ้", "ยกเลิก")
    till.sell(20)


def test_a_link_is_no_token_and_goes_stale(town: Town) -> None:
    path = added(town)
    code = path.rpartition("/")[2]
    for shown in (code, f"pickup:{code}"):
        assert Till(town, shown).send({"total": 1}).status_code == 401
    town.clock.wait(timedelta(minutes=16))
    assert town.web.post(path).status_code == 410


def test_only_a_till_of_the_own_company_can_be_stopped(town: Town) -> None:
    added(town)
    stranger = another_company(town).owner
    with town.database() as session:
        theirs = ApiToken(
            workspace_id=session.get_one(Member, stranger).workspace_id,
            name="อื่น",
            digest="x",
            created_at=town.clock.now(),
        )
        session.add(theirs)
        session.flush()
    assert "เก่า" in press(town, "เจ้", RevokeTill(till=theirs.id))[0]
    with town.database() as session:
        assert session.scalars(select(ApiToken.revoked_at)).all() == [None, None]
