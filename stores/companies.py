"""The company's profile, in versions: each is written once; the newest is in use."""

from sqlalchemy import func, select, text

from stores.database import Database
from stores.errors import Conflict
from stores.pages import checked_limit, id_after, page_of
from stores.prepared import Prepared
from stores.records import CompanyRecord
from stores.sql import Clock, checked_id, found
from stores.values import CompanyVersion, Json, Page


def _newest(database: Database) -> Prepared:
    return database.prepared(select(func.max(CompanyRecord.version)))


class CompanyStore:
    """Versions of the profile. What a profile is made of is its reader's business."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(
        self, profile: Json, author: str, *, reverts_to: int | None = None, based_on: int | None = None
    ) -> CompanyVersion:
        """A new version, which is in use from now on; of two at once one is the newer, and both are kept.

        Raises Conflict when it is said to be based on another version than the newest (0: on none).
        """
        with self._database.begin() as session:
            if self._database.dialect == "postgresql":  # on SQLite a writer is alone anyway
                session.execute(text("LOCK TABLE company_versions IN SHARE ROW EXCLUSIVE MODE"))
            newest = session.scalars(select(func.max(CompanyRecord.version))).one() or 0
            if based_on is not None and based_on != newest:
                raise Conflict(f"company version {newest} is newer than {based_on}")
            record = CompanyRecord(
                version=newest + 1,
                profile=dict(profile),
                author=author,
                reverts_to=reverts_to,
                created_at=self._clock(),
            )
            session.add(record)
            session.flush()
            return _version(record)

    def revert(self, version: int, author: str) -> CompanyVersion:
        """A new version with the profile of an old one. Raises NotFound."""
        with self._database.begin():
            return self.add(self.get(version).profile, author, reverts_to=version)

    def get(self, version: int) -> CompanyVersion:
        """One version. Raises NotFound."""
        with self._database.read() as session:
            record = session.get(CompanyRecord, checked_id(version, "company version"))
            return _version(found(record, f"company version {version}"))

    def newest(self) -> CompanyVersion | None:
        """The version in use; None when there is none yet."""
        number = self.newest_number()
        return None if number is None else self.get(number)

    def newest_number(self) -> int | None:
        """The number of the version in use: every call asks it."""
        newest: int | None = self._database.fetch(self._database.statements(_newest))[0][0]
        return newest

    def list(self, limit: int = 50, after: str | None = None) -> Page[CompanyVersion]:
        """The versions, newest first. Raises BadCursor."""
        rows = select(CompanyRecord).order_by(CompanyRecord.version.desc()).limit(checked_limit(limit) + 1)
        if after is not None:
            rows = rows.where(CompanyRecord.version < id_after(after))
        with self._database.read() as session:
            return page_of(session.scalars(rows).all(), limit, _version, lambda row: (row.version,))


def _version(record: CompanyRecord) -> CompanyVersion:
    return CompanyVersion(record.version, record.profile, record.author, record.reverts_to, record.created_at)
