"""The terms of one call, and the table of sentences."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from language.glossary import glossary
from language.terms import Term, TermSet, person
from language.types import Language

TABLE = Path(__file__).parent.parent / "data" / "protected.tsv"
SUNDAY = Term("slot", "Sunday, November 22, at 10:00 AM", "מחר, יום ראשון, בעשר בבוקר")
MONDAY = Term("slot", "Monday, November 23, at 9:00 AM", "מחרתיים, יום שני, בתשע בבוקר")
DANA = Term("name", "Dana", "דנה")
ALTA = Term("name", "Alta", "אלטה")
CALL = TermSet.of(
    person("Dana Levi", "דנה לוי"),
    person("Yossi Cohen", "יוסי כהן"),
    person("Noa", "נועה"),
    (ALTA, SUNDAY, MONDAY),
    glossary().terms.pairs,
)


@dataclass(frozen=True)
class Row:
    """One sentence, and its terms as they have to come out in the other language."""

    language: Language
    sentence: str
    terms: tuple[str, ...]

    @property
    def target(self) -> Language:
        return "en" if self.language == "he" else "he"


@cache
def rows() -> tuple[Row, ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Row("he" if language == "he" else "en", sentence, tuple(filter(None, terms.split(" | "))))
        for language, sentence, terms in (each.values() for each in table)
    )
