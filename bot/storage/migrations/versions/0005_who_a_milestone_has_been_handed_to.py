"""Who a milestone has been handed to"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("handed_to_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_tasks_handed_to_id"), ["handed_to_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_tasks_handed_to_id"), "people", ["handed_to_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_tasks_handed_to_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_tasks_handed_to_id"))
        batch_op.drop_column("handed_at")
        batch_op.drop_column("handed_to_id")
