"""/docs: the description of the API for people, drawn by Swagger UI from files of our own.

The page asks no other host for anything, and its Content-Security-Policy keeps it so.
"""

from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path

from flask import Blueprint, Response, abort, send_file

PACKAGE = "flask_openapi3_swagger"
FILES: Mapping[str, str] = {
    "swagger-ui.css": "templates/swagger/css/swagger-ui.css",
    "swagger-ui-bundle.js": "templates/swagger/js/swagger-ui-bundle.js",
    "swagger.svg": "templates/swagger/images/swagger.svg",
}
"""What the page loads, by its name below /docs, and where it lies in the package."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Swagger UI sets styles on its elements; everything else comes from here, and answers go nowhere else."""
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hebrew voice agent: API</title>
<link rel="icon" href="docs/swagger.svg">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
# Without a validatorUrl the page would show the description to a host on the internet.
START = """SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
  queryConfigEnabled: false,
  presets: [SwaggerUIBundle.presets.apis],
});
"""


def create_docs() -> Blueprint:
    """The page and what it loads; no key, as it holds nothing that the description does not."""
    blueprint = Blueprint("docs", __name__)

    @blueprint.get("/docs")
    def page() -> Response:
        return Response(PAGE, content_type="text/html; charset=utf-8")

    @blueprint.get("/docs/start.js")
    def start() -> Response:
        return Response(START, content_type="text/javascript; charset=utf-8")

    @blueprint.get("/docs/<name>")
    def file(name: str) -> Response:
        """One of the page's own files, and no other of the package's."""
        if name not in FILES:
            abort(404)
        with as_file(files(PACKAGE).joinpath(FILES[name])) as found:
            return send_file(Path(found), max_age=86_400)

    @blueprint.after_request
    def closed(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return blueprint
