"""Being told to stop, by SIGTERM or Ctrl-C.

No signal handler: one that sets an Event which the main thread is just about to wait for hangs for good
(in 30 s of tries it happens), and so does one whose signal the system gives to another thread.
"""

from __future__ import annotations

import signal

TOLD_TO_STOP = frozenset({signal.SIGTERM, signal.SIGINT})


def put_off_the_end() -> None:
    """From now on it waits for `wait_for_the_end`. Before any thread is started: they inherit it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD_TO_STOP)


def wait_for_the_end() -> None:
    """Until somebody says so, or has said so meanwhile."""
    signal.sigwait(TOLD_TO_STOP)
