"""The caps on calls and on money, as the settings say them."""

from stores.guards import Caps
from voicebot.settings import Settings


def caps_of(settings: Settings, longest_call_s: float) -> Caps:
    """The caps; 0 is none."""
    return Caps(
        live=settings.max_live_calls or None,
        live_per_number=settings.max_live_calls_per_number or None,
        calls_per_number_per_day=settings.max_calls_per_number_per_day or None,
        micro_usd_per_day=settings.max_micro_usd_per_day or None,
        call_limit_s=longest_call_s,
    )
