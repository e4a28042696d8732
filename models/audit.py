"""Who changed what at a customer: the history as a manager asks for it."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement, Select

from models.changes import Change
from models.customer import Contact, Customer, CustomerTag
from models.deal import Deal, Quote
from models.stage import Stage

PARTS: tuple[type[Contact | CustomerTag | Deal | Quote], ...] = (Contact, CustomerTag, Deal, Quote)
"""What belongs to a customer and is asked about with it. What was said and promised is its history."""


def changes_at(session: Session, customer: Customer) -> Select[Change]:
    """Everything that was changed at a customer, its people and deals, newest first."""
    return _of(customer, _rows(session, customer, PARTS), with_customer=True)


def changes_of_deals(session: Session, customer: Customer) -> Select[Change]:
    """What was changed at a customer's deals and quotes, newest first."""
    return _of(customer, _rows(session, customer, (Deal, Quote)), with_customer=False)


def changes_of_stages(workspace_id: int) -> Select[Change]:
    """What was changed at the company's stages, newest first."""
    here = select(Change).where(Change.workspace_id == workspace_id, Change.table_name == Stage.__tablename__)
    return here.order_by(Change.id.desc())


def _rows(
    session: Session, customer: Customer, tables: tuple[type[Contact | CustomerTag | Deal | Quote], ...]
) -> dict[str, list[int]]:
    """The ids of what belongs to the customer, by table."""
    return {
        table.__tablename__: list(
            session.scalars(
                select(table.id).where(
                    table.workspace_id == customer.workspace_id, table.customer_id == customer.id
                )
            )
        )
        for table in tables
    }


def _of(customer: Customer, rows: dict[str, list[int]], *, with_customer: bool) -> Select[Change]:
    if with_customer:
        rows = {**rows, Customer.__tablename__: [customer.id]}
    about: list[ColumnElement[bool]] = [
        (Change.workspace_id == customer.workspace_id) & (Change.table_name == name) & Change.row_id.in_(ids)
        for name, ids in rows.items()
        if ids
    ]
    return select(Change).where(or_(False, *about)).order_by(Change.id.desc())
