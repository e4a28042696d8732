"""what waits of one person is found without reading what has been answered; a chat knows its last sentence"""

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
    op.add_column("chats", sa.Column("logged", sa.JSON(none_as_null=True), nullable=True))


def downgrade() -> None:
    op.drop_column("chats", "logged")
    op.add_column("members", sa.Column("last_heard_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_inbox_waits", "inbox")
