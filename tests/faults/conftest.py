"""Fixtures of the long tests."""

from collections.abc import Callable

import pytest


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints a line of progress at once."""

    def line(text: str) -> None:
        with capsys.disabled():
            print(f"    {text}", flush=True)

    return line
