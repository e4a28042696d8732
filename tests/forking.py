"""Real processes of Jod in a twentieth of a second: each is forked from one that has imported everything.

A process that is killed a hundred times in a test run need not import LINE's SDK a hundred times. From its
fork on it is a process like any other: its own session, environment, log, signals and exit code.
"""

from __future__ import annotations

import atexit
import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
PR_SET_PDEATHSIG = 1
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.crashing", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread"])


def start(command: Sequence[str], env: Mapping[str, str], log: Path) -> Forked:
    """`gunicorn …`, `flask …` or `serve` (app.serve alone) as a process of its own, in its own session."""
    process = CONTEXT.Process(target=become, args=(list(command), dict(env), str(log)))
    process.start()
    return Forked(process)


class Forked:
    """A process that was started; answers what tests ask of a `subprocess.Popen`."""

    def __init__(self, process: multiprocessing.process.BaseProcess) -> None:
        self._process = process
        self.pid: int = process.pid or 0

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; after a signal, its number below zero."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode


def become(command: list[str], env: dict[str, str], log: str) -> None:
    """Turn this fresh process into that command."""
    os.setsid()  # so that a kill takes gunicorn's children too
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # a test run that is killed leaves nothing
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(written, 1)
    os.dup2(written, 2)
    sys.argv = command
    try:
        _program(command[0])()
    finally:
        atexit._run_exitfuncs()  # which multiprocessing forgets, and which stops Jod in peace


def _program(name: str) -> Callable[[], object]:
    if name == "serve":
        from app import serve

        return serve
    if name == "gunicorn":
        from gunicorn.app.wsgiapp import run

        return run  # type: ignore[no-any-return]
    from flask.cli import main

    return main
