"""Two of the people whom the program is for, from the README's words alone, in both languages: the officer who files a
report, and the maker of an index who holds her own table against it. Every command that a step runs stands in the README;
what each prints is written to build/journeys."""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from make_files.filings import add, make_filing, to_blocks
from make_files.office import write_docx
from readme_blocks import READMES, ROOT

BUILD = ROOT / "build" / "journeys"
LANGS = {"en": READMES[0], "zh": READMES[1]}
HEADINGS = {  # of the README's parts, by language
    "fill": {"en": "Fill the forms of your reports", "zh": "填写报告的统计表"},
    "check": {"en": "Check a report before it is filed", "zh": "报送前检查"},
    "compare": {"en": "Compare with your own data", "zh": "与自己的数据对照"},
}
WRONG = {"en": "to correct", "zh": "应改"}
CLEAN = {"en": "nothing to correct", "zh": "没有发现要改的地方"}
CONFLICT = {"en": "A is wrong 0, B is wrong 1", "zh": "A 有误 0，B 有误 1"}


@dataclass(frozen=True)
class Step:
    """A command of a journey, its exit code, and what it printed."""

    command: str
    code: int
    printed: str


def commands(lang: str, part: str) -> list[str]:
    """The commands of that part of the README, without the words behind them."""
    text = LANGS[lang].read_text(encoding="utf-8")
    section = text.partition(f"## {HEADINGS[part][lang]}\n")[2].partition("\n## ")[0]
    return [line.split("#")[0].strip() for line in re.findall(r"^\$ (ogi .*)$", section, re.MULTILINE)]


class Desk:
    """A folder in which somebody works, command by command."""

    def __init__(self, folder: Path, lang: str, who: str) -> None:
        self.folder, self.lang, self.who = folder, lang, who
        self.steps: list[Step] = []

    def run(self, command: str) -> Step:
        told = {"OGI_LANG": self.lang, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "96"}
        done = subprocess.run(
            [sys.executable, "-m", "extractor", *shlex.split(command)[1:]],
            cwd=self.folder,
            env=os.environ | told,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        self.steps.append(Step(command, done.returncode, done.stdout))
        return self.steps[-1]

    def keep(self) -> None:
        """What each step printed, to be looked at."""
        BUILD.mkdir(parents=True, exist_ok=True)
        shown = (f"$ {step.command}\n{step.printed}" for step in self.steps)
        (BUILD / f"{self.who}-{self.lang}.txt").write_text("\n".join(shown), encoding="utf-8")


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def desk(folder: Path, lang: str, who: str) -> Iterator[Desk]:
    made = Desk(folder, lang, who)
    yield made
    made.keep()


@pytest.fixture
def officer(tmp_path: Path, lang: str) -> Iterator[Desk]:
    yield from desk(tmp_path, lang, "officer")


@pytest.fixture
def index_maker(tmp_path: Path, lang: str) -> Iterator[Desk]:
    yield from desk(tmp_path, lang, "index-maker")


def test_an_officer_finds_the_slip_and_mends_it(officer: Desk) -> None:
    """One command, twice: the first time it names the cell to change, the second time there is nothing to correct."""
    filing = make_filing(8)
    key = "requests.granted.business"
    this = officer.folder / "this-year.docx"
    write_docx(add(key, 2)(to_blocks(filing), filing), this)
    write_docx(to_blocks(filing, last=True), officer.folder / "last-year.docx")
    (command,) = commands(officer.lang, "check")
    first = officer.run(command)
    assert (first.code, WRONG[officer.lang] in first.printed) == (1, True)
    was, now = int(filing.values[key]) + 2, filing.values[key]
    assert f"商业企业）由 {was} 改为 {now}" in first.printed or f"商业企业） {was} to {now}" in first.printed
    page = (officer.folder / "check.html").read_text(encoding="utf-8")
    assert f'<td class="error">{was}</td>' in page
    write_docx(to_blocks(filing), this)
    second = officer.run(command)
    assert (second.code, CLEAN[officer.lang] in second.printed) == (0, True)
    assert len(officer.steps) == 2


def test_an_index_maker_learns_which_of_her_numbers_is_wrong(index_maker: Desk) -> None:
    """Three commands: fill the forms without a model, look at the findings, hold her own table against them."""
    folder, reports = index_maker.folder, index_maker.folder / "reports"
    reports.mkdir()
    rows = []
    for number in range(4):
        filing = make_filing(40 + number)
        write_docx(to_blocks(filing), reports / f"{number}.docx")
        rows.append({"文件": f"{number}.docx", **filing.values})
    slipped = "requests.granted.total"
    rows[2][slipped] = str(int(rows[2][slipped]) + 31)
    with (folder / "regex.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    fill = next(c for c in commands(index_maker.lang, "fill") if "grid,regex" in c)
    findings = next(c for c in commands(index_maker.lang, "fill") if "--findings" in c)
    compare = commands(index_maker.lang, "compare")[0]
    steps = [index_maker.run(command) for command in (fill, findings, compare)]
    assert [step.code for step in steps] == [0, 0, 0]
    assert CONFLICT[index_maker.lang] in steps[-1].printed
    assert steps[-1].printed.index(CONFLICT[index_maker.lang]) < steps[-1].printed.index("kappa")
    page = (folder / "conflicts.html").read_text(encoding="utf-8")
    assert page.count("<article") == 1 and "results" in page.partition("</title>")[0]
