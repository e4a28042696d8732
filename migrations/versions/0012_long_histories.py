"""a history is counted, and what was kept lately is found, however long it has grown"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BY_PERSON = ["workspace_id", "member_id", "occurred_at"]
BY_CUSTOMER = ["workspace_id", "customer_id", "occurred_at"]
DONE = sa.text("state = 'done'")
UNREACHED = ["workspace_id", "owner_id", "last_contact_at", "created_at", "deleted"]


def upgrade() -> None:
    reached = "outcome = 'reached' AND channel != 'note' AND deleted IS {no}"
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_by_customer", [*BY_CUSTOMER, "id", "deleted"])
        batch_op.create_index(
            "ix_activities_reached",
            [*BY_PERSON, "customer_id", "outcome", "channel", "deleted"],
            sqlite_where=sa.text(reached.format(no="0")),
            postgresql_where=sa.text(reached.format(no="false")),
        )
        batch_op.create_index("ix_activities_workspace_id_member_id_occurred_at", BY_PERSON)
        batch_op.drop_index("ix_activities_by_person")
        batch_op.drop_index("ix_activities_workspace_id_customer_id_occurred_at")
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.create_index(
            "ix_followups_kept",
            ["workspace_id", "customer_id", "closed_at"],
            sqlite_where=DONE,
            postgresql_where=DONE,
        )
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index("ix_customers_unreached")
        batch_op.create_index("ix_customers_unreached", [*UNREACHED, "rests_until", "id"])


def downgrade() -> None:
    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_index("ix_customers_unreached")
        batch_op.create_index("ix_customers_unreached", [*UNREACHED, "id"])
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.drop_index("ix_followups_kept")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_workspace_id_customer_id_occurred_at", BY_CUSTOMER)
        batch_op.create_index(
            "ix_activities_by_person", [*BY_PERSON, "customer_id", "outcome", "channel", "deleted"]
        )
        batch_op.drop_index("ix_activities_workspace_id_member_id_occurred_at")
        batch_op.drop_index("ix_activities_reached")
        batch_op.drop_index("ix_activities_by_customer")
