"""What a host and a monitor ask: alive, ready, how much waits."""

from __future__ import annotations

from datetime import timedelta

from tests.town import START, Town


def test_it_is_alive_and_ready_once_the_clock_ticks(town: Town) -> None:
    assert town.web.get("/healthz").status_code == 200
    town.jod.work()
    assert town.web.get("/readyz").text == "ready\n"


def test_it_says_that_nothing_ticks(town: Town) -> None:
    town.jod.work()
    town.clock.wait(timedelta(minutes=3))
    answer = town.web.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "the worker does not tick\n")


def test_metrics_say_what_waits_and_for_how_long(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    quiet = town.web.get("/metrics").text
    assert 'jod_outbox_messages{kind="push",state="pending"} 0.0' in quiet
    assert 'jod_inbox_events{state="new"} 0.0' in quiet
    town.say("แบงค์", "โทรหา สยามวัสดุภัณฑ์ 10 โมง")
    town.clock.move_to(START + timedelta(hours=1))
    town.jod.ticker.tick()
    town.clock.wait(timedelta(seconds=90))
    owed = town.web.get("/metrics").text
    assert 'jod_outbox_messages{kind="push",state="pending"} 2.0' in owed
    assert 'jod_outbox_oldest_seconds{kind="push",state="pending"} 90.0' in owed
    assert "สยาม" not in owed


def test_metrics_count_what_became_of_messages(town: Town) -> None:
    town.member("แบงค์")
    town.say("แบงค์", "แผน")
    town.jod.work()
    told = town.web.get("/metrics").text
    assert 'jod_deliveries_total{channel="1",outcome="sent"} 1.0' in told
    assert "jod_reply_uncertain_total 0.0" in told
    assert 'jod_handler_seconds_count{intent="my_plan"}' in told
    assert 'jod_token_refused{channel="1"} 0.0' in told
