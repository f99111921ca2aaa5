"""Three of the people whom the program is for, from the README's words alone, in both languages: the officer who files a
report, the maker of an index who holds her own table against it, and the researcher who makes a panel of a folder. Every command that a step runs stands in the README;
what each prints is written to build/journeys."""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from make_files.filings import add, make_filing, to_blocks
from make_files.mixed import FEW, REPORTS, make_mixed
from make_files.office import write_docx
from make_files.reports import Made
from readme_blocks import READMES, ROOT

from extractor.forms import find_form

BUILD = ROOT / "build" / "journeys"
LANGS = {"en": READMES[0], "zh": READMES[1]}
HEADINGS = {  # of the README's parts, by language
    "fill": {"en": "Fill the forms of your reports", "zh": "填写报告的统计表"},
    "panel": {"en": "From a folder of reports to one table", "zh": "从一文件夹报告到一张面板"},
    "check": {"en": "Check a report before it is filed", "zh": "报送前检查"},
    "compare": {"en": "Compare with your own data", "zh": "与自己的数据对照"},
}
WRONG = {"en": "to correct", "zh": "应改"}
CLEAN = {"en": "nothing to correct", "zh": "没有发现要改的地方"}
CONFLICT = {"en": "A is wrong 0, B is wrong 1", "zh": "A 有误 0，B 有误 1"}

ENDINGS = {  # of the researcher's commands, with the counts of her folder
    "first": {
        "en": "{files} files: {read} read, {same} of the same bytes as others, {failed} failed",
        "zh": "{files} 个文件：读 {read} 个，与别的文件字节相同 {same} 个，失败 {failed} 个",
    },
    "next": {"en": "1 read, {read} done before", "zh": "读 1 个，以前读过 {read} 个"},
    "panel": {"en": "{rows} rows of", "zh": "{rows} 行，"},
    "came": {"en": "2031 unstated: {cells} cells", "zh": "2031 范围未说明：{cells} 格"},
}


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


@pytest.fixture
def researcher(tmp_path: Path, lang: str) -> Iterator[Desk]:
    yield from desk(tmp_path, lang, "researcher")


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


def test_a_researcher_gets_her_panel_and_adds_a_year(researcher: Desk) -> None:
    """Two commands, and a year later two: the folder into the store, the panel out of it, each number with its place."""
    mixed = make_mixed(researcher.folder / "reports", FEW)
    run, export, since = commands(researcher.lang, "panel")[:3]
    ending = {name: words[researcher.lang] for name, words in ENDINGS.items()}
    counts = Counter(one.kind for one in mixed)
    reports = sum(counts[kind] for kind in REPORTS)
    read, same, failed = (
        reports + counts["saved again"],
        counts["same bytes"],
        counts["no report"] + counts["broken"],
    )
    first = researcher.run(run)
    files = read + same + failed
    assert ending["first"].format(files=files, read=read, same=same, failed=failed) in first.printed
    panel = researcher.run(export)
    assert ending["panel"].format(rows=reports) in panel.printed
    check_panel(researcher.folder, [one.made for one in mixed if one.made], reports)

    filing = replace(make_filing(8), year=2031)
    write_docx(to_blocks(filing), researcher.folder / "reports" / "2031.docx")
    again, revised = researcher.run(run), researcher.run(since)
    assert ending["next"].format(read=read) in again.printed
    cells = len(find_form("2021").by_key)
    assert ending["came"].format(cells=cells) in revised.printed
    assert ending["panel"].format(rows=reports + 1) in revised.printed
    assert [step.code for step in researcher.steps] == [1, 0, 1, 0]  # files failed, and are named


def check_panel(folder: Path, made: Sequence[Made], reports: int) -> None:
    """Every number of the panel is what its report states, and its evidence has it."""
    with (folder / "panel.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = {(row["file"], row["item"]): row for row in rows}
    assert len({row["file"] for row in rows}) == reports
    checked = 0
    for report in made:
        name = report.path.relative_to(folder).as_posix()
        for key, value in report.values.items():
            row = told.get((name, key))
            if row:  # else another copy of this report stands in the panel
                assert row["value"] == str(value) and str(value) in row["evidence"].replace(",", "")
                checked += 1
    assert checked > 100
