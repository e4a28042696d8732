"""campaigns that the sender still has to do with are found without looking at those that are over"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DUE = sa.text("state IN ('approved', 'sending')")
OPEN = sa.text("done_at IS NULL AND state IN ('approved', 'sending', 'cancelled')")


def upgrade() -> None:
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index("ix_campaigns_due")
        batch_op.create_index("ix_campaigns_open", ["send_at"], sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.create_index("ix_campaigns_workspace_id_state", ["workspace_id", "state"])


def downgrade() -> None:
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index("ix_campaigns_workspace_id_state")
        batch_op.drop_index("ix_campaigns_open")
        batch_op.create_index("ix_campaigns_due", ["send_at"], sqlite_where=DUE, postgresql_where=DUE)
