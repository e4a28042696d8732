"""Fault matrix E7: a database file that is not there, may not be written, or lies on the wrong disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from models import disk
from models.disk import UnfitDisk
from tests import forking
from tests.forking import ROOT

KEYS = {"LINE_CHANNEL_SECRET": "x", "LINE_CHANNEL_ACCESS_TOKEN": "y"}
STARTS = {
    "all": ["serve"],
    "web": ["serve"],
    "worker": ["flask", "--app", "app", "work"],
}
UPGRADE = ["flask", "--app", "app", "db", "upgrade"]
NO_OVERRIDE = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
"""Makes even root obey a file's permissions."""


def run(command: Sequence[str], url: str, folder: Path, role: str = "all", **ordered: str) -> tuple[int, str]:
    """The command's exit code and everything it said."""
    log = folder / "said.log"
    log.unlink(missing_ok=True)
    env = {**os.environ, **KEYS, "DATABASE_URL": url, "ROLE": role, **ordered}
    process = forking.start(command, env, log)
    return process.wait(30), log.read_text()


def refusal(role: str, url: str, folder: Path) -> str:
    """What a process of that role says as it refuses to start."""
    code, told = run(STARTS[role], url, folder, role)
    assert code == 1
    assert "Traceback" not in told
    return told


@pytest.mark.parametrize("role", STARTS)
def test_e7_without_the_folder_nothing_starts_and_nothing_is_made(role: str, tmp_path: Path) -> None:
    told = refusal(role, f"sqlite:///{tmp_path}/disk/jod.db", tmp_path)
    assert f"There is no folder {tmp_path}/disk for the database. Is its disk mounted?" in told
    assert not (tmp_path / "disk").exists()


@pytest.mark.parametrize("role", STARTS)
def test_e7_a_deleted_file_is_not_made_anew(role: str, sqlite_url: str, tmp_path: Path) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    assert run(UPGRADE, sqlite_url, tmp_path)[0] == 0
    file.unlink()
    told = refusal(role, sqlite_url, tmp_path)
    assert f"The database {file} is gone. Restore it from a backup; to begin anew, delete {file}.lock" in told
    assert not file.exists()


def test_e7_a_new_file_is_made_by_the_one_process_that_is_everything(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    assert "There is no database at" in refusal("web", url, tmp_path)
    assert "Run: flask --app app db upgrade" in refusal("worker", url, tmp_path)
    assert not (tmp_path / "new.db").exists()
    code, told = run(STARTS["all"], url, tmp_path)
    assert (code, "No owner yet" in told) == (0, True)


def test_e7_a_file_that_may_not_be_written_is_said_in_one_line(sqlite_url: str, tmp_path: Path) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    file.chmod(0o444)
    file.parent.chmod(0o555)
    try:
        done = subprocess.run(
            [*_bound_by_permissions(), sys.executable, "-c", "import app; app.serve()"],
            cwd=ROOT,
            env={**os.environ, **KEYS, "DATABASE_URL": sqlite_url},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        file.parent.chmod(0o755)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "cannot be written to" in done.stderr


def _bound_by_permissions() -> list[str]:
    if os.geteuid() != 0:
        return []
    tried = shutil.which(NO_OVERRIDE[0]) and subprocess.run([*NO_OVERRIDE, "true"], check=False).returncode
    return NO_OVERRIDE if tried == 0 else pytest.skip("here root cannot give up its power over files")


def test_e7_a_network_disk_is_refused(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nnas:/jod {tmp_path}/my\\040disk nfs4 rw 0 0\n")
    with pytest.raises(UnfitDisk, match="on a network disk \\(nfs4\\)"):
        disk.refuse_network(tmp_path / "my disk" / "jod.db", mounts)
    disk.refuse_network(tmp_path / "jod.db", mounts)


def test_e7_the_empty_place_of_a_disk_that_is_not_mounted_is_refused(tmp_path: Path) -> None:
    fstab = tmp_path / "fstab"
    fstab.write_text(f"# disks\n/dev/sdb1 {tmp_path}/data ext4 defaults 0 2\n")
    (tmp_path / "data").mkdir()
    with pytest.raises(UnfitDisk, match="data is not mounted"):
        disk.refuse_missing_folder(tmp_path / "data" / "jod.db", fstab)
    disk.refuse_missing_folder(tmp_path / "jod.db", fstab)
