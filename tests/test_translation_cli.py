"""`translation report` and `glossary …`, as an operator types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from language.glossary import glossary
from tests.apps import ON_SQLITE, AppFactory
from tests.language.terms.nmt import Nmt, drop_first
from tests.standins.fixtures import google_v3_standin
from tests.standins.google_v3 import GoogleV3StandIn, error
from voicebot.clients.google_glossary import glossary_id
from voicebot.services import Vendors

__all__ = ["google_v3_standin"]
pytestmark = ON_SQLITE

LINES = """\
I have Sunday, November 22, at 10:00 AM, or Monday, November 23, at 9:00 AM. Which suits you better?

Dana, it is $99.
כן
תגידו לדנה שב-10:30
"""


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    file = tmp_path / "lines.txt"
    file.write_text(LINES, encoding="utf-8")
    return file


def run(
    app_factory: AppFactory, *args: str, vendors: Vendors | None = None, google: dict[str, str] | None = None
) -> Result:
    worker = app_factory(vendors, whole=True, **(google or {}))
    return worker.app.test_cli_runner().invoke(args=list(args))


def told(app_factory: AppFactory, file: Path, *args: str, vendors: Vendors | None = None) -> dict[str, Any]:
    result = run(app_factory, "translation", "report", str(file), "--json", *args, vendors=vendors)
    assert result.exit_code == 0, result.output
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def test_with_the_phrasebook_alone(app_factory: AppFactory, lines: Path) -> None:
    report = told(app_factory, lines, "--name", "Dana=דנה")
    offer, price, yes, tell = report["sentences"]
    assert offer["marked"] == "I have ⟦1⟧, or ⟦2⟧. Which suits you better?"
    assert [each["kind"] for each in offer["terms"]] == ["slot", "slot"]
    assert offer["by"] == ["phrasebook"]
    assert offer["result"].startswith("יש לי יום ראשון, עשרים ושניים בנובמבר, בעשר בבוקר, או יום שני")
    assert (price["result"], price["by"]) == (None, [])
    assert price["wrong"] == ["Untranslatable"]
    assert yes["result"] == "Yes"
    assert (tell["result"], tell["by"]) == ("תגידו לדנה שב-10:30", ["none"])
    assert report["summary"] == {
        "sentences": 4,
        "terms": 6,
        "translated": 2,
        "said from pairs": 0,
        "not translated": 2,
        "spoilt answers": 0,
    }


def test_what_each_link_gave_and_what_went_wrong(app_factory: AppFactory, lines: Path) -> None:
    vendors = Vendors(translators=(Nmt(drop_first, "bad"), Nmt(name="good")))
    report = told(app_factory, lines, "--slot", "Dana=דנה", vendors=vendors)
    price = report["sentences"][1]
    assert price["result"] == "דנה, מילה מילה תשעים ותשעה דולר."
    assert price["by"] == ["good"]
    assert price["wrong"] == ["Untranslatable", "missing: Dana"]
    assert [each["link"] for each in price["links"]] == ["bad", "bad", "good", "phrasebook"]
    assert report["summary"]["spoilt answers"] >= 2


def test_a_pair_is_told(app_factory: AppFactory, lines: Path) -> None:
    report = told(app_factory, lines, "--name", "Dana=דנה", vendors=Vendors(translators=(Nmt(drop_first),)))
    assert report["sentences"][1]["by"] == ["pair"]
    assert report["summary"]["said from pairs"] == 1


def test_as_text(app_factory: AppFactory, lines: Path) -> None:
    result = run(app_factory, "translation", "report", str(lines), "--name", "Dana=דנה")
    assert "⟦1⟧ name    Dana = דנה" in result.stdout
    assert "result     -  [nobody]" in result.stdout
    assert result.stdout.endswith("2 not translated, 0 spoilt answers\n")


@pytest.mark.parametrize("option", ["Dana", "=דנה", "Dana="])
def test_a_name_needs_both_spellings(app_factory: AppFactory, lines: Path, option: str) -> None:
    result = run(app_factory, "translation", "report", str(lines), "--name", option)
    assert result.exit_code == 2
    assert "is not EN=HE" in result.output


def test_files_that_are_none(app_factory: AppFactory, tmp_path: Path) -> None:
    assert run(app_factory, "translation", "report", str(tmp_path / "missing")).exit_code == 2
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    result = run(app_factory, "translation", "report", str(tmp_path / "binary"))
    assert (result.exit_code, "not UTF-8" in result.output) == (1, True)


def test_the_glossary_is_exported(app_factory: AppFactory) -> None:
    assert run(app_factory, "glossary", "export").stdout == glossary().as_csv()


def test_the_glossary_is_synced(app_factory: AppFactory, google_v3_standin: GoogleV3StandIn) -> None:
    google = {
        "google_cloud_project": "p",
        "google_glossary_uri": "gs://b/g.csv",
        "google_translate_base_url": google_v3_standin.url,
    }
    result = run(app_factory, "glossary", "sync", google=google)
    assert result.exit_code == 0, result.output
    name = f"projects/p/locations/us-central1/glossaries/{glossary_id(glossary())}"
    assert result.stdout == f"{name}: created, {len(glossary().entries)} added, 0 removed\n"
    assert len(google_v3_standin.glossaries[name]) == len(glossary().entries)
    google_v3_standin.next(error(403, "PERMISSION_DENIED"))
    failed = run(app_factory, "glossary", "sync", google=google)
    assert (failed.exit_code, "could not be synced" in failed.output) == (1, True)


def test_sync_says_what_it_needs(app_factory: AppFactory) -> None:
    result = run(app_factory, "glossary", "sync")
    assert result.exit_code == 1
    assert "GOOGLE_GLOSSARY_URI" in result.output
