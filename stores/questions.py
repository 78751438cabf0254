"""Questions that had no answer: counted once a call, whatever their wording."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from stores.database import Database
from stores.pages import checked_limit, count_and_text_after, page_of
from stores.records import QuestionRecord
from stores.sql import Clock, insert_if_free
from stores.values import AskedQuestion, Page


class QuestionStore:
    """What callers asked in vain, grouped by `key`: the question in a form that is the same for all its wordings."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def note(self, key: str, text: str, call_id: str) -> bool:
        """Count the question, once in each call; False when it was counted. Raises UnknownReference for the call."""
        with self._database.begin() as session:
            made = insert_if_free(
                session, QuestionRecord, key=_hashed(key), call_id=call_id, text=text, asked_at=self._clock()
            )
            return made is not None

    def list(self, limit: int = 50, after: str | None = None) -> Page[AskedQuestion]:
        """The questions, those most often asked first, with the wording of some call. Raises BadCursor."""
        count, last = func.count(), func.max(QuestionRecord.asked_at)
        rows = select(QuestionRecord.key, count.label("count"), last, func.max(QuestionRecord.text))
        rows = rows.group_by(QuestionRecord.key).order_by(count.desc(), QuestionRecord.key.desc())
        if after is not None:
            rows = rows.having(tuple_(count, QuestionRecord.key) < count_and_text_after(after))
        with self._database.read() as session:
            found = session.execute(rows.limit(checked_limit(limit) + 1)).all()
            return page_of(
                found, limit, lambda row: AskedQuestion(row[0], row[1], row[2], row[3]), lambda row: (row[1], row[0])
            )


def forget(session: Session, call_ids: Sequence[str]) -> None:
    """Take the words of these calls away; that something was asked stays counted."""
    session.execute(update(QuestionRecord).where(QuestionRecord.call_id.in_(call_ids)).values(text=None))


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
