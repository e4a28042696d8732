"""What a process takes of its machine: memory that it no longer uses, and cores that it cannot use."""

from __future__ import annotations

import ctypes
import gc
import os
from contextlib import suppress

from bot.settings import Settings

M_TRIM_THRESHOLD = -1
"""glibc's name for it, from malloc.h; see mallopt(3)."""
COLLECTED_AFTER = 700, 10, 10
"""Python's own thresholds, which `app` raises while it loads."""
KEPT = 128 * 1024
"""Bytes free at the end of the heap: glibc's own value, which it raises by itself up to 64 MB."""


def settle_in(settings: Settings) -> None:
    """Take no more of the machine than is of use; to be called before any thread is begun."""
    _give_back_freed()
    _collect_as_usual()
    if settings.is_all_of_jod:
        _stay_on_one_core()


def _collect_as_usual() -> None:
    """What is loaded stays, and is looked at no more; what events leave behind is collected in time."""
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def _give_back_freed() -> None:
    """Freed memory goes back to the system: after 2,000 lines 164 MB are resident instead of 183.

    Once a large block was freed glibc keeps as much for the next. A system without glibc is left as it is.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_TRIM_THRESHOLD, KEPT)


def _stay_on_one_core() -> None:
    """Threads begun from here on share one core, for Python runs one of them at a time anyway.

    Left to themselves they wander: each finds the caches of its core cold, and an event takes a fifth more
    (`docs/decisions/0013`). The process's number chooses, so that several on one machine spread out.
    """
    if not hasattr(os, "sched_setaffinity"):  # macOS
        return
    cores = sorted(os.sched_getaffinity(0))
    with suppress(OSError):
        os.sched_setaffinity(0, {cores[os.getpid() % len(cores)]})
