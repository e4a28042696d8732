"""Which statements a connection to PostgreSQL knows how to run."""

from __future__ import annotations

from psycopg._preparing import PrepareManager


class Remembered(PrepareManager):
    """More than the driver would remember, and for longer: planning is half of what a summary costs.

    It remembers a hundred, each forgotten before it is asked again, and forgets all of them at a ROLLBACK.
    """

    prepared_max = 500

    def clear(self) -> bool:
        """What is rolled back might have made a table; here it is how a refusal ends: nothing is forgotten.

        Tables change only in migrations, and PostgreSQL itself plans anew what speaks of them.
        """
        return False
