"""How the time to read a report grows with its length: ordinary sentences, and texts made to be slow."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from figures import Figure, Measured, ratio
from rich.table import Table

from extractor.pipeline import Settings, extract_file

LENGTHS = (4_000, 8_000, 16_000, 32_000, 64_000, 128_000)  # characters
FROM = 2  # below this length of LENGTHS forms are compiled and files opened for more than is read
MOST = 1.3  # times what linear growth comes to
LONG = 1_900  # characters of a sentence that is just short enough to be read
TITLE = "临沅市2015年政府信息公开工作年度报告\n\n一、概述\n"
ORDINARY = (
    "全年收到政府信息公开申请12件,其中网络申请9件,当面申请3件,全部按期答复,没有发生行政复议和行政诉讼。"
    "主动公开政府信息200条,通过政府网站公开80条。我市高度重视政府信息公开工作,加强组织领导,明确工作职责。\n"
)


def repeat(unit: str, length: int) -> str:
    """The unit as often as it takes, cut at the length."""
    return (unit * (length // len(unit) + 1))[:length]


def sentences(unit: str) -> Callable[[int], str]:
    """Sentences as long as are read, of this unit."""
    return lambda length: repeat(repeat(unit, LONG) + "。", length)


def nested(length: int) -> str:
    """Brackets in brackets."""
    return repeat("(" * (LONG // 2) + "申请3件" + ")" * (LONG // 2) + "。", length)


KINDS: dict[str, Callable[[int], str]] = {
    "ordinary": lambda length: repeat(ORDINARY, length),
    "bare numbers on a line": lambda length: repeat("12 ", length),
    "counts in long sentences": sentences("公开3件,"),
    "names without numbers": sentences("收到申请、当面申请、网络申请,"),
    "names, then counts": lambda length: repeat(
        repeat("当面申请、网络申请,主动公开信息", LONG // 2) + repeat("3件、", LONG // 2) + "。", length
    ),
    "words of time and of parts": sentences("截至年底新增3件累计,其中市级机关往年公开4条,"),
    "entries of a list": lambda length: repeat("维持3件;", length),
    "denials": sentences("没有收到申请和行政复议,"),
    "nested brackets": nested,
    "one endless sentence": lambda length: repeat("公开信息3条、", length),
}


def growth_of_time() -> Measured:
    """Seconds of each kind at each length, and how the slowest-growing and the slowest come out."""
    seconds = {kind: [time_reading(make(length)) for length in LENGTHS] for kind, make in KINDS.items()}
    return Measured(to_figures(seconds), to_table(seconds), {"lengths": LENGTHS, "seconds": seconds})


def time_reading(body: str) -> float:
    """Seconds of the processor for a report with this text."""
    settings = Settings(asker=_no_model, readers=("grid", "regex"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(TITLE + body + "\n全年收到政府信息公开申请12件。\n", encoding="utf-8")
        extract_file(path, settings)  # compiles what this text needs
        started = time.process_time()
        extract_file(path, settings)
        return time.process_time() - started


def to_figures(seconds: Mapping[str, Sequence[float]]) -> list[Figure]:
    """The worst growth, and the worst time of the longest."""
    linear = LENGTHS[-1] / LENGTHS[FROM]
    grown = {kind: ratio(row[-1], row[FROM]) for kind, row in seconds.items()}
    worst, slowest = max(grown, key=grown.__getitem__), max(seconds, key=lambda kind: seconds[kind][-1])
    longer = f"{LENGTHS[FROM]:,} to {LENGTHS[-1]:,} characters, worst: {worst}"
    return [
        Figure("time of a longer report", grown[worst], "times", linear * MOST, longer),
        Figure(f"time of {LENGTHS[-1]:,} characters", seconds[slowest][-1], "s", 20, f"worst: {slowest}"),
    ]


def to_table(seconds: Mapping[str, Sequence[float]]) -> Table:
    """A kind a line, a length a column."""
    table = Table("seconds for", *(f"{length:,}" for length in LENGTHS))
    for kind, row in seconds.items():
        table.add_row(kind, *(f"{value:.2f}" for value in row))
    return table


def _no_model(path: Path) -> NoReturn:
    raise AssertionError(f"the model was asked about {path}")
