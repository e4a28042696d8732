"""what is open, and who is not reached, is found without looking at what is closed"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.create_index("ix_followups_workspace_id_activity_id", ["workspace_id", "activity_id"])
        batch_op.create_index(
            "ix_followups_open",
            ["workspace_id", "state", "customer_id"],
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index("ix_customers_workspace_id_owner_id_last_contact_at")
        batch_op.create_index(
            "ix_customers_unreached",
            ["workspace_id", "owner_id", "last_contact_at", "created_at", "deleted", "id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index("ix_customers_unreached")
        batch_op.create_index(
            "ix_customers_workspace_id_owner_id_last_contact_at",
            ["workspace_id", "owner_id", "last_contact_at"],
        )
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.drop_index("ix_followups_open")
        batch_op.drop_index("ix_followups_workspace_id_activity_id")
