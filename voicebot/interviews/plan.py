"""An interview's plan, where a call stands in it, and what comes next. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from language.phrases import Phrase

LEAST_STAGE_S = 30


@dataclass(frozen=True)
class Question:
    """One question; `follow_up` is asked once after an answer that says little, None for a general one.

    `brief` says that a short answer is enough, as to "is there anything to add?".
    """

    text: Phrase
    follow_up: Phrase | None = None
    brief: bool = False


@dataclass(frozen=True)
class PlannedStage:
    """A stage: at most so many `seconds`, its questions in order, and the line that leads into it.

    `back` says that a candidate may return to it after it has ended.
    """

    name: str
    seconds: int
    questions: tuple[Question, ...]
    intro: Phrase | None = None
    back: bool = False


@dataclass(frozen=True)
class Plan:
    """What is asked, in order. `role` as it is said, None where it is not to be named."""

    stages: tuple[PlannedStage, ...]
    kind: str
    role: Phrase | None = None

    @property
    def seconds(self) -> int:
        return sum(each.seconds for each in self.stages)

    def within(self, seconds: int) -> "Plan":
        """The plan with its stages cut down in proportion, so that all of it fits."""
        if self.seconds <= seconds:
            return self
        share = seconds / self.seconds
        shorter = (replace(each, seconds=max(LEAST_STAGE_S, int(each.seconds * share))) for each in self.stages)
        return replace(self, stages=tuple(shorter))


@dataclass(frozen=True)
class Progress:
    """Where a call stands: indices of stage and question, and since when. `followed` says that this question had
    its follow-up, `general` that it was a general one, `prompted` that a mere yes to it was answered by "go ahead",
    `again` that the stage is gone through once more, `skipped` which questions (stage, question) were not answered.
    Moments are ISO 8601 in UTC."""

    stage: int
    question: int
    since: str
    ends: str
    followed: bool = False
    again: bool = False
    general: bool = False
    prompted: bool = False
    skipped: tuple[tuple[int, int], ...] = ()

    @classmethod
    def begun(cls, now: datetime, seconds: int) -> "Progress":
        """At the first question of an interview of so many seconds."""
        return cls(0, 0, now.isoformat(), (now + timedelta(seconds=seconds)).isoformat())

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Progress":
        """From its stored form."""
        skipped = tuple((stage, question) for stage, question in stored.get("skipped", ()))
        return cls(**{**stored, "skipped": skipped})

    def at_question(self, number: int, **changes: Any) -> "Progress":
        """At that question of its stage, of which nothing was said yet."""
        return replace(self, question=number, followed=False, general=False, prompted=False, **changes)

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def stage_until(self, plan: Plan) -> datetime:
        """When the stage's time is up: its own, or that of all of the interview."""
        own = datetime.fromisoformat(self.since) + timedelta(seconds=plan.stages[self.stage].seconds)
        return min(own, datetime.fromisoformat(self.ends))

    def asked(self, plan: Plan) -> Question:
        """The question that waits for an answer."""
        return plan.stages[self.stage].questions[self.question]


Kind = Literal["follow_up", "asked", "new_stage", "stage_time_up", "completed", "time_up"]


@dataclass(frozen=True)
class Next:
    """What comes after an answer, and where the call then stands; `progress` is None when the interview is over."""

    kind: Kind
    progress: Progress | None


def next_of(plan: Plan, at: Progress, answered: bool, now: datetime) -> Next:
    """What follows an answer. One that says little (not `answered`) gets one follow-up, while there is time for it.

    A stage ends when its questions are answered or its time is up, the interview with its last stage or its own time.
    """
    late = now >= at.stage_until(plan)
    if now >= datetime.fromisoformat(at.ends):
        return Next("time_up", None)
    if not late and not answered and not at.followed and not at.asked(plan).brief:
        return Next("follow_up", replace(at, followed=True))
    if not late and at.question + 1 < len(plan.stages[at.stage].questions):
        return Next("asked", at.at_question(at.question + 1))
    if at.stage + 1 == len(plan.stages):
        return Next("completed", None)
    following = at.at_question(0, stage=at.stage + 1, since=now.isoformat(), again=False)
    return Next("stage_time_up" if late else "new_stage", following)


def before(plan: Plan, at: Progress, now: datetime) -> Progress | None:
    """The stage before, once more from its first question, if the plan allows to go back to it."""
    if at.stage == 0 or not plan.stages[at.stage - 1].back:
        return None
    return at.at_question(0, stage=at.stage - 1, since=now.isoformat(), again=True)


def not_answered(plan: Plan, at: Progress) -> tuple[str, ...]:
    """The questions that were skipped, in English."""
    return tuple(plan.stages[stage].questions[question].text.en for stage, question in at.skipped)


def questions_after(plan: Plan, at: Progress) -> int:
    """How many questions are still to be asked after the one that waits for an answer."""
    here = len(plan.stages[at.stage].questions) - at.question - 1
    return here + sum(len(each.questions) for each in plan.stages[at.stage + 1 :])


def written(plan: Plan) -> dict[str, Any]:
    """The plan as JSON."""
    return {
        "kind": plan.kind,
        "role": _pair(plan.role),
        "stages": [
            {
                "name": each.name,
                "seconds": each.seconds,
                "back": each.back,
                "intro": _pair(each.intro),
                "questions": [
                    {"text": _pair(asked.text), "follow_up": _pair(asked.follow_up), "brief": asked.brief}
                    for asked in each.questions
                ],
            }
            for each in plan.stages
        ],
    }


def read(stored: Mapping[str, Any]) -> Plan:
    """The plan of its JSON."""
    return Plan(
        stages=tuple(
            PlannedStage(
                each["name"],
                each["seconds"],
                tuple(map(_question, each["questions"])),
                _phrase(each["intro"]),
                each["back"],
            )
            for each in stored["stages"]
        ),
        kind=stored["kind"],
        role=_phrase(stored["role"]),
    )


def _question(stored: Mapping[str, Any]) -> Question:
    return Question(Phrase(stored["text"][0], stored["text"][1]), _phrase(stored["follow_up"]), stored["brief"])


def _pair(phrase: Phrase | None) -> list[str] | None:
    return [phrase.he, phrase.en] if phrase else None


def _phrase(pair: list[str] | None) -> Phrase | None:
    return Phrase(pair[0], pair[1]) if pair else None
