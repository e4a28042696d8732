"""files of customers that were sent, and links that hand out a table once"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "downloads",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("member_id", LONG, nullable=False),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_downloads_member_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_downloads_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_downloads")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_downloads_token_hash")),
    )
    op.create_table(
        "imports",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("member_id", LONG, nullable=False),
        sa.Column("attachment_id", LONG, nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "fetching",
                "reading",
                "ready",
                "refused",
                "adding",
                "done",
                "removing",
                "undone",
                "cancelled",
                name="importstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("reason_row", LONG, nullable=True),
        sa.Column("unused", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("rows", LONG, nullable=False),
        sa.Column("customers", LONG, nullable=False),
        sa.Column("people", LONG, nullable=False),
        sa.Column("known", LONG, nullable=False),
        sa.Column("problems", LONG, nullable=False),
        sa.Column("done", LONG, nullable=False),
        sa.Column("kept", LONG, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_imports_member_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_imports_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_imports_workspace_id_member_id_id"),
            ["workspace_id", "member_id", "id"],
            unique=False,
        )

    op.create_table(
        "import_rows",
        sa.Column("import_id", LONG, nullable=False),
        sa.Column(
            "number",
            LONG,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new", "known", "problem", "hidden", "added", name="rowstate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("same_as", LONG, nullable=True),
        sa.Column("values", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("problem", sa.String(length=40), nullable=False),
        sa.Column("said", sa.String(length=80), nullable=False),
        sa.Column("customer_id", LONG, nullable=True),
        sa.Column("contact_id", LONG, nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_rows_import_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_import_rows_workspace_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_rows")),
    )
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_rows_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_import_rows_import_id_state_number"),
            ["import_id", "state", "number"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_rows_import_id_state_number"))
        batch_op.drop_index(batch_op.f("ix_import_rows_customer_id"))

    op.drop_table("import_rows")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_workspace_id_member_id_id"))

    op.drop_table("imports")
    op.drop_table("downloads")
