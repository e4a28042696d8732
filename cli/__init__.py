"""The command line: `flask --app app …`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    pass


def register(flask: Flask, jod: object) -> None:
    """Add every command to this app."""
