"""Where a SQLite file may lie. Starting on the wrong disk looks like a company that never was."""

from __future__ import annotations

import itertools
import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

FSTAB, MOUNTS = Path("/etc/fstab"), Path("/proc/mounts")
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs"}
"""File systems whose locks and shared memory SQLite's WAL cannot rely on."""
write_through = getattr(os, "fdatasync", os.fsync)
"""As SQLite itself does: when the file was changed is nobody's concern. macOS has only `fsync`."""


class UnfitDisk(Exception):
    """The file is not where it should be, or is where it should not; the message says what to do."""


def refuse_unfit(file: Path) -> None:
    """Raises UnfitDisk unless the file is there and on a disk of this machine."""
    if not file.exists():
        refuse_missing_folder(file)
        if trace_of(file).exists():
            raise deleted(file)
        raise UnfitDisk(f"There is no database at {file}. Run: flask --app app db upgrade")
    refuse_network(file)


def refuse_missing_folder(file: Path, fstab: Path = FSTAB) -> None:
    """Raises UnfitDisk if the folder is not there, or is only the place where its disk should be mounted."""
    if not file.parent.is_dir():
        raise UnfitDisk(
            f"There is no folder {file.parent} for the database. Is its disk mounted? "
            "If it is new, make it and run: flask --app app db upgrade"
        )
    if (mount := unmounted(file, fstab)) is not None:
        raise UnfitDisk(f"{mount} is not mounted, and the database {file} lies on it")


def trace_of(file: Path) -> Path:
    """What stays beside the file since it was made: found alone, it tells that the file was deleted."""
    return file.with_name(f"{file.name}.lock")


def deleted(file: Path) -> UnfitDisk:
    """The refusal to begin anew where there has been a database."""
    return UnfitDisk(
        f"The database {file} is gone. Restore it from a backup; to begin anew, delete {trace_of(file)}"
    )


def refuse_network(file: Path, mounts: Path = MOUNTS) -> None:
    """Raises UnfitDisk on a network file system: two writers there would spoil the file."""
    if (kind := _file_system(file.resolve(), mounts)) in NETWORK:
        raise UnfitDisk(
            f"The database {file} is on a network disk ({kind}), where SQLite's locks do not hold. "
            "Use a disk of this machine, or PostgreSQL"
        )


def unmounted(file: Path, fstab: Path = FSTAB) -> Path | None:
    """The mount point above the file that should be mounted and is not."""
    wanted = [Path(fields[1]) for fields in _table(fstab) if fields[1].startswith("/")]
    above = [mount for mount in wanted if mount in file.absolute().parents]
    return next((mount for mount in above if not mount.is_mount()), None)


def log_of(file: Path) -> Path:
    """Where SQLite first writes what is committed."""
    return file.with_name(f"{file.name}-wal")


def write_out(file: Path) -> None:
    """What was written to the file is on the disk when this returns; a file that is gone lost nothing."""
    with suppress(FileNotFoundError):
        opened = os.open(file, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
        try:
            write_through(opened)
        finally:
            os.close(opened)


class SharedWait:
    """Waiting for the disk, together: one wait serves all who have come before it began."""

    def __init__(self, wait: Callable[[], None]) -> None:
        self._wait = wait
        self._waiting = threading.Lock()
        self._comers = itertools.count(1)
        self._newest = self._served = 0

    def wait(self) -> None:
        """What the caller had written before is on the disk when this returns."""
        mine = self._newest = next(self._comers)  # perhaps late: then somebody waits once more than needed
        with self._waiting:
            if self._served < mine:
                served = self._newest
                self._wait()
                self._served = served


def copy(source: Path, target: Path) -> None:
    """A whole and consistent copy of a SQLite file, also while others write to it."""
    unfinished = target.with_name(f"{target.name}.part")
    address = f"{source.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(address, uri=True)) as original,
        closing(sqlite3.connect(unfinished)) as made,
    ):
        original.backup(made)
    unfinished.replace(target)


def _file_system(file: Path, mounts: Path) -> str:
    """The type of the file system a file is on; empty where the system does not tell."""
    above = {Path(fields[1]): fields[2] for fields in _table(mounts)}
    return next((above[folder] for folder in file.parents if folder in above), "")


def _table(file: Path) -> list[list[str]]:
    """Rows of `fstab` or `/proc/mounts`: device, mount point (a space is `\\040`), type, ..."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    rows = [[field.replace("\\040", " ") for field in line.split()] for line in lines]
    return [row for row in rows if len(row) >= 3 and not row[0].startswith("#")]
