"""Tables that came apart, read in printed order by the form's own sums."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
from support import details

from extractor.forms.editions import find_form
from extractor.ids import GIVEN
from extractor.loading.text_tables import text_to_tables
from extractor.pipeline import Settings, extract_report
from extractor.records import Document, Excerpt, Number
from extractor.tables.order_aligned import find_alignment
from extractor.tables.order_stacked import blank_lines
from extractor.tables.order_tokens import Tokens
from extractor.tables.read import GridReading, tables_to_candidates

GROUPS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total")
HEADS = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"
PRINTED = {
    "new": "64 0 0 20 4 7 95",
    "carried_in": "2 1 0 0 0 0 3",
    "granted": "27 0 0 20 1 3 51",
    "partial": "5 0 0 0 0 0 5",
    "denied_law": "1 0 0 0 0 4 5",
    "unable_not_held": "22 1 0 0 3 0 26",
    "other_misc": "8 0 0 0 0 0 8",
    "total": "63 1 0 20 4 7 95",
    "carried_out": "3 0 0 0 0 0 3",
}
NOUGHTS = "0 0 0 0 0 0 0"
TITLE, NEXT = "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况"
Values = dict[str, Number | None]
Lines = list[str]


def rows() -> list[tuple[str, str, str]]:
    """Name, label and numbers of each row of the form; a heading has neither name nor numbers."""
    grid = next(grid for grid in find_form("2021").definition.grids if grid.block == "requests")
    return [
        (row.key or "", row.label or row.heading or "", PRINTED.get(row.key, NOUGHTS) if row.key else "")
        for row in grid.rows
    ]


def truth(*left_out: str) -> Values:
    """The cells of all rows but these."""
    return {
        f"requests.{name}.{group}": int(number)
        for name, _, numbers in rows()
        if name and name not in left_out
        for group, number in zip(GROUPS, numbers.split(), strict=True)
    }


def read_text(text: str, form: str = "2021", year: int = 2022) -> tuple[Document, GridReading]:
    document = Document("made.txt", "0" * 64, "text/plain", text, tables=text_to_tables(text))
    excerpt = Excerpt(1, text.count("\n") + 1, 0, len(text), None)
    return document, tables_to_candidates(document.tables, find_form(form), year, source=(document, excerpt))


def given(reading: GridReading, prefix: str = "") -> Values:
    return {c.key: c.value for c in reading.candidates if c.status in GIVEN and c.key.startswith(prefix)}


def findings(reading: GridReading) -> list[str]:
    return [finding.type for finding in reading.findings]


def requests(lines: Lines, heads: str = HEADS) -> str:
    return "\n".join([TITLE, "申请人情况", heads, *lines, NEXT])


def spaced(changed: Mapping[str, str] | None = None) -> Lines:
    """A row a line; `changed` replaces the lines of rows."""
    plain = {name: f"{label} {numbers}" for name, label, numbers in rows() if name}
    return [(plain | dict(changed or {})).get(name, label) for name, label, _ in rows()]


def piped(changed: Mapping[str, str] | None = None) -> Lines:
    lines = {name: f"| {label} | {' | '.join(numbers.split())} |" for name, label, numbers in rows() if name}
    return [(lines | dict(changed or {})).get(name, label) for name, label, _ in rows()]


def fused() -> str:
    return "".join(f"{label}{numbers.replace(' ', '')}" for _, label, numbers in rows())


def boxed(*heads: str) -> str:
    """Pages whose boxes were taken one by one: labels, some heads, and the numbers of the first row among the others; at
    the end of the last page three rows column by column. `heads`: of the last three columns but the total, or what is left."""
    printed = rows()
    pages = (printed[:4], printed[4:20], printed[20:])
    return "\n".join([TITLE, *(_boxed_page(page, heads) for page in pages), NEXT])


def _boxed_page(page: list[tuple[str, str, str]], heads: Sequence[str]) -> str:
    labels = [label for _, label, _ in page]
    first, *others = (numbers.split() for name, _, numbers in page if name)
    is_last = page[-1][0] == "carried_out"
    by_row, by_column = (others[:-3], others[-3:]) if is_last else (others, [])
    above = ["申请人情况", "自然人", "法人或其他组织", "商业企\n业", "科研机\n构"]
    public, legal, other = heads
    begun = [*first[:3], "", public, first[3], "", legal, first[4], "", other, first[5]]
    stretches = [first[6], *(number for row in by_row for number in row)]
    columns = ["\n".join(column) for column in zip(*by_column, strict=True)]
    return "\n".join([*labels, *above, *begun, "", "\n\n".join([*stretches, *columns]), ""])


def aligned(broken: Mapping[str, str] | None = None) -> str:
    """Columns that blanks align, as far from the line's start in each; rows without a request print their total."""
    lines = []
    for name, label, numbers in rows():
        printed = ["", "", "", "", "", "", "0"] if numbers == NOUGHTS else numbers.split()
        line = f"{label[:12]:　<14}" + "".join(f"{number:>6}" for number in printed)
        lines += [(broken or {}).get(name, line) if name else label, label[12:]]
    return requests(lines)


SHAPES = {
    "rows-apart": requests(spaced()),
    "no-head": "\n".join([TITLE, *spaced(), NEXT]),
    "broken-head": requests(spaced(), "自然人 社会 法律 总计\n商业 科研\n公益 服务 其他\n企业 机构\n组织 机构"),
    "total-second-in-the-head": requests(spaced(), "法人或其他组织\n自然人 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他"),
    "fused": f"{TITLE}申请人情况{HEADS.replace(' ', '')}{fused()} {NEXT}",
    "a-cell-a-line": requests([line for _, label, n in rows() for line in (label, *n.split())]),
    "two-numbers-in-a-cell": requests(piped({"granted": "| （一）予以公开 | 27 0 | 0 20 | 1 3 | 51 |"})),
    "label-damaged": requests(spaced({"denied_law": "2.其他法律行政止公开 1 0 0 0 0 4 5"})),
    "label-lost": requests(spaced({"denied_law": "1 0 0 0 0 4 5"})),
    "heading-before-the-label": requests(spaced({"unable_not_held": "（四）无 1.本机关不掌握相关政府信息 22 1 0 0 3 0 26"})),
    "numbers-above-their-label": requests(spaced({"denied_law": "1 0 0 0 0 4 5\n2.其他法律行政法规禁止公开"})),
    "numbers-within-their-label": requests(spaced({"denied_law": "2.其他法律行政法\n1 0 0 0 0 4 5\n规禁止公开"})),
    "radicals-in-numbering": requests(
        spaced({"new": f"⼀、本年新收政府信息公开申请数量 {PRINTED['new']}", "carried_in": f"⼆、上年结转政府信息公开申请数量 {PRINTED['carried_in']}"})
    ),
    "page-foot-between-rows": requests(spaced({"denied_law": "2.其他法律行政法规禁止公开 1 0 0 0 0 4 5\n\n- 3 -\n"})),
    "stray-number": requests(spaced({"denied_law": "1\n2.其他法律行政法规禁止公开 1 0 0 0 0 4 5"})),
    "pipes-lost-in-a-row": requests(piped({"granted": "（一）予以公开 27 0 0 20 1 3 51"})),
    "boxes-of-pages": boxed("社会公\n益组织", "法律服\n务机构", "其他"),
    "boxes-with-ends-of-heads": boxed("组织", "机构", "其他"),
    "tables-of-one-row": requests([f"{line}\n|---|---|---|---|---|---|---|---|\n" for line in piped()]),
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_all_numbers_find_their_place(text: str) -> None:
    _, reading = read_text(text)
    assert given(reading) == truth()
    assert [f.type for f in reading.findings if f.severity != "info"] == []


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES.keys())
def test_evidence_is_the_span_of_the_digits(text: str) -> None:
    document, reading = read_text(text)
    for candidate in reading.candidates:
        evidence = candidate.evidence
        assert evidence is not None and evidence.mark is not None
        assert document.text[evidence.start : evidence.end] == evidence.text
        begin, end = evidence.mark
        assert document.text[begin:end] == str(candidate.value)


def test_numbers_that_stand_column_by_column() -> None:
    """As a converter leaves a page whose columns it took for text: first all numbers, then the labels."""
    named = [row for row in rows() if row[0]]
    columns = zip(*(numbers.split() for _, _, numbers in named), strict=True)
    stretches = "\n\n".join("\n".join(column) for column in columns)
    labels = "\n".join(label for _, label, _ in named)
    assert given(read_text(requests([stretches, "", labels]))[1]) == truth()


def test_numbers_stand_under_the_columns_that_whole_rows_show() -> None:
    _, reading = read_text(aligned())
    printed = {name: numbers for name, _, numbers in rows() if name}
    told = {
        key: value
        for key, value in truth().items()
        if printed[key.split(".")[1]] != NOUGHTS or key.endswith(".total")
    }
    assert given(reading) == told


def test_a_number_between_two_columns_has_no_place() -> None:
    _, reading = read_text(aligned({"denied_state_secret": " " * 14 + f"{'0':>45}"}))
    assert not [key for key in given(reading) if key.startswith("requests.denied_state_secret.")]


def test_rows_under_a_heading_that_are_printed_as_one_have_no_cell() -> None:
    parts = ("other_uncorrected", "other_unpaid", "other_misc")
    lines = [
        line
        for (name, label, _), line in zip(rows(), spaced(), strict=True)
        if name not in parts and label != "（六）其他处理"
    ]
    lines.insert(-2, "（六）其他处理 8 0 0 0 0 0 8")
    _, reading = read_text(requests(lines, "自然人 社会 法律 总计"))
    assert given(reading) == truth(*parts)
    assert findings(reading) == ["undivided-rows"]


def test_a_dropped_row_leaves_its_neighbours_without_label_unread() -> None:
    """Of three rows between two labels two are printed: nothing tells which."""
    lines = spaced({"denied_law": "1 0 0 0 0 4 5", "denied_stability": NOUGHTS, "denied_third_party": ""})
    _, reading = read_text(requests(lines, "自然人 社会 法律 总计"))
    assert given(reading) == truth("denied_law", "denied_stability", "denied_third_party")
    assert findings(reading) == ["came-apart"]


def test_where_the_sums_fail_rows_beside_their_label_are_given() -> None:
    lines = spaced({"granted": "（一）予以公开 28 0 0 20 1 3 52", "denied_law": "1 0 0 0 0 4 5"})
    _, reading = read_text(requests(lines, "自然人 社会 法律 总计"))
    values = given(reading)
    assert values["requests.granted.total"] == 52
    assert not any("denied_law" in key for key in values)
    assert findings(reading) == ["came-apart"]


def test_of_several_readings_only_what_they_share_is_given() -> None:
    """1 11 … 12 and 11 1 … 12 are the same digits; two such rows leave two readings of the whole."""
    numbers = {"new": "12 12 0 0 0 0 24", "granted": "1 11 0 0 0 0 12", "partial": "11 1 0 0 0 0 12"} | {
        "total": "12 12 0 0 0 0 24"
    }
    text = "".join(
        f"{label}{numbers.get(n, NOUGHTS if n else '').replace(' ', '')}" for n, label, _ in rows()
    )
    _, reading = read_text(f"{TITLE}{text} {NEXT}")
    values = given(reading)
    unread = {c.key for c in reading.candidates if c.status == "unreadable"}
    assert unread == {f"requests.{row}.{g}" for row in ("granted", "partial") for g in GROUPS[:2]}
    assert (values["requests.granted.total"], values["requests.new.business"]) == (12, 12)
    assert len(values) + len(unread) == len(truth())
    (finding,) = reading.findings
    assert (finding.type, set(finding.keys)) == ("several-readings", unread)
    assert details(finding)["readings"] == 2


ARTICLE_20 = (
    "二、主动公开政府信息情况 第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章 000行政规范性文件693665"
    "第二十条第（五）项信息内容本年处理决定数量行政许可2293 第二十条第（六）项信息内容 本年处理决定数量行政处罚1282"
    "行政强制42第二十条第（八）项信息内容 本年收费金额（单位：万元）行政事业性收费24.31三、收到和处理政府信息公开申请情况"
)


def test_article_20_run_together() -> None:
    """One number a row can be told, and three of one digit; of six digits nothing tells where a number ends."""
    _, reading = read_text(ARTICLE_20)
    assert given(reading) == {
        "article20.regulations.issued": 0,
        "article20.regulations.repealed": 0,
        "article20.regulations.valid": 0,
        "article20.licences.decisions": 2293,
        "article20.penalties.decisions": 1282,
        "article20.compulsion.decisions": 42,
        "article20.fees.amount_wan": 24.31,
    }
    unread = {c.key for c in reading.candidates if c.status == "unreadable"}
    assert unread == {f"article20.normative.{c}" for c in ("issued", "repealed", "valid")}
    assert "several-readings" in findings(reading)


REVIEW_HEADS = "行政复议 行政诉讼 未经复议直接起诉 复议后起诉 结果维持 结果纠正 其他结果 尚未审结 总计 "
REVIEWS: dict[str, Callable[[list[str]], str]] = {
    "fused": "".join,
    "spaced": " ".join,
    "a-line-each": "\n".join,
    "piped": " | ".join,
}
NUMBERS = ["10", "2", "0", "3", "15", "12", "0", "0", "0", "12", "0", "0", "0", "0", "0"]


@pytest.mark.parametrize("join", REVIEWS.values(), ids=REVIEWS.keys())
def test_review_table_by_its_three_sums(join: Callable[[list[str]], str]) -> None:
    _, reading = read_text(f"{NEXT}\n{REVIEW_HEADS}\n{join(NUMBERS)}\n五、存在的主要问题及改进情况\n")
    assert given(reading, "review.") == {
        "review.upheld": 10, "review.corrected": 2, "review.other": 0, "review.pending": 3, "review.total": 15,
    }  # fmt: skip
    assert given(reading, "litigation_direct.")["litigation_direct.upheld"] == 12
    assert len(given(reading)) == 15


def test_fields_put_every_value_in_its_place() -> None:
    """Blank cells between pipes, totals left out: the columns' sums hold."""
    lines = [
        f"{label} | " + " | ".join(n if n != "0" else "" for n in numbers.split()) if name else label
        for name, label, numbers in rows()
    ]
    _, reading = read_text(requests(lines))
    printed = {key: value for key, value in truth().items() if value}
    assert given(reading) == printed


def test_a_table_in_running_text_is_no_sentence() -> None:
    text = f"河湾市2022年政府信息公开工作年度报告\n{TITLE}{HEADS.replace(' ', '')}{fused()} {NEXT}全年没有被申请行政复议。\n"
    document = Document("made.txt", "0" * 64, "text/plain", text, tables=text_to_tables(text))
    excerpt = Excerpt(1, 3, 0, len(text), None)
    settings = Settings(asker=lambda path: pytest.fail("asked"), readers=("grid", "regex"))
    report = extract_report(document, excerpt, 1, settings.asker, settings)  # type: ignore[arg-type]
    values = {key: cell.value for key, cell in report.cells.items() if cell.status == "reported"}
    assert values == truth()


LIST = (
    "河湾县政府信息公开情况统计表 指标名称 计量单位 2013年度 历年累计 主动公开信息数 条 804 6424 其中：1、网站公开 条 700 5400 "
    "2、政府公报公开 条 104 1024 受理依申请公开信息总数 条 3 9 其中：1、当面申请数 条 3 8 2、传真申请数 条 0 1 "
    "对申请的答复总数 条 3 9 行政复议数 件 0 0 附件下载"
)


@pytest.mark.parametrize(
    "text", [LIST, LIST.replace(" 条 ", "条 ").replace(" 件 ", "件 ")], ids=["blanks", "units-run-in"]
)
def test_list_in_running_text(text: str) -> None:
    sentence = "二、工作情况 2013年主动公开政府信息804条。 "
    document, reading = read_text(sentence + text, "2008-fujian", 2013)
    assert given(reading) == {
        "disclosure.total": 804,
        "disclosure.website": 700,
        "disclosure.gazette": 104,
        "requests.received": 3,
        "requests.in_person": 3,
        "requests.fax": 0,
        "replies.total": 3,
        "review.total": 0,
    }
    assert not reading.holds(0, len(sentence) - 1)
    for candidate in reading.candidates:
        assert candidate.evidence and document.text[candidate.evidence.start : candidate.evidence.end] == str(
            candidate.value
        )


def test_a_number_that_a_picture_does_not_show_clearly_is_not_read() -> None:
    text = requests(spaced(), "自然人 社会 法律 总计")
    at = text.index("27 0 0 20")
    document = Document("made.txt", "0" * 64, "text/plain", text, doubtful=((at, at + 2),))
    source = (document, Excerpt(1, text.count("\n") + 1, 0, len(text), None))
    reading = tables_to_candidates((), find_form("2021"), 2022, source=source)
    expected = truth()
    del expected["requests.granted.natural_person"]
    assert given(reading) == expected


@pytest.mark.parametrize("join", [" ".join, "\n".join], ids=["beside", "below"])
def test_strokes_hold_the_place_of_a_row(join: Callable[[list[str]], str]) -> None:
    """A row without numbers is a row: those around it keep their places."""
    lines = [join([label, *n.split()]) if n else label for _, label, n in rows()]
    at = next(i for i, row in enumerate(rows()) if row[0] == "denied_stability")
    lines[at] = join(["3.危及“三安全一稳定”", *"///////"])
    if join(["", ""]) == " ":
        lines[at + 1] = NOUGHTS
    _, reading = read_text(requests(lines, "自然人 社会 法律 总计"))
    assert given(reading) == truth("denied_stability")
    strokes = {c.key for c in reading.candidates if c.status == "not_applicable"}
    assert strokes == {f"requests.denied_stability.{group}" for group in GROUPS}


def test_pipe_behind_a_label_on_a_line_of_its_own_is_no_empty_cell() -> None:
    """One cell a line, each with its pipe, and the last cell empty."""
    lines = ["第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "61", "行政强制", ""]
    _, reading = read_text("".join(f"{line}|\n" for line in lines) + "三、其他\n")
    assert given(reading, "article20.") == {"article20.penalties.decisions": 61}
    assert findings(reading) == []


@pytest.mark.parametrize("measure", ["件", "宗", "起", "例", "份", "人次", "万元"])
def test_a_value_has_its_measure_word_whatever_that_is(measure: str) -> None:
    text = f"收到申请 12{measure}\n答复申请 11{measure}\n"
    document = Document("made.txt", "0" * 64, "text/plain", text)
    values = Tokens(document, Excerpt(1, 2, 0, len(text), None)).values_between(0, len(text))
    assert [value.text for value in values] == [f"12{measure}", f"11{measure}"]


def columns_one_after_another(*, lacks: int = 0) -> str:
    """All labels, then each column's head with its numbers, the last column without so many of them."""
    labels = [label for _, label, _ in rows()]
    numbers = [numbers.split() for name, _, numbers in rows() if name]
    blocks: Lines = []
    for n, head in enumerate(HEADS.split()):
        column = [row[n] for row in numbers]
        blocks += [head, *(column[:-lacks] if lacks and n == len(GROUPS) - 1 else column)]
    return "\n".join(["河湾县2022年政府信息公开工作年度报告", TITLE, *labels, "申请人情况", *blocks, NEXT])


def test_a_sheet_printed_column_by_column() -> None:
    _, reading = read_text(columns_one_after_another())
    assert {c.key: c.value for c in reading.candidates if c.status in GIVEN} == truth()


def test_a_column_that_lacks_a_number_says_of_no_row_which() -> None:
    _, reading = read_text(columns_one_after_another(lacks=1))
    given = {c.key: c.value for c in reading.candidates if c.status in GIVEN}
    assert {key: truth().get(key) for key in given} == given
    assert len(given) < len(truth())


def stacked() -> str:
    """One cell a line, blank lines for those with nothing in them: noughts, and whole rows."""
    lines = [TITLE, "申请人情况", *HEADS.split()]
    for _, label, numbers in rows():
        lines += [
            label,
            *(number.replace("0", "") if number == "0" else number for number in numbers.split()),
        ]
    return "\n".join(["河湾县2022年政府信息公开工作年度报告", *lines, NEXT])


def test_blank_lines_are_the_empty_cells_of_a_table_with_one_cell_a_line() -> None:
    _, reading = read_text(stacked())
    assert given(reading) == {key: value for key, value in truth().items() if value}


def test_review_numbers_with_blank_lines_for_empty_cells() -> None:
    numbers = ["2", "", "", "1", "3", *[""] * 4, "", *[""] * 5]
    heads = [
        "行政复议",
        "行政诉讼",
        "结果维持",
        "结果纠正",
        "其他结果",
        "尚未审结",
        "总计",
        "未经复议直接起诉",
        "复议后起诉",
    ]
    heads += 2 * ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    _, reading = read_text("\n".join([NEXT, *heads, *numbers, "五、存在的主要问题及改进情况", "无。"]))
    assert given(reading, "review") == {"review.upheld": 2, "review.pending": 1, "review.total": 3}


def test_lines_set_apart_by_blank_ones_are_no_empty_cells() -> None:
    """On a page with a blank line behind each line three numbers and the blank ones around them are seven lines."""
    whole = (
        ["64", "0", "0", "20", "4", "7", "95"],
        ["27", "0", "0", "20", "1", "3", "51"],
        ["63", "1", "0", "20", "4", "7", "95"],
    )
    rows = [line for numbers in (*whole, ["8", "3", "5"]) for line in ("予以公开", *numbers)]
    text = "\n\n".join([*rows, "结转下年度继续办理"])
    document = Document("made.txt", "0" * 64, "text/plain", text)
    tokens = Tokens(document, Excerpt(1, text.count("\n") + 1, 0, len(text), None))
    assert list(blank_lines(tokens.lines, 7, tokens)) == []
    stacked = text.replace("\n\n", "\n").replace("\n0", "\n").replace("\n8\n3\n5", "\n8\n\n\n\n\n\n8")
    document = Document("made.txt", "0" * 64, "text/plain", stacked)
    tokens = Tokens(document, Excerpt(1, stacked.count("\n") + 1, 0, len(stacked), None))
    assert len(list(blank_lines(tokens.lines, 7, tokens))) == 10


def test_a_blank_line_behind_each_row_is_no_empty_cell_of_it() -> None:
    rows = [line for n in range(8) for line in (f"予以公开{n}", *["12", "3", "0", "0", "0", "15"], "")]
    text = "\n".join(rows)
    document = Document("made.txt", "0" * 64, "text/plain", text)
    tokens = Tokens(document, Excerpt(1, text.count("\n") + 1, 0, len(text), None))
    assert list(blank_lines(tokens.lines, 7, tokens)) == []


def test_a_sheet_of_one_column_has_no_second_place_for_a_number() -> None:
    text = "行政许可      12\n行政处罚      7\n行政强制  3     4"
    document = Document("made.txt", "0" * 64, "text/plain", text)
    tokens = Tokens(document, Excerpt(1, 3, 0, len(text), None))
    values = tokens.values_between(0, len(text))
    alignment = find_alignment(values, (("处理决定数量",),), tokens)
    assert alignment.place(values[-2:]) is None


PLACES = (30, 37, 43, 49, 55, 61, 67)  # where the heads of the columns stand


def two_blank(numbers: str) -> list[str]:
    """The row with what the fourth column has put to the fifth: that one, and the third, are blank in all rows."""
    first, second, _, fourth, fifth, *others = numbers.split()
    return [first, second, "", "", str(int(fourth) + int(fifth)), *others]


def set_out(cells: Sequence[str], start: int, scale: float = 1) -> str:
    """The cells below their heads, on a page that is set closer or wider than the one with the heads."""
    line = ""
    for place, cell in zip(PLACES, cells, strict=True):
        line = line.ljust(start + round(scale * (place - PLACES[0]))) + cell
    return line.rstrip()


def two_pages(scale: float) -> str:
    """The grid with two blank columns, its numbered labels broken over two lines, and its rows from the eighth on
    on a page that is set otherwise."""
    lines = [TITLE, set_out([head[:4] for head in HEADS.split()], 29)]
    for n, (name, label, numbers) in enumerate(rows()):
        own, rest = (label[:6], label[6:]) if label[:1].isdigit() else (label, "")
        cells = two_blank(numbers) if name else [""] * 7
        lines.append((own.ljust(29) + set_out(cells, 0 if n < 8 else 5, 1 if n < 8 else scale)).rstrip())
        lines += [rest] if rest else []
    return "\n".join(["河湾县2022年政府信息公开工作年度报告", *lines, NEXT])


@pytest.mark.parametrize("scale", [1, 1.2])
def test_heads_show_the_columns_where_no_row_prints_all(scale: float) -> None:
    told = {
        f"requests.{name}.{group}": int(number)
        for name, _, numbers in rows()
        for group, number in zip(GROUPS, two_blank(numbers) if name else [""] * 7, strict=True)
        if number
    }
    assert given(read_text(two_pages(scale))[1]) == told


def test_without_heads_nothing_tells_which_columns_are_blank() -> None:
    text = "\n".join(line for line in two_pages(1).split("\n") if "商业企业" not in line)
    assert not [key for key in given(read_text(text)[1]) if key.startswith("requests.new.")]


def test_measure_words_that_a_blank_parts_from_their_numbers() -> None:
    lines = ["第二十条第（五）项", "信息内容     上一年项目数量    本年增/减    处理决定数量"]
    lines += [
        "行政许可       6 项       -1      213 件",
        "其他对外管理服务事项     58 项      +7    94605 件",
    ]
    text = "\n".join(
        ["河湾县2020年政府信息公开工作年度报告", "二、主动公开政府信息情况", *lines, "第二十条第（六）项"]
    )
    given_there = given(read_text(text, "2019", 2020)[1], "article20")
    assert given_there == {
        "article20.licences.items_last_year": 6,
        "article20.licences.change": -1,
        "article20.licences.decisions": 213,
        "article20.other_services.items_last_year": 58,
        "article20.other_services.change": 7,
        "article20.other_services.decisions": 94605,
    }


def test_a_number_with_letters_among_its_digits_is_none() -> None:
    text = "行政许可  3O42  7l6  28\n行政处罚  12  30"
    document = Document("made.txt", "0" * 64, "text/plain", text)
    tokens = Tokens(document, Excerpt(1, 2, 0, len(text), None))
    assert [value.text for value in tokens.values_between(0, len(text))] == ["28", "12", "30"]
