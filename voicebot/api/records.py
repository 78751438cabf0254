"""/meetings, /tasks, /calls and /twilio/debug: what has happened."""

from decimal import Decimal

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from stores import Stores
from stores.errors import NotFound
from stores.values import Call
from voicebot.api.call_schemas import CallDetail, CallPage
from voicebot.api.present import call_out, handoffs_out, meeting_out, turn_out
from voicebot.api.schemas import (
    CallPath,
    DebugEventOut,
    DebugPage,
    ErrorOut,
    MeetingPage,
    PageQuery,
    SidPath,
    TaskOut,
    TaskPage,
)
from voicebot.conversation.memory import company_version
from voicebot.errors import ApiError
from voicebot.services import Services

TAG = Tag(name="records", description="Meetings, calls and their transcripts.")


def add_records(blueprint: APIBlueprint, services: Services) -> None:
    """Register the routes of meetings and calls."""
    stores = services.stores

    @blueprint.get("/meetings", tags=[TAG], responses={200: MeetingPage, 400: ErrorOut})
    def list_meetings(query: PageQuery) -> Response:
        """List meetings by their start."""
        page = stores.meetings.list(query.limit, query.after)
        items = [meeting_out(each) for each in page.items]
        return jsonify(MeetingPage(items=items, next=page.next).model_dump(mode="json"))

    @blueprint.get("/tasks", tags=[TAG], responses={200: TaskPage, 400: ErrorOut})
    def list_tasks(query: PageQuery) -> Response:
        """List what people have to do after calls, oldest first."""
        page = stores.tasks.list(query.limit, query.after)
        items = [TaskOut.model_validate(each, from_attributes=True) for each in page.items]
        return jsonify(TaskPage(items=items, next=page.next).model_dump(mode="json"))

    @blueprint.get("/calls", tags=[TAG], responses={200: CallPage, 400: ErrorOut})
    def list_calls(query: PageQuery) -> Response:
        """List calls, newest first."""
        page = stores.calls.list(query.limit, query.after)
        read = stores.analyses.of([each.id for each in page.items])
        items = [call_out(each, read.get(each.id)) for each in page.items]
        return jsonify(CallPage(items=items, next=page.next).model_dump(mode="json"))

    @blueprint.get("/calls/<call_id>", tags=[TAG], responses={200: CallDetail, 404: ErrorOut})
    def get_call(path: CallPath) -> Response:
        """Show a call with its transcript in both languages; the id is ours or Twilio's CallSid."""
        call = _call(path.call_id)
        return jsonify(_detail(stores, call).model_dump(mode="json", by_alias=True))

    @blueprint.get("/twilio/debug/<call_sid>", tags=[TAG], responses={200: DebugPage, 404: ErrorOut})
    def debug_call(path: SidPath) -> Response:
        """Show the webhooks of a call; only when DEBUG_CALL_EVENTS is on."""
        if not services.settings.debug_call_events:
            raise ApiError(404, "debug_off", "DEBUG_CALL_EVENTS is off, so nothing is kept.")
        events = stores.debug_events.list(path.call_sid)
        items = [DebugEventOut(at=each.at, kind=each.kind, data=dict(each.data)) for each in events]
        return jsonify(DebugPage(items=items, next=None).model_dump(mode="json"))

    def _call(call_id: str) -> Call:
        try:
            return stores.calls.get(call_id)
        except NotFound:
            return stores.calls.by_sid(call_id)


def _detail(stores: Stores, call: Call) -> CallDetail:
    turns = stores.turns.for_call(call.id)
    return CallDetail(
        **call_out(call, stores.analyses.get(call.id)).model_dump(),
        turns=[turn_out(each) for each in turns],
        handoffs=handoffs_out(turns),
        summary=stores.summaries.get(call.id),
        company_version=company_version(call),
        satisfaction=stores.satisfaction.get(call.id),
        usd=Decimal(stores.guards.spent_on(call.id)) / 1_000_000,
        stream=stores.figures.get(call.id),
    )
