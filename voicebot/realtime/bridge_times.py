"""How long a call's bridge waits for what."""

from dataclasses import dataclass

IDLE_LOOKS = 10
"""So often in `idle_s` it is looked whether frames come: a dead stream is closed a tenth of it later at most."""


@dataclass(frozen=True)
class BridgeTimes:
    """Seconds. `start_s`: from the handshake to `start`. `idle_s`: Twilio sends 50 frames a second, so a stream
    without any is dead. `connect_s`: to reach the model, at the start and when it was lost. `record_s`: for the
    record to be written before the stream is closed; where the caller has left, nobody waits for it. `heard_s`: a tool
    waits for the caller's own words; without them it sees the state before them. `again_s`: between two tries to record
    something while the database is away, growing to `again_most_s`; it is lost after `away_s`, and an answer that needs
    it is given up after `answer_s`. `redirect_s`: for telling the telephone company of a transfer; `leaves_s`:
    for the stream to end by that."""

    start_s: float = 10.0
    idle_s: float = 20.0
    connect_s: float = 2.0
    record_s: float = 3.0
    record_left_s: float = 15.0
    heard_s: float = 2.0
    again_s: float = 0.2
    again_most_s: float = 1.0
    away_s: float = 30.0
    answer_s: float = 4.0
    redirect_s: float = 2.0
    leaves_s: float = 2.0
