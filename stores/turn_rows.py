"""How turns are found, locked and turned into values."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from stores.errors import LostClaim
from stores.records import ReplyRecord, SentenceRecord, TurnRecord
from stores.sql import FRESH, found
from stores.values import Sentence, Turn

# As in records.calls.ONE_UTTERANCE: sources that can be heard only once in a call.
ONE_UTTERANCE = ("RE", "speech:")


def next_number(session: Session, call_id: str) -> int:
    largest = select(func.coalesce(func.max(TurnRecord.number), 0)).where(TurnRecord.call_id == call_id)
    return session.scalars(largest).one() + 1


def next_idx(session: Session, call_id: str, number: int) -> int:
    largest = select(func.coalesce(func.max(SentenceRecord.idx), -1))
    of_turn = largest.where(SentenceRecord.call_id == call_id, SentenceRecord.turn == number)
    return session.scalars(of_turn).one() + 1


def earlier(session: Session, call_id: str, number: int | None, source: str) -> TurnRecord | None:
    """The turn of the same utterance, else the one with the same number."""
    of_call = select(TurnRecord).where(TurnRecord.call_id == call_id)
    if source.startswith(ONE_UTTERANCE):
        same = session.scalars(of_call.where(TurnRecord.source == source), execution_options=FRESH).one_or_none()
        if same is not None:
            return same
    return session.scalars(of_call.where(TurnRecord.number == number), execution_options=FRESH).one_or_none()


def locked(session: Session, call_id: str, number: int) -> TurnRecord:
    """The turn, held until the transaction ends: sentences are added one after the other. Raises NotFound."""
    rows = _one(call_id, number).with_for_update()
    return found(session.scalars(rows, execution_options=FRESH).one_or_none(), f"turn {number} of call {call_id}")


def owned(session: Session, call_id: str, number: int, epoch: int) -> TurnRecord:
    """The turn, held, if it still runs under this epoch. Raises LostClaim and NotFound."""
    turn = locked(session, call_id, number)
    if turn.epoch != epoch or turn.state != "claimed":
        raise LostClaim(f"turn {number} of call {call_id} is {turn.state} at epoch {turn.epoch}, not {epoch}")
    return turn


def read_turn(session: Session, call_id: str, number: int) -> Turn:
    """One turn with its sentences. Raises NotFound."""
    record = session.scalars(_one(call_id, number), execution_options=FRESH).one_or_none()
    return with_sentences(session, [found(record, f"turn {number} of call {call_id}")])[0]


def with_sentences(session: Session, records: Sequence[TurnRecord]) -> tuple[Turn, ...]:
    """Turns of one call as values, in the order given."""
    if not records:
        return ()
    spoken = defaultdict[int, list[Sentence]](list)
    rows = select(SentenceRecord).where(
        SentenceRecord.call_id == records[0].call_id,
        SentenceRecord.turn.in_([record.number for record in records]),
    )
    for row in session.scalars(rows.order_by(SentenceRecord.idx), execution_options=FRESH):
        spoken[row.turn].append(Sentence(row.idx, row.kind, row.he, row.en, row.created_at))
    return tuple(turn_of(record, spoken[record.number]) for record in records)


def turn_of(record: TurnRecord, sentences: Sequence[Sentence] = ()) -> Turn:
    return Turn(
        call_id=record.call_id,
        number=record.number,
        source=record.source,
        state=record.state,
        owner=record.owner,
        epoch=record.epoch,
        claimed_at=record.claimed_at,
        finished_at=record.finished_at,
        heard_he=record.heard_he,
        heard_en=record.heard_en,
        heard_by=record.heard_by,
        intents=tuple(record.intents),
        agent=record.agent,
        tool_calls=tuple(record.tool_calls),
        timings=record.timings,
        model=record.model,
        ending=record.ending,
        sentences=tuple(sentences),
    )


def reply_at(call_id: str, turn: int, cursor: int) -> Select[str]:
    at = (ReplyRecord.call_id == call_id, ReplyRecord.turn == turn, ReplyRecord.cursor == cursor)
    return select(ReplyRecord.twiml).where(*at)


def _one(call_id: str, number: int) -> Select[TurnRecord]:
    return select(TurnRecord).where(TurnRecord.call_id == call_id, TurnRecord.number == number)
