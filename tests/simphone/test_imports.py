"""The phone talks HTTP only: it must not know the app's code."""

import ast
from pathlib import Path

import voicebot.simphone


def test_it_imports_nothing_else_of_the_app() -> None:
    folder = Path(voicebot.simphone.__file__).parent
    ours = ("voicebot", "language", "stores")
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ours:
                assert node.module.startswith("voicebot.simphone"), (path.name, node.module)
            if isinstance(node, ast.Import):
                assert all(name.name.split(".")[0] not in ours for name in node.names), path.name
