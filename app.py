"""The application: settings and services in, a Flask app out."""

from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask
from flask_openapi3.openapi import OpenAPI

from voicebot import (
    call_cli,
    cli,
    company_cli,
    evaluation_cli,
    interview_cli,
    job_offer_cli,
    language_cli,
    phone,
    realtime,
    scenario_cli,
    translation_cli,
)
from voicebot.api.blueprint import INFO, SECURITY, create_api, create_open_api
from voicebot.api.docs import create_docs
from voicebot.api.errors import register_errors, validation_error
from voicebot.guards.limits import install_limits
from voicebot.guards.wiring import hooks_of
from voicebot.in_time import in_time
from voicebot.logs import configure_logs
from voicebot.observability.web import observe_requests
from voicebot.phone.twiml import render
from voicebot.preparing import EmbeddedDatabase
from voicebot.services import Services, build
from voicebot.settings import Settings, environment

COMMANDS = (
    call_cli.call,
    company_cli.company,
    interview_cli.interview,
    job_offer_cli.job_offer,
    language_cli.language,
)

MAX_BODY = 256 * 1024
"""Bytes of a request; the largest that is legitimate, a long history in Hebrew, is smaller."""


class App(OpenAPI):
    """Flask for views and hooks none of which is a coroutine: it looks at each of ten of them with every request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The app for these settings (default: the environment's). Raises SettingsError. Connects to nothing."""
    if settings is None:
        settings = services.settings if services else Settings.from_env(environment())
    services = services or build(settings)
    configure_logs(settings, services.observability.watch)
    app = App(
        "voicebot",
        info=INFO,
        security_schemes=SECURITY,
        validation_error_callback=validation_error,
        doc_ui=False,
        static_folder=None,
    )
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # the default provider has it
    app.extensions["voicebot"] = services
    observe_requests(app, services.observability)
    app.before_request(structlog.contextvars.clear_contextvars)
    app.before_request(EmbeddedDatabase(services))
    register_errors(app)
    app.register_blueprint(phone.create_phone(services))
    app.register_blueprint(realtime.create_realtime(services))
    app.register_api(create_api(services))
    app.register_api(create_open_api(app, services))
    app.register_blueprint(create_docs())
    style = phone.style_of(settings, services.companies.pronounced)
    install_limits(app, hooks_of(services, lambda reply: render(reply, style)), settings.redis_url)
    app.wsgi_app = in_time(app.wsgi_app, services.replies.webhook_s)  # type: ignore[assignment, method-assign]  # as Flask says
    for command in (*cli.COMMANDS, *COMMANDS):
        app.cli.add_command(command)
    translation_cli.register(app)
    evaluation_cli.register(app)
    scenario_cli.register(app)
    return app
