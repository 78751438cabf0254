"""The session JSON that an interview is made of, as a platform sends it: closed, bounded, checked."""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from language.hebrew import has_direction_marks
from language.phrases import Phrase
from voicebot.interviews.plan import LEAST_STAGE_S, Plan, PlannedStage, Question
from voicebot.interviews.questions import NEXT_PART, InterviewType, default_plan, spoken_role

LEAST_DURATION_S, LONGEST_DURATION_S = 60, 4 * 3600
MOST_STAGES, MOST_QUESTIONS = 12, 15


Language = Literal["he", "en"]
"""Interviews are held in these."""


class SessionRefused(ValueError):
    """The session cannot be held here; the text says why, for whoever sent it."""


def _plain(value: str) -> str:
    """Control characters cannot be spoken, and one of them not be stored; braces mark places in lines."""
    if any(ord(each) < 32 or each in "{}[]" for each in value):
        raise ValueError("must be plain text, without control characters, braces and brackets")
    if has_direction_marks(value):
        raise ValueError("must not contain invisible characters that change the direction of text")
    return value


def _no_bool(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a whole number")
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(_plain)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_plain)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
StageName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Seconds = Annotated[int, BeforeValidator(_no_bool)]


class Part(BaseModel):
    """Root of what comes in."""

    model_config = ConfigDict(extra="forbid")


class Pair(Part):
    """A line that is said: in Hebrew, in English, or in both."""

    he: Line | None = None
    en: Line | None = None

    @model_validator(mode="after")
    def _something(self) -> "Pair":
        if not (self.he or self.en):
            raise ValueError("must have he or en")
        return self


Spoken = Line | Pair
"""A plain string is a line in the interview's own language."""


def phrase_of(line: str | Pair, language: Language) -> Phrase:
    """The line for interviews in `language`. Raises SessionRefused when it is not there in that one."""
    if isinstance(line, str):
        return Phrase(line, line)
    mine = line.he if language == "he" else line.en
    if mine is None:
        raise SessionRefused(f"A line of the stages is missing in the interview's language, {language}.")
    return Phrase(line.he or mine, line.en or mine)


class AskedQuestion(Part):
    """A question of the user's own, with what is asked after a short answer."""

    text: Spoken
    followUp: Spoken | None = None
    brief: bool = Field(False, description="Whether a short answer is enough, so that nothing is asked after it.")


def _question_of(value: Any) -> Any:
    """A question without a follow-up may be written as its text."""
    if isinstance(value, str) or (isinstance(value, dict) and "text" not in value):
        return {"text": value}
    return value


class Stage(Part):
    """A stage of the user's own: a name for files, at most so many seconds, its questions in order."""

    name: StageName
    seconds: Seconds = Field(ge=LEAST_STAGE_S, le=LONGEST_DURATION_S)
    questions: list[Annotated[AskedQuestion, BeforeValidator(_question_of)]] = Field(
        min_length=1, max_length=MOST_QUESTIONS
    )
    intro: Spoken | None = None
    back: bool = Field(False, description="Whether a candidate may return to this stage after it has ended.")


class Session(Part):
    """A session, as `POST /interviews` and `flask interview start` take it. Durations are in seconds."""

    sessionType: Literal["ai_interview"]
    maxDuration: Seconds | None = Field(None, ge=LEAST_DURATION_S, le=LONGEST_DURATION_S)
    enableTranscription: bool = True
    enableRecording: bool = False
    interviewRole: Short
    interviewRoleHe: Short | None = None
    interviewType: InterviewType
    interviewId: Identifier | None = Field(None, description="The session's id on the platform that validates it.")
    participantName: Short | None = None
    participantId: Identifier | None = None
    phone: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)] | None = None
    pinRequired: bool = Field(False, description="Whether the code is asked for although the number is known.")
    language: Language | None = None
    stages: list[Stage] | None = Field(None, min_length=1, max_length=MOST_STAGES)

    @model_validator(mode="after")
    def _names_differ(self) -> "Session":
        names = [each.name for each in self.stages or ()]
        if len(names) != len(set(names)):
            raise ValueError("stages: two have the same name")
        return self

    def plan(self, language: Language, seconds: int) -> Plan:
        """What is asked in an interview of so many seconds. Raises SessionRefused."""
        if self.stages is None:
            return default_plan(self.interviewType, self.interviewRole, self.interviewRoleHe).within(seconds)
        stages = tuple(_planned(each, number == 0, language) for number, each in enumerate(self.stages))
        plan = Plan(stages, self.interviewType, spoken_role(self.interviewRole, self.interviewRoleHe))
        if plan.seconds > seconds:
            raise SessionRefused(f"The stages take {plan.seconds} s together, more than the interview's {seconds} s.")
        return plan


def _planned(stage: Stage, first: bool, language: Language) -> PlannedStage:
    questions = tuple(
        Question(phrase_of(each.text, language), _maybe(each.followUp, language), each.brief)
        for each in stage.questions
    )
    intro = _maybe(stage.intro, language) or (None if first else NEXT_PART)
    return PlannedStage(stage.name, stage.seconds, questions, intro, stage.back)


def _maybe(line: str | Pair | None, language: Language) -> Phrase | None:
    return phrase_of(line, language) if line else None
