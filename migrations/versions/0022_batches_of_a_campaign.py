"""neighbours on a campaign's list are a batch, and no person is written to before its message has ended"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

IN_MESSAGES = """
INSERT INTO campaign_batches (workspace_id, campaign_id, first, last, outbox_id)
SELECT workspace_id, campaign_id, min(consumer_id), max(consumer_id), outbox_id
FROM campaign_recipients WHERE state = 'queued' GROUP BY workspace_id, campaign_id, outbox_id
"""
PLANNED = """
INSERT INTO campaign_batches (workspace_id, campaign_id, first, last)
SELECT workspace_id, campaign_id, min(consumer_id), max(consumer_id) FROM (
    SELECT workspace_id, campaign_id, consumer_id, state,
        row_number() OVER (PARTITION BY campaign_id, state ORDER BY consumer_id) - 1 AS place,
        row_number() OVER (PARTITION BY campaign_id ORDER BY consumer_id)
            - row_number() OVER (PARTITION BY campaign_id, state ORDER BY consumer_id) AS island
    FROM campaign_recipients WHERE state IN ('planned', 'queued')
) AS those WHERE state = 'planned' GROUP BY workspace_id, campaign_id, island, place / 500
"""  # an island has nobody between its ends who is in a message
BACK = """
UPDATE campaign_recipients SET state = 'queued', outbox_id = (
    SELECT outbox_id FROM campaign_batches AS b WHERE b.campaign_id = campaign_recipients.campaign_id
    AND campaign_recipients.consumer_id BETWEEN b.first AND b.last AND b.settled_at IS NULL)
WHERE state = 'planned' AND EXISTS (
    SELECT 1 FROM campaign_batches AS b WHERE b.campaign_id = campaign_recipients.campaign_id
    AND campaign_recipients.consumer_id BETWEEN b.first AND b.last
    AND b.settled_at IS NULL AND b.outbox_id IS NOT NULL)
"""


def upgrade() -> None:
    op.create_table(
        "campaign_batches",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("campaign_id", LONG, nullable=False),
        sa.Column("first", LONG, nullable=False),
        sa.Column("last", LONG, nullable=False),
        sa.Column("outbox_id", LONG, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_batches_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_campaign_batches_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_batches")),
        sa.UniqueConstraint("outbox_id", name=op.f("uq_campaign_batches_outbox_id")),
    )
    with op.batch_alter_table("campaign_batches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_campaign_batches_campaign_id_settled_at_first"),
            ["campaign_id", "settled_at", "first"],
            unique=False,
        )
    op.execute(IN_MESSAGES)
    op.execute(PLANNED)
    op.execute("UPDATE campaign_recipients SET state = 'planned' WHERE state = 'queued'")
    with op.batch_alter_table("campaign_recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_recipients_outbox_id"))
        batch_op.drop_column("outbox_id")


def downgrade() -> None:
    with op.batch_alter_table("campaign_recipients", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outbox_id", LONG, nullable=True))
        batch_op.create_index(batch_op.f("ix_campaign_recipients_outbox_id"), ["outbox_id"], unique=False)
    op.execute(BACK)
    op.drop_table("campaign_batches")
