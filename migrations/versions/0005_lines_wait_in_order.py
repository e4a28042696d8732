"""what waits of one person is found without reading what has been answered; nobody asks when one was heard"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITS = sa.text("state = 'new'")


def upgrade() -> None:
    op.create_index(
        "ix_inbox_waits",
        "inbox",
        ["channel_id", "user_id", "event_at"],
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.drop_column("members", "last_heard_at")


def downgrade() -> None:
    op.add_column("members", sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_inbox_waits", "inbox")
