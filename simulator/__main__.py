"""`make run`: Jod beside a LINE of its own, on one port of this machine, with nothing to sign up for.

    python -m simulator [--port 8000] [--keep]

Without `--keep` each run starts with a new database; phones and chats live in memory, so an old database
would remember people whose phones are gone. `DATABASE_URL` is used as it is, and never emptied.
"""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import select

from app import Jod
from bot.logs import set_up_logs
from bot.settings import Settings
from models.member import Member, Role
from scheduler.ending import put_off_the_end, wait_for_the_end
from simulator import demo
from simulator.accounts import Channel
from simulator.clock import SimulatorClock
from simulator.platform import Platform
from simulator.server import HOST, Server, build
from simulator.webhooks import Webhooks

DATABASE = Path("var/simulator.db")


def main() -> None:
    wish = arguments()
    clock = SimulatorClock()
    platform = world(clock)
    address = f"http://{HOST}:{wish.port}"
    DATABASE.parent.mkdir(exist_ok=True)
    if not wish.keep:
        forget()
    put_off_the_end()
    jod = Jod(settings(platform, address, wish.port), clock)
    set_up_logs(jod.settings)
    code = jod.prepare()
    demo.fill(jod, platform)
    run(jod, platform, clock, code)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    parser.add_argument("--keep", action="store_true", help="go on with the last run's database")
    return parser.parse_args()


def world(clock: SimulatorClock) -> Platform:
    """Two Official Accounts: the team's and the shop's."""
    return Platform(clock, [Channel.invented("staff", "จด"), Channel.invented("shop", "ร้านจดดี")])


def settings(platform: Platform, address: str, port: int) -> Settings:
    """The environment's settings, with our own LINE in place of the real one."""
    ours = {
        "LINE_API_BASE": address,
        "LINE_DATA_API_BASE": address,
        "PORT": str(port),
        "PUBLIC_URL": address,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{DATABASE}",
        **keys("LINE", platform.channels["staff"]),
        **keys("LINE_SHOP", platform.channels["shop"]),
    }
    return Settings.from_env({**os.environ, **ours})


def keys(prefix: str, channel: Channel) -> dict[str, str]:
    return {
        f"{prefix}_CHANNEL_SECRET": channel.secret,
        f"{prefix}_CHANNEL_ACCESS_TOKEN": channel.access_token,
    }


def forget() -> None:
    """Our own database file of the last run, with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        Path(f"{DATABASE}{suffix}").unlink(missing_ok=True)


def run(jod: Jod, platform: Platform, clock: SimulatorClock, code: str | None) -> None:
    """Serve until Ctrl-C or SIGTERM."""

    def advance(to: datetime) -> None:
        jod.advance(to, clock.move_to)

    notice = partial(owner_wanted, jod, code)
    server = Server(build(platform, jod.web, advance, notice=notice), jod.settings.port)
    for channel in platform.channels.values():
        channel.webhook_url = f"{server.url}/callback"
    webhooks = Webhooks(platform)
    server.start()
    webhooks.start()
    jod.start()
    print(f"\nเปิดในเบราว์เซอร์ / open in a browser:  {server.url}\n{notice()}\n", flush=True)
    wait_for_the_end()
    webhooks.stop()
    jod.stop()
    server.stop()


def owner_wanted(jod: Jod, code: str | None) -> str:
    """How to become the owner, as long as there is none."""
    with jod.database.read() as session:
        owner = session.scalar(select(Member.id).where(Member.role == Role.OWNER).limit(1))
    if code is None or owner is not None:
        return ""
    return f"เจ้าของคนแรก พิมพ์ “เข้าร่วม {code}” ในแชตจด · First owner: send “join {code}” to จด"


if __name__ == "__main__":
    main()
