"""Which entries of the vocabulary and the scopes fire in sentences."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from support import DOCUMENTS, to_claims

from extractor.cli.main import ogi
from extractor.forms.editions import find_form
from extractor.narrative.firings import Entry, count_firings, list_entries

FORM = find_form("2014")


def fired(text: str) -> set[tuple[str, str]]:
    return {(entry.kind, entry.of) for entry in count_firings(to_claims(text), FORM)}


def test_an_alias_fires_where_it_names_an_item() -> None:
    found = count_firings(to_claims("收到申请16件,又收到申请2件。"), FORM)
    assert {(entry.kind, entry.of) for entry in found} == {("alias", "requests.received")}
    assert sum(found.values()) == 2


def test_a_scope_fires_where_it_casts_a_doubt() -> None:
    assert ("scope", "previous-year") in fired("去年收到申请16件。")
    assert ("scope", "previous-year") not in fired("今年收到申请16件。")


def test_whatever_fires_is_listed() -> None:
    listed = set(list_entries([FORM]))
    text = (DOCUMENTS / "demo-2014.txt").read_text(encoding="utf-8")
    found = set(count_firings(to_claims(text), FORM))
    assert found and found <= listed
    assert Entry("scope", "plan", "力争") in listed


def test_the_command_counts_over_files(tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text(
        "某局2014年政府信息公开工作年度报告\n全年收到政府信息公开申请16件。\n", encoding="utf-8"
    )
    done = CliRunner().invoke(ogi, ["words", str(tmp_path)])
    assert done.exit_code == 0 and "requests.received" in done.output
    assert "fire nowhere in 1 files" in done.output.splitlines()[-1]
    missing = CliRunner().invoke(ogi, ["words", str(tmp_path / "none")])
    assert missing.exit_code == 3 and "requests.received" not in missing.output
