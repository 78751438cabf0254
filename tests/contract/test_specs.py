"""Without the descriptions the contract tests are skipped with the reason; in CI they fail."""

import pytest

from tests.contract.specs import directory


def test_unset_is_a_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPECS_DIR", raising=False)
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="SPECS_DIR"):
        directory("SPECS_DIR")


def test_unset_in_ci_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPECS_DIR", raising=False)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="SPECS_DIR"):
        directory("SPECS_DIR")
