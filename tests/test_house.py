"""What a newcomer and a host meet first: make, the example settings, the Procfile."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import urllib3
from dotenv import dotenv_values

from bot.settings import Settings
from tests.postgres import ROOT
from tests.processes import free_port, wait_for


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return default


def test_the_example_settings_name_every_setting_and_work_as_they_are() -> None:
    asked = Asked()
    defaults = Settings.from_env(asked)
    example = ROOT / ".env.example"
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", example.read_text(), re.MULTILINE))
    assert named == asked.names
    filled_in = {name: value or "" for name, value in dotenv_values(example).items()}
    assert Settings.from_env(filled_in) == defaults


def procfile() -> dict[str, list[str]]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {kind: shlex.split(command) for kind, _, command in (line.partition(":") for line in lines)}


def environment(database_url: str, port: int) -> dict[str, str]:
    line = {
        "LINE_CHANNEL_SECRET": "s",
        "LINE_CHANNEL_ACCESS_TOKEN": "t",
        "LINE_API_BASE": "http://127.0.0.1:9",
    }
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {**os.environ, **line, "PATH": path, "DATABASE_URL": database_url, "PORT": str(port)}


def test_a_host_that_follows_the_procfile_gets_a_web_process_that_stops_in_peace(tmp_path: Path) -> None:
    """`web` alone is enough: it migrates, answers where PORT says, and ends on SIGTERM."""
    port = free_port()
    env = environment(f"sqlite:///{tmp_path / 'jod.db'}", port)
    assert subprocess.run(procfile()["release"], cwd=ROOT, env=env, check=False).returncode == 0
    with (tmp_path / "log").open("wb") as log:
        web = subprocess.Popen(procfile()["web"], cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        wait_for(lambda: answers(port), 30, "the web process answers")
        web.send_signal(signal.SIGTERM)
        assert web.wait(30) == 0
    finally:
        web.kill()
        web.wait()


def answers(port: int) -> bool:
    with suppress(urllib3.exceptions.HTTPError):
        return (
            urllib3.request("GET", f"http://127.0.0.1:{port}/healthz", retries=False).status == HTTPStatus.OK
        )
    return False


def test_the_procfiles_worker_is_a_command_there_is() -> None:
    assert procfile()["worker"] == ["flask", "--app", "app", "work"]
    command = [sys.executable, "-m", "flask", "--app", "app", "work", "--help"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_a_newcomer_hears_what_make_can_do() -> None:
    heard = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("setup", "run", "test", "lint", "types", "bench", "chaos", "help"):
        assert f"make {target} " in heard


PRETENDING = "#!/bin/sh\nexit 127\n"
"""A shim of a Python that is not there."""
BARE = f"""#!/bin/sh
case "$2" in *ensurepip*) exit 1 ;; esac
exec {sys.executable} "$@"
"""
"""A Python as Debian ships it without python3-venv."""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout on a machine that has next to nothing."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "id"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "")
    makefile = (ROOT / "Makefile").read_text().replace(" /usr/bin/python3 ", " ")
    (tmp_path / "Makefile").write_text(makefile)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).touch()
    return tmp_path


def add_program(bare: Path, name: str, script: str) -> None:
    program = bare / "bin" / name
    program.write_text(script)
    program.chmod(0o755)


def make_setup(bare: Path) -> str:
    """What `make setup` says when it cannot do its work."""
    command, env = [shutil.which("make") or "make", "setup"], {"PATH": str(bare / "bin")}
    done = subprocess.run(command, cwd=bare, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert not (bare / ".venv").exists()
    return done.stderr


def test_without_python_make_says_what_to_install(bare: Path) -> None:
    assert "apt install python3 python3-venv" in make_setup(bare)


def test_a_python_that_only_pretends_is_not_believed(bare: Path) -> None:
    add_program(bare, "python3", PRETENDING)
    assert "apt install python3 python3-venv" in make_setup(bare)


def test_a_python_without_venv_is_found_behind_one_that_pretends(bare: Path) -> None:
    add_program(bare, "python3", PRETENDING)
    add_program(bare, "python3.12", BARE)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"apt install python{version}-venv" in make_setup(bare)
