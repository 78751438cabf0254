"""After how much silence callers are answered: counted over the tests' telephone conversations, played by rules."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from language.patience import end_silence_s
from stores import Stores
from tests.bench.tables import header, heading, median, row
from tests.scenarios.ways import scripts
from voicebot.dialer.gate import JERUSALEM
from voicebot.evaluation.playing import play
from voicebot.evaluation.stage import Copy, Side, Stage
from voicebot.evaluation_cli import AT
from voicebot.evaluation_line import line_to
from voicebot.logs import configure_logs
from voicebot.services import Vendors
from voicebot.settings import Settings
from voicebot.simphone.script import Script

USUAL_S = 2
"""The silence that ends the answer to an open question, as the settings have it by default."""


class _CountingStage(Stage):
    """Counts, by scenario, the seconds of silence that ended each answer."""

    def __init__(self, folder: Path, settings: Settings, vendors: Vendors, moment: datetime) -> None:
        super().__init__(folder, settings, vendors, moment)
        self.counted: defaultdict[str, Counter[int]] = defaultdict(Counter)

    @contextmanager
    def copy(self, side: Side, number: str, script: Script) -> Iterator[Copy]:
        with super().copy(side, number, script) as copy:
            yield copy
            self._count(copy.services.stores)

    def _count(self, stores: Stores) -> None:
        for call in stores.calls.list().items:
            turns = stores.turns.for_call(call.id)
            for asking, answered in pairwise(turns):
                if answered.heard_he or answered.heard_en:
                    patient = str((asking.ending or {}).get("patient", "open"))
                    self.counted[call.scenario][end_silence_s(USUAL_S, patient)] += 1


def silences() -> None:
    """How often which silence ends an answer."""
    heading(
        "The silence that ends an answer",
        "Answers of the telephone conversations in tests/conversations, by the seconds of silence after which Twilio",
        "ends their recording: 1 after a question that wants a yes or a no, 2 after an open one, 3 where one spells.",
    )
    header("Scenario", "Answers", "1 s", "2 s", "3 s", "Median, s")
    settings = Settings.from_env({"LOG_LEVEL": "ERROR"})
    configure_logs(settings)
    with TemporaryDirectory(prefix="voicebot-bench-") as folder:
        moment = datetime.fromisoformat(AT).replace(tzinfo=JERUSALEM)
        stage = _CountingStage(Path(folder), settings, Vendors(), moment)
        for script in scripts().values():
            if not script.in_text:
                play(stage, script, Side("rules"), line_to)
    for scenario, counted in sorted(stage.counted.items()):
        row(scenario, counted.total(), counted[1], counted[2], counted[3], float(median([*counted.elements()])))
