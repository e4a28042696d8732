"""Faults on order: what the caller sees, and what LINE did all the same."""

from __future__ import annotations

import random
import uuid

import pytest
import urllib3
from linebot.v3.messaging import MessagingApi

from simulator import faults
from tests.simulator.sdk import get, many, one, push, rep, status_of
from tests.simulator.world import TIMEOUT, Loop


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (faults.SERVER_ERROR, 500),
        (faults.RATE_LIMITED, 429),
        (faults.QUOTA_REACHED, 429),
        (faults.UNAUTHORISED, 401),
        (faults.NO_ACCESS, 403),
        (faults.BAD_BODY, 400),
    ],
)
def test_a_fault_before_acceptance_leaves_nothing(
    loop: Loop, line: MessagingApi, fault: faults.Fault, status: int
) -> None:
    loop.platform.faults.append(faults.once(fault, "push"))
    assert status_of(lambda: push(line, rep(loop), "เตือน")) == status
    assert not loop.platform.accepted
    push(line, rep(loop), "เตือน")
    assert len(loop.platform.accepted) == 1


def test_a_fault_after_acceptance_is_healed_by_the_retry_key(loop: Loop, line: MessagingApi) -> None:
    loop.platform.faults.append(faults.once(faults.accepted_then(faults.SERVER_ERROR), "push"))
    key = str(uuid.uuid4())
    assert status_of(lambda: push(line, rep(loop), "เตือน", key)) == 500
    assert status_of(lambda: push(line, rep(loop), "เตือน", key)) == 409
    assert len(loop.platform.accepted) == len(loop.platform.phone("rep").received) == 1


def test_the_connection_can_be_cut_before_and_after_acceptance(loop: Loop, line: MessagingApi) -> None:
    loop.platform.faults += [
        faults.once(faults.DROPPED, "push"),
        faults.once(faults.accepted_then(faults.DROPPED), "multicast"),
    ]
    with pytest.raises(urllib3.exceptions.ProtocolError):
        push(line, rep(loop), "หาย")
    with pytest.raises(urllib3.exceptions.ProtocolError):
        line.multicast(many([rep(loop)], "ถึง"), _request_timeout=TIMEOUT)
    assert [acceptance.endpoint for acceptance in loop.platform.accepted] == ["multicast"]
    assert [call.status for call in loop.platform.calls] == [0, 0]


def test_an_answer_that_never_comes_ends_at_the_callers_timeout(loop: Loop, line: MessagingApi) -> None:
    loop.platform.faults.append(faults.once(faults.accepted_then(faults.hangs(1.0)), "push"))
    with pytest.raises(urllib3.exceptions.HTTPError):
        line.push_message(one(rep(loop), "ช้า"), _request_timeout=0.2)
    assert len(loop.platform.accepted) == 1


def test_a_page_of_html_can_come_with_a_200(loop: Loop) -> None:
    loop.platform.faults.append(faults.once(faults.HTML_PAGE, "bot_info"))
    answered = get(f"{loop.url}/v2/bot/info", loop.channel("staff").access_token)
    assert (answered.status, answered.headers["Content-Type"]) == (200, "text/html")


def test_chance_can_be_repeated() -> None:
    asked = faults.Request(
        channel="staff", endpoint="push", method="POST", path="/", retry_key=None, body=b""
    )
    dice = [random.Random(7), random.Random(7)]  # noqa: S311 they decide on faults, not on keys
    first, second = (faults.sometimes(0.5, [faults.SERVER_ERROR, faults.DROPPED], die) for die in dice)
    drawn = [first(asked) for _ in range(20)]
    assert drawn == [second(asked) for _ in range(20)]
    assert {None, faults.SERVER_ERROR, faults.DROPPED} == set(drawn)


def test_too_many_calls_a_second_are_refused(loop: Loop, line: MessagingApi) -> None:
    loop.channel("staff").calls_a_second = 0
    assert status_of(line.get_bot_info) == 429
