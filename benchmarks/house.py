"""The whole house on this machine: cold start to the first answer, memory, and full events a second."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import urllib3
from sqlalchemy import select

from models.customer import Customer
from models.database import Database
from models.member import Member, Team
from models.workspace import Workspace
from tests.processes import Site, free_port, site, wait_for

PEOPLE, EACH = 20, 50
http = urllib3.PoolManager(timeout=30, retries=False)


def main() -> None:
    print(f"cold `python -m simulator` to the first answered message: {first_answer():.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        full_events(Path(folder))


def first_answer() -> float:
    """Seconds from starting the simulator until the rep's first line is answered on his phone."""
    port, began = free_port(), time.monotonic()
    command = [sys.executable, "-m", "simulator", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: _page_is_up(port), 60, "the page is served")
            _post(port, "/simulator/phones/rep/say", {"text": "แผน"})
            wait_for(lambda: _answered(port), 60, "the first line is answered")
            return time.monotonic() - began
        finally:
            process.terminate()


def _page_is_up(port: int) -> bool:
    try:
        return http.request("GET", f"http://127.0.0.1:{port}/simulator/state").status == 200
    except urllib3.exceptions.HTTPError:
        return False


def _post(port: int, path: str, body: dict[str, str]) -> None:
    headers = {"Content-Type": "application/json", "X-Simulator": "1"}
    http.request("POST", f"http://127.0.0.1:{port}{path}", body=json.dumps(body).encode(), headers=headers)


def _answered(port: int) -> bool:
    state = http.request("GET", f"http://127.0.0.1:{port}/simulator/state").data.decode()
    return '"via":"reply"' in state.replace(" ", "")


def full_events(folder: Path) -> None:
    """Signed webhook → stored → understood → logged → replied → LINE has it, all of it, on SQLite."""
    url = f"sqlite:///{folder}/bench.db"
    with site(url, folder) as place:
        place.run("db", "upgrade")
        database = Database(url)
        users = settle_in(place, database)
        place.start_web(role="all")
        place.wait_until_up()
        place.deliver_all([[place.line_of_text(user, "แผน")] for user in users])
        accepted = len(place.platform.accepted)
        happened = [
            [place.line_of_text(user, f"เข้าพบ บริษัทที่{n}พาณิชย์ คุยงานครั้งที่ {turn}") for turn in range(EACH)]
            for n, user in enumerate(users)
        ]
        began = time.monotonic()
        statuses = place.deliver_all(happened)
        total = PEOPLE * EACH
        wait_for(lambda: len(place.platform.accepted) >= accepted + total, 60, "every answer reached LINE")
        seconds = time.monotonic() - began
        assert set(statuses.values()) == {200}
        print(
            f"full events with their replies at LINE: {total / seconds:.0f} events/s ({total} events, SQLite)"
        )
        print(f"RSS of the all-in-one process: {rss(place.running['web'].pid):.0f} MB")
        database.close()


def settle_in(place: Site, database: Database) -> list[str]:
    """Reps with a customer each; returns their user ids."""
    users, now = [place.person(f"เซลส์{n}") for n in range(PEOPLE)], datetime.now(UTC)
    with database.write() as session:
        workspace, team = session.scalars(select(Workspace)).one(), session.scalars(select(Team)).one()
        for number, user in enumerate(users):
            name = f"เซลส์{number}"
            member = Member(
                workspace_id=workspace.id, team_id=team.id, user_id=user, name=name, joined_at=now
            )
            session.add(member)
            session.flush()
            session.add(
                Customer(
                    workspace_id=workspace.id,
                    owner_id=member.id,
                    name=f"บริษัทที่{number}พาณิชย์",
                    created_at=now,
                    directory_version=workspace.touch_directory(session),
                )
            )
    return users


def rss(pid: int) -> float:
    """Megabytes resident in the largest process of a gunicorn tree: the one that does the work."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return max(map(_resident, (pid, *map(int, children))))


def _resident(pid: int) -> float:
    line = next(
        one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if one.startswith("VmRSS")
    )
    return int(line.split()[1]) / 1024
