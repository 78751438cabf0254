"""What the stand-in for OpenAI's voices does wrong, when it is told to."""

from dataclasses import dataclass


@dataclass
class Misbehaviour:
    """`refuse` with this HTTP status, `refusals` times (0: always); `hold` handshakes without an answer; `reject`
    session.update, from the n-th of a session on; `stall`: never answer from the n-th response on; `drop` the
    connection at the n-th response, and go on as `then`; `freeze`: read nothing any more from the n-th response on;
    `late`: so many deltas after a cancel; `hang`: never end a response, from the n-th on. GPT-Live: `mute`: say nothing
    of what it is told, from the n-th thing on; `keep`: hand nothing on; `ahead`: delegate before the words are written
    down.
    """

    refuse: int = 0
    refusals: int = 0
    hold: bool = False
    reject: int = 0
    stall: int = 0
    drop: int = 0
    then: "Misbehaviour | None" = None
    freeze: int = 0
    late: int = 0
    hang: int = 0
    mute: int = 0
    ahead: bool = False
    keep: bool = False
