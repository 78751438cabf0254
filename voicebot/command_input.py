"""What a user hands to a command and cannot be used, told in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from language.types import LanguageError
from voicebot.errors import VendorError


class BadInput(click.ClickException):
    """One sentence on standard error, exit code 2, as for a wrong option."""

    exit_code = 2


@contextmanager
def bad_input() -> Iterator[None]:
    """Tells what `language` and vendors raise as BadInput."""
    try:
        yield
    except (LanguageError, VendorError) as error:
        raise BadInput(str(error)) from error
