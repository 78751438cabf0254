"""Tasks: what a person has to do after a call."""

from datetime import datetime
from typing import Literal

from sqlalchemy import select, update

from stores.database import Database
from stores.pages import checked_limit, id_after, page_of
from stores.records import TaskRecord
from stores.sql import FRESH, Clock, checked_id, found, insert_if_free
from stores.values import Page, Task


class TaskStore:
    """The team's tasks; a key makes adding one repeatable."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self,
        kind: str,
        text: str,
        *,
        lead_id: int | None = None,
        call_id: str | None = None,
        member_id: int | None = None,
        due_at: datetime | None = None,
        key: str | None = None,
    ) -> Task:
        """Add a task, or give the one that has this key already. Raises UnknownReference."""
        with self._database.begin() as session:
            made = insert_if_free(
                session,
                TaskRecord,
                kind=kind,
                text=text,
                lead_id=lead_id,
                call_id=call_id,
                member_id=member_id,
                due_at=due_at,
                status="open",
                key=key,
                created_at=self._clock(),
            )
            return _task(made or session.scalars(select(TaskRecord).where(TaskRecord.key == key)).one())

    def done(self, task_id: int) -> Task:
        """Mark the task as done; harmless when repeated. Raises NotFound."""
        this = TaskRecord.id == checked_id(task_id, "task")
        closed = update(TaskRecord).where(this).values(status="done").returning(TaskRecord)
        with self._database.begin() as session:
            return _task(found(session.scalars(closed, execution_options=FRESH).one_or_none(), f"task {task_id}"))

    def list(
        self, limit: int = 50, after: str | None = None, status: Literal["open", "done"] | None = None
    ) -> Page[Task]:
        """The tasks, oldest first. Raises BadCursor."""
        rows = select(TaskRecord).order_by(TaskRecord.id).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(TaskRecord.id > id_after(after))
        if status is not None:
            rows = rows.where(TaskRecord.status == status)
        with self._database.read() as session:
            return page_of(session.scalars(rows).all(), limit, _task, lambda row: (row.id,))


def _task(record: TaskRecord) -> Task:
    return Task(
        id=record.id,
        kind=record.kind,
        text=record.text,
        lead_id=record.lead_id,
        call_id=record.call_id,
        member_id=record.member_id,
        due_at=record.due_at,
        status=record.status,
        key=record.key,
        created_at=record.created_at,
    )
