"""/interviews: making them, calling candidates, reading transcripts, and listening in."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from flask import Response, jsonify
from flask import request as flask_request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, StringConstraints

from stores.interview_values import Interview
from voicebot.api.interview_schemas import (
    InterviewCallOut,
    InterviewOut,
    InterviewPage,
    TranscriptPage,
    interview_out,
    transcript_out,
)
from voicebot.api.schemas import BODY_ERRORS, ErrorOut, PageQuery
from voicebot.errors import ApiError, VendorError
from voicebot.interviews.session import Session
from voicebot.interviews.streams import START, TooManyStreams
from voicebot.interviews.transcripts import Place
from voicebot.services import Services

TAG = Tag(name="interviews", description="Structured interviews by phone, their transcripts and live events.")
LINK_S = 900
"""How long a presigned link holds."""
STREAM = {"content": {"text/event-stream": {"schema": {"type": "string"}}}}
DOCUMENT = {"content": {"application/json": {"schema": {"type": "object"}}}}


class InterviewPath(BaseModel):
    """The interview in the address."""

    interview_id: int


class TranscriptPath(InterviewPath):
    """The transcript in the address, by its file's name."""

    name: Annotated[str, StringConstraints(max_length=200, pattern=r"^[A-Za-z0-9._-]+$")]


def add_interviews(blueprint: APIBlueprint, services: Services) -> None:
    """Register the routes of interviews."""
    desk, store = services.interviews.desk, services.stores.interviews

    def out(each: Interview) -> InterviewOut:
        return interview_out(each, store.stages(each.id), desk.number)

    @blueprint.get("/interviews", tags=[TAG], responses={200: InterviewPage, 400: ErrorOut})
    def list_interviews(query: PageQuery) -> Response:
        """List interviews, newest first."""
        page = store.list(query.limit, query.after)
        return jsonify(InterviewPage(items=list(map(out, page.items)), next=page.next).model_dump(mode="json"))

    @blueprint.post("/interviews", tags=[TAG], responses={**BODY_ERRORS, 201: InterviewOut, 502: ErrorOut})
    def add_interview(body: Session) -> tuple[Response, int]:
        """Make an interview of a session; the answer tells where the candidate dials in. Nobody is called."""
        return jsonify(out(desk.create(body)).model_dump(mode="json")), 201

    @blueprint.get("/interviews/<int:interview_id>", tags=[TAG], responses={200: InterviewOut, 404: ErrorOut})
    def get_interview(path: InterviewPath) -> Response:
        """Show an interview: whether it was held, stage by stage."""
        return jsonify(out(store.get(path.interview_id)).model_dump(mode="json"))

    @blueprint.post(
        "/interviews/<int:interview_id>/call",
        tags=[TAG],
        responses={201: InterviewCallOut, 404: ErrorOut, 409: ErrorOut, 502: ErrorOut},
    )
    def call_candidate(path: InterviewPath) -> tuple[Response, int]:
        """Call the candidate, if the number may be called now."""
        call = desk.call(path.interview_id)
        return jsonify(InterviewCallOut(callId=call.id, callSid=call.sid, status=call.status).model_dump()), 201

    _add_transcripts(blueprint, services)


def _add_transcripts(blueprint: APIBlueprint, services: Services) -> None:
    """What was said: stored, and live."""
    store = services.stores.interviews

    @blueprint.get(
        "/interviews/<int:interview_id>/transcripts",
        tags=[TAG],
        responses={200: TranscriptPage, 404: ErrorOut, 502: ErrorOut},
    )
    def list_transcripts(path: InterviewPath) -> Response:
        """List the transcripts that are stored; from a bucket each has a link that holds for a quarter of an hour."""
        interview, link = store.get(path.interview_id), services.interviews.storage.link
        with _asking_storage():
            items = [transcript_out(each, link(each.name, LINK_S)) for each in store.transcripts(interview.id)]
        return jsonify(TranscriptPage(items=items, next=None).model_dump(mode="json"))

    @blueprint.get(
        "/interviews/<int:interview_id>/transcripts/<name>",
        tags=[TAG],
        responses={200: DOCUMENT, 404: ErrorOut, 502: ErrorOut},
    )
    def get_transcript(path: TranscriptPath) -> Response:
        """Show one transcript as it is stored."""
        known = {each.name for each in store.transcripts(store.get(path.interview_id).id)}
        if path.name not in known:
            raise ApiError(404, "not_found", "This interview has no such transcript.")
        with _asking_storage():
            return jsonify(json.loads(services.interviews.storage.get(path.name)))

    @blueprint.get(
        "/interviews/<int:interview_id>/events",
        tags=[TAG],
        responses={200: STREAM, 400: ErrorOut, 404: ErrorOut, 409: ErrorOut},
    )
    def listen_in(path: InterviewPath) -> Response:
        """Stream what is said as server-sent events, to the end; `Last-Event-ID` goes on after an event."""
        if not store.get(path.interview_id).transcribes:
            raise ApiError(409, "transcription_off", "This interview's session has enableTranscription false.")
        return _stream(path.interview_id, services)


@contextmanager
def _asking_storage() -> Iterator[None]:
    """What the storage raises, as an answer."""
    try:
        yield
    except FileNotFoundError as error:
        raise ApiError(404, "not_found", "The transcript does not lie in the storage any more.") from error
    except (VendorError, OSError) as error:
        raise ApiError(502, "storage_unavailable", "The storage of the transcripts could not be asked.") from error


def _stream(interview_id: int, services: Services) -> Response:
    last = flask_request.headers.get("Last-Event-ID", "")
    try:
        stream = services.interviews.streams.open(interview_id, Place.read(last) if last else START)
    except ValueError as error:
        raise ApiError(400, "bad_event_id", "Last-Event-ID is none that this stream has given.") from error
    except TooManyStreams:
        response = jsonify({"error": {"code": "too_many_streams", "message": "Too many streams; try again later."}})
        response.status_code, response.headers["Retry-After"] = 503, "5"
        return response
    answer = Response(stream, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})
    answer.headers["X-Accel-Buffering"] = "no"  # nginx, and routers that copy it, pass each event on at once
    answer.call_on_close(stream.close)
    return answer
