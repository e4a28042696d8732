"""A team named in a line about teams: by its name with or without the word, and the longest one."""

from __future__ import annotations

import pytest

from bot.language import Directory, Team, understand
from tests.language.people import ENTRIES, NOW, TEAM

NORTH, NORTH_EAST, EXPORT, SALES, FIRST = 1, 2, 3, 4, 5
TEAMS = (
    Team(NORTH, "ทีมเหนือ"),
    Team(NORTH_EAST, "ทีมเหนือบน"),
    Team(EXPORT, "Export"),
    Team(SALES, "ทีมขาย"),
    Team(FIRST, "ทีม 1"),
)


@pytest.fixture(scope="module")
def known() -> Directory:
    directory = Directory(ENTRIES, TEAM)
    directory.teams = TEAMS
    return directory


@pytest.mark.parametrize(
    ("line", "intent", "team"),
    [
        ("สรุปทีมเหนือ เดือนนี้", "team_summary", NORTH),
        ("สรุปทีมเหนือ", "team_summary", NORTH),
        ("ทีมเหนือบนเดือนนี้", "team_summary", NORTH_EAST),
        ("ไปป์ไลน์ทีมเหนือ", "team_summary", NORTH),
        ("ใครยังไม่ลงงานทีม Export", "team_summary", EXPORT),
        ("ใครไม่ถึงเป้าทีม Export", "team_summary", EXPORT),
        ("รายงานละเอียดทีม Export ไตรมาสนี้", "report", EXPORT),
        ("pipeline of team Export", "team_summary", EXPORT),
        ("Export team summary this week", "team_summary", EXPORT),
        ("win rate team Export", "report", EXPORT),
        ("สรุปทีม 1", "team_summary", FIRST),
        ("สรุปทีม 1 เดือนนี้", "team_summary", FIRST),
        ("สรุปทีม 1 ต.ค. - 20 พ.ย.", "team_summary", None),
        ("สรุปทีม 15 ต.ค. - 20 พ.ย.", "team_summary", None),
        ("สรุปทีม เดือนนี้", "team_summary", None),
        ("สรุปทีมขาย", "team_summary", None),
        ("เข้าพบ TTM คุยเรื่องทีมเหนือ", "log_activity", None),
        ("TTM export team visited us", "log_activity", None),
    ],
)
def test_whose_report(known: Directory, line: str, intent: str, team: int | None) -> None:
    read = understand(line, NOW, known)
    assert (read.intent, read.value("team")) == (intent, team)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("สรุปทีมแดง", "แดง"),
        ("ทีมแดงเดือนนี้", "แดง"),
        ("ใครยังไม่ลงงานทีมขายแดง", "แดง"),
        ("รายงานละเอียดทีมแดง ไตรมาสนี้", "แดง"),
        ("เป้าทีมแดง 5 ล้าน", "แดง"),
        ("pipeline of team Red", "Red"),
        ("Red team summary this week", "Red"),
        ("สรุปทีมเราหน่อยค่ะ", None),
        ("สรุปทีมให้หน่อย", None),
        ("ไตรมาสที่แล้วทีมทำได้เท่าไหร่", None),
        ("ทีมขายเป็นไงบ้าง", None),
        ("the team summary", None),
        ("สรุปทีมเหนือ", None),
    ],
)
def test_a_team_that_is_not_there_is_not_taken_for_the_own(
    known: Directory, line: str, name: str | None
) -> None:
    read = understand(line, NOW, known)
    assert (read.intent, read.value("called")) == ("unknown_team" if name else "team_summary", name)


def test_a_target_is_the_named_teams(known: Directory) -> None:
    read = understand("เป้าทีมเหนือ 5 ล้าน", NOW, known)
    assert (read.intent, read.value("team")) == ("set_target", NORTH)
