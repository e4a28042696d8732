"""A shell where a town's Jod runs."""

from __future__ import annotations

from click.testing import Result
from flask import Flask

import cli
from tests.town import Town


class Terminal:
    """Runs `flask --app app …` on the town's Jod."""

    def __init__(self, town: Town) -> None:
        self.flask = Flask("jod")
        cli.register(self.flask, town.jod)

    def run(self, *words: str, said: str = "") -> Result:
        return self.flask.test_cli_runner().invoke(args=list(words), input=said)

    def told(self, *words: str, said: str = "") -> str:
        """What a command printed that went well."""
        result = self.run(*words, said=said)
        assert result.exit_code == 0, result.output
        return result.stdout


def an_activity(town: Town) -> None:
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.say("แบงค์", "เข้าพบ สยามวัสดุภัณฑ์ คุยราคาเหล็ก 1.5 ล้าน")
