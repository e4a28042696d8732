"""What the command line needs of Jod. It knows no composition root: app.py hands itself over as this."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import click
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.line import Messenger
from bot.settings import BadSettings, LineChannel, Settings
from models import schema
from models.clock import Clock
from models.database import Busy, Database, driver_words
from scheduler.ticker import Ticker

EXTENSION = "jod"


class Program(Protocol):
    """One Jod, put together but not started."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def connect(self) -> Callable[[LineChannel, Settings], Messenger]:
        """How to talk to LINE as one of the channels."""
        ...

    @property
    def database(self) -> Database: ...

    @property
    def ticker(self) -> Ticker: ...

    def prepare(self) -> str | None:
        """Migrate and make the first rows; the owner's code while there is no owner."""
        ...

    def start(self) -> None:
        """Begin the work that nobody types for."""
        ...

    def stop(self) -> None:
        """Finish what is under way."""
        ...


def program() -> Program:
    """The Jod this command line belongs to."""
    found: Program = current_app.extensions[EXTENSION]
    return found


@contextmanager
def plainly() -> Iterator[None]:
    """What a person at a terminal can mend is told in a line, without a traceback."""
    try:
        yield
    except (schema.SchemaError, BadSettings) as error:
        raise click.ClickException(str(error)) from error
    except (SQLAlchemyError, Busy) as error:
        raise click.ClickException(f"The database cannot be used: {driver_words(error)}") from error


@contextmanager
def writing() -> Iterator[Session]:
    """A transaction on a database at this code's version."""
    with plainly():
        database = program().database
        schema.check(database.engine)
        with database.write() as session:
            yield session


@contextmanager
def reading() -> Iterator[Session]:
    """A look at a database at this code's version."""
    with plainly():
        database = program().database
        schema.check(database.engine)
        with database.read() as session:
            yield session
