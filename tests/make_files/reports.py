"""Reports as many as wanted, each another: place, year, form, wording, layout, file type; and what is true of each.

python tests/make_files/reports.py FOLDER [COUNT] [SEED]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from extractor.forms import find_form
from make_files.office import write_docx, write_xlsx
from make_files.sample import Block, Cell, Grid
from make_files.text import write_html, write_txt

PLACES = (
    *("青禾", "云岭", "澄溪", "柳泉", "石桥", "白沙", "南屏", "望江", "松川", "平湖口", "竹山湾", "东渡"),
    *("临峰", "沂岚", "禾丰", "双塔", "金坪", "霞浦里", "安陵", "古田坝"),
)
KINDS = ("县", "市", "区")
OFFICES = (
    "水务局",
    "林业局",
    "审计局",
    "教育局",
    "民政局",
    "财政局",
    "卫生健康局",
    "统计局",
    "交通运输局",
    "人民政府",
)
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
GROUPS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total")
BALANCE = ("new", "carried_in", "total", "carried_out")
WAYS = ("requests.in_person", "requests.online", "requests.mail")
Values = dict[str, int]


@dataclass(frozen=True)
class Made:
    """A report: its file, and what it states."""

    path: Path
    issuer: str
    year: int
    form: str
    values: Values

    def to_gold(self) -> dict[str, object]:
        """As a gold file has it."""
        cells = {key: {"value": value, "status": "reported"} for key, value in self.values.items()}
        return {
            "id": self.path.stem,
            "source": self.path.name,
            "lines": [1, None],
            "issuer": self.issuer,
            "year": self.year,
            "form": self.form,
            "cells": cells,
        }


def make_reports(folder: Path, count: int, seed: int = 1) -> list[Made]:
    """So many reports in the folder and folders in it; the same for the same seed."""
    chance = Random(seed)
    return [_make(folder, number, chance) for number in range(count)]


def write_golds(made: Sequence[Made], folder: Path) -> None:
    """What is true, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for report in made:
        text = json.dumps(report.to_gold(), ensure_ascii=False, indent=1) + "\n"
        (folder / f"{report.path.stem}.gold.json").write_text(text, encoding="utf-8")


def _make(folder: Path, number: int, chance: Random) -> Made:
    place = chance.choice(PLACES) + chance.choice(KINDS)
    issuer = place + chance.choice(OFFICES)
    style = chance.choice((_sentences, _sentences, _list, _grids))
    year = chance.randint(2019, 2024) if style is _grids else chance.randint(2014, 2018)
    form = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
    values, blocks = style(issuer, year, form, chance)
    write, suffix = chance.choice(WRITERS)
    path = folder / str(year) / f"{place}-{number:05d}{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    write([f"{issuer}{year}年政府信息公开工作年度报告", *blocks], path)
    return Made(path, issuer, year, form, values)


def _write_old_text(blocks: Sequence[Block], path: Path) -> None:
    """In the encoding of older systems."""
    write_txt(blocks, path)
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))


WRITERS: tuple[tuple[Callable[[Sequence[Block], Path], None], str], ...] = (
    (write_txt, ".txt"),
    (_write_old_text, ".txt"),
    (write_html, ".html"),
    (write_html, ".htm"),
    (write_docx, ".docx"),
    (write_xlsx, ".xlsx"),
)


def _numbers_of_2014(chance: Random) -> Values:
    """Numbers of which each sum of the form holds."""
    ways = {key: chance.randint(1, 60) for key in WAYS}
    received = sum(ways.values())
    denied = chance.randint(1, max(1, received // 5))
    partial = chance.randint(1, max(1, received // 4))
    website = chance.randint(100, 3000)
    return {
        "disclosure.total": website + chance.randint(10, 900),
        "disclosure.website": website,
        "requests.received": received,
        **ways,
        "replies.total": received,
        "replies.granted": received - denied - partial,
        "replies.partial": partial,
        "replies.denied": denied,
        "training.courses": chance.randint(1, 9),
        "training.participants": chance.randint(20, 800),
    }


def _sentences(issuer: str, year: int, form: str, chance: Random) -> tuple[Values, list[Block]]:
    """Only sentences, each in one of several wordings."""
    values = _numbers_of_2014(chance)
    shown = {
        key.replace(".", "_"): f"{value:,}" if chance.random() < 0.1 else value
        for key, value in values.items()
    }
    we = chance.choice(("我局", "本机关", "全市", "本单位")) if "局" in issuer else "全县"
    numerals = chance.choice(("一、二、三、四、", "(一)(二)(三)(四)", "1.2.3.4."))
    heads = [numerals[n * len(numerals) // 4 : (n + 1) * len(numerals) // 4] for n in range(4)]
    titles = ("主动公开情况", "依申请公开情况", "培训情况", "存在的问题")
    blocks: list[Block] = [chance.choice(OPENINGS).format(issuer=issuer, year=year)]
    for head, title, wordings in zip(heads, titles, (DISCLOSURE, REQUESTS, TRAINING, PROBLEMS), strict=True):
        blocks += [f"{head}{title}", chance.choice(wordings).format(we=we, year=year, next=year + 1, **shown)]
    return values, [*blocks, f"{issuer}", f"{year + 1}年{chance.randint(1, 3)}月{chance.randint(1, 28)}日"]


OPENINGS = (
    "根据《中华人民共和国政府信息公开条例》要求,编制{issuer}{year}年度报告。",
    "本报告由{issuer}编制,统计期限自{year}年1月1日起至{year}年12月31日止。",
    "现将{issuer}{year}年政府信息公开工作情况公布如下。",
)
DISCLOSURE = (
    "{year}年,{we}主动公开政府信息{disclosure_total}条,其中通过政府网站公开政府信息{disclosure_website}条。",
    "{we}全年共主动公开政府信息{disclosure_total}条。通过政府网站公开{disclosure_website}条。",
    "截至年底,{we}{year}年度主动公开政府信息数为{disclosure_total}条,政府网站公开政府信息数为{disclosure_website}条。",
)
REQUESTS = (
    "全年收到政府信息公开申请{requests_received}件,其中当面申请{requests_in_person}件,网络申请{requests_online}件,"
    "信函申请{requests_mail}件。全年答复申请{replies_total}件,其中同意公开{replies_granted}件,"
    "同意部分公开{replies_partial}件,不同意公开{replies_denied}件。",
    "{year}年共收到政府信息公开申请{requests_received}件。按方式分:当面申请{requests_in_person}件、网络申请"
    "{requests_online}件、信函申请{requests_mail}件。申请答复数{replies_total}件,同意公开答复数{replies_granted}件,"
    "同意部分公开答复数{replies_partial}件,不同意公开答复数{replies_denied}件。",
)
TRAINING = (
    "{we}举办各类培训班{training_courses}次,接受培训{training_participants}人次。",
    "全年举办政府信息公开培训班{training_courses}次,接受培训人员{training_participants}人次。",
)
PROBLEMS = (
    "一些栏目更新不够及时。{next}年将加强督促检查。",
    "公开内容与群众需要还有差距,{next}年将逐项改进。",
    "部分科室对公开工作重视不够,今后要加强培训。",
)


def _list(issuer: str, year: int, form: str, chance: Random) -> tuple[Values, list[Block]]:
    """The form's list as a table."""
    values = _numbers_of_2014(chance)
    labels = {
        row.key: (row.label or "", row.unit or "") for row in find_form(form).definition.rows if row.key
    }
    head = chance.choice(
        (("统计指标", "单位", "统计数"), ("指标名称", "计量单位", "数量"), ("项目", "单位", "数值"))
    )
    lines = [head, *((*labels[key], str(value)) for key, value in values.items())]
    opening = chance.choice(OPENINGS).format(issuer=issuer, year=year)
    return values, [opening, f"{year}年政府信息公开情况统计表", _grid(lines)]


def _grids(issuer: str, year: int, form: str, chance: Random) -> tuple[Values, list[Block]]:
    """The table of requests, with the sentences around it."""
    rows = _rows_of(form)
    columns = [_column([name for name, _ in rows if name], chance) for _ in GROUPS[:-1]]
    values: Values = {}
    lines: list[Sequence[str]] = [("", *COLUMNS)]
    for name, label in rows:
        if not name:
            lines.append((label, *[""] * len(COLUMNS)))
            continue
        numbers = [column[name] for column in columns]
        numbers.append(sum(numbers))
        values |= {f"requests.{name}.{group}": n for group, n in zip(GROUPS, numbers, strict=True)}
        lines.append((label, *map(str, numbers)))
    opening = chance.choice(OPENINGS).format(issuer=issuer, year=year)
    title = "三、收到和处理政府信息公开申请情况"
    return values, [opening, title, _grid(lines), chance.choice(PROBLEMS).format(next=year + 1)]


@cache
def _rows_of(form: str) -> tuple[tuple[str, str], ...]:
    grid = next(grid for grid in find_form(form).definition.grids if grid.block == "requests")
    return tuple((row.key or "", row.label or row.heading or "") for row in grid.rows)


def _column(names: Sequence[str], chance: Random) -> Values:
    """One kind of applicant: what came in went out."""
    busy = chance.choice((0.05, 0.2, 0.4))
    column = {
        name: chance.randint(1, 40) if chance.random() < busy else 0 for name in names if name not in BALANCE
    }
    total = sum(column.values())
    out = chance.choice((0, 0, chance.randint(1, 9)))
    carried = min(chance.choice((0, 0, chance.randint(1, 9))), total + out)
    return {**column, "total": total, "carried_out": out, "carried_in": carried, "new": total + out - carried}


def _grid(lines: Sequence[Sequence[str]]) -> Grid:
    return Grid(tuple(_cells(lines)))


def _cells(lines: Sequence[Sequence[str]]) -> Iterator[Cell]:
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            yield Cell(text, row, column)


if __name__ == "__main__":
    target, *told = sys.argv[1:]
    numbers = [int(text) for text in told]
    write_golds(make_reports(Path(target) / "reports", *(numbers or [100])), Path(target) / "gold")
