"""The candidate, what may be told, current offers, recruiters and the market: replaced as a whole, read one by one."""

from sqlalchemy import delete, insert, select

from stores import job_offer_rows as rows
from stores.codes import CodeHash, code_fits
from stores.database import Database
from stores.errors import NotFound
from stores.job_offer_values import (
    Candidate,
    JobOffer,
    JobSearch,
    MarketSalary,
    ProfileField,
    Recruiter,
)
from stores.records import (
    CandidateRecord,
    JobOfferRecord,
    MarketSalaryRecord,
    ProfileFieldRecord,
    RecruiterRecord,
)
from stores.sql import Clock, checked_id

_REPLACED = (CandidateRecord, ProfileFieldRecord, JobOfferRecord, RecruiterRecord, MarketSalaryRecord)


class JobOfferStore:
    """What calls about job offers know."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def replace(self, search: JobSearch) -> None:
        """Put all of it in place of what there is, in one transaction. Raises NoCode and ValueError, changing nothing.

        A recruiter without a code keeps the one stored for the same number.
        """
        with self._database.begin() as session:
            kept = {each.phone: CodeHash(each.code_salt, each.code_hash) for each in session.scalars(_RECRUITERS)}
            recruiters = [rows.recruiter_row(each, kept) for each in search.recruiters]
            for record in _REPLACED:
                session.execute(delete(record))
            session.add(rows.candidate_record(search.candidate, self._clock()))
            session.add_all(rows.field_record(each, place) for place, each in enumerate(search.fields))
            session.add_all(rows.offer_record(each) for each in search.offers)
            session.add_all(rows.market_record(each) for each in search.market)
            if recruiters:
                session.execute(insert(RecruiterRecord), recruiters)

    def candidate(self) -> Candidate | None:
        """Whom we speak for; None before the first import."""
        with self._database.read() as session:
            record = session.get(CandidateRecord, 1)
            return rows.candidate(record) if record else None

    def fields(self) -> tuple[ProfileField, ...]:
        """The profile, in the order of the file. Who may be told what is for `ProfileField.may_be_told` to say."""
        with self._database.read() as session:
            found = session.scalars(select(ProfileFieldRecord).order_by(ProfileFieldRecord.place))
            return tuple(map(rows.profile_field, found))

    def offers(self) -> tuple[JobOffer, ...]:
        with self._database.read() as session:
            return tuple(map(rows.offer, session.scalars(select(JobOfferRecord).order_by(JobOfferRecord.id))))

    def offer_of(self, company: str) -> JobOffer | None:
        """The company's current offer, if there is one. `company` is its English name."""
        with self._database.read() as session:
            row = session.scalars(select(JobOfferRecord).where(JobOfferRecord.company == company)).one_or_none()
            return rows.offer(row) if row else None

    def recruiters(self) -> tuple[Recruiter, ...]:
        with self._database.read() as session:
            return tuple(map(rows.recruiter, session.scalars(_RECRUITERS)))

    def recruiter(self, recruiter_id: int) -> Recruiter | None:
        """None for one that an import has replaced meanwhile."""
        try:
            known = checked_id(recruiter_id, "recruiter")
        except NotFound:
            return None
        with self._database.read() as session:
            row = session.get(RecruiterRecord, known)
            return rows.recruiter(row) if row else None

    def code_fits(self, recruiter: Recruiter | None, code: str) -> bool:
        """Whether this is the recruiter's code. It takes as long when there is nobody to compare with."""
        with self._database.read() as session:
            row = session.get(RecruiterRecord, recruiter.id) if recruiter else None
            kept = CodeHash(row.code_salt, row.code_hash) if row else None
        return code_fits(code, kept)

    def market(self) -> tuple[MarketSalary, ...]:
        with self._database.read() as session:
            return tuple(
                map(rows.market, session.scalars(select(MarketSalaryRecord).order_by(MarketSalaryRecord.role)))
            )


_RECRUITERS = select(RecruiterRecord).order_by(RecruiterRecord.id)
