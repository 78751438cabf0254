"""Utterances by intent, for tests: the name of a file is the intent."""

from pathlib import Path

DATA = Path(__file__).parent / "data"
NOT_AN_INTENT = "stt_hallucinations"


def lines(path: Path) -> list[str]:
    return [line for line in map(str.strip, path.read_text(encoding="utf-8").splitlines()) if line]


def utterances(folder: str) -> dict[str, list[str]]:
    files = sorted((DATA / folder).glob("*.txt"))
    return {file.stem: lines(file) for file in files if file.stem != NOT_AN_INTENT}
