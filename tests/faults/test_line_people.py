"""Fault matrix B, people: who blocked the account, and who was never there."""

from __future__ import annotations

from datetime import timedelta

from simulator.accounts import Friendship
from tests.faults.wired import WiredTown
from tests.stored import SIAM

A_TICK = timedelta(seconds=5)


def test_b15_what_is_owed_to_who_blocks_us_is_called_off_and_the_fresh_part_comes_back(
    wired: WiredTown,
) -> None:
    phone = wired.platform.phone("แบงค์")
    soon, later = wired.clock.now() + timedelta(hours=1), wired.clock.now() + timedelta(days=2)
    next_week = wired.clock.machine() + timedelta(days=7)
    wired.owe("แบงค์", next_at=next_week, not_after=soon)
    wired.owe("แบงค์", next_at=next_week, not_after=later)
    phone.block()
    assert wired.states() == [("cancelled", "blocked")] * 2
    assert wired.friendship("แบงค์") == "blocked"
    assert sum("บล็อก" in one for one in wired.notices("กบ")) == 1
    wired.clock.move_to(wired.clock.now() + timedelta(hours=3))
    phone.befriend()
    wired.pool.run()
    wired.later(A_TICK)
    assert [one for one in wired.states() if one[1] == "blocked"] == [("cancelled", "blocked")]
    assert len(wired.taken()) == 1
    wired.assert_holds()


def test_b15_a_push_that_nobody_will_read_is_accepted_by_line(wired: WiredTown) -> None:
    """Why the truth has to come from the unfollow event."""
    wired.owe("แบงค์")
    wired.platform.friendships.put("staff", wired.platform.user("แบงค์").id, Friendship.BLOCKED)
    wired.jod.work()
    assert wired.states() == [("sent", "")]
    assert wired.taken()[0].delivered == ()


def test_b16_somebody_line_does_not_know_is_marked_and_gets_no_more_pushes(wired: WiredTown) -> None:
    wired.say("แบงค์", f"โทรหา {SIAM} 10 โมง")
    (owed,) = wired.owe("แบงค์")
    bank = wired.platform.users.pop(wired.platform.user("แบงค์").id)
    wired.jod.work()
    wired.platform.users[bank.id] = bank
    (failed,) = [one for one in wired.messages() if one.id == owed]
    assert (failed.state.value, failed.reason) == ("failed", "no_such_user")
    assert "'to'" in failed.details
    assert wired.friendship("แบงค์") == "stranger"
    wired.move_to("2026-11-26 10:00")
    reminder = wired.outbox()[-1]
    assert (reminder.purpose, reminder.state.value, reminder.reason) == ("reminder", "cancelled", "blocked")
    wired.assert_holds()
