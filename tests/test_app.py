"""What the app takes for granted of what is registered with it."""

from collections.abc import Mapping
from inspect import iscoroutinefunction
from typing import Any

from app import create_app
from tests.builders import settings
from voicebot.services import Vendors, build


def test_no_view_and_no_hook_is_a_coroutine() -> None:
    """The app runs them as they are, without asking."""
    given = settings()
    app = create_app(given, build(given, Vendors()))
    hooks: list[Mapping[Any, list[Any]]] = [
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
    ]
    found = [each for by_blueprint in hooks for functions in by_blueprint.values() for each in functions]
    handlers = [
        each
        for by_code in app.error_handler_spec.values()
        for by_error in by_code.values()
        for each in by_error.values()
    ]
    assert found
    assert not [each for each in (*app.view_functions.values(), *found, *handlers) if iscoroutinefunction(each)]
