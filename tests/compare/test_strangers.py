"""Files as strangers make them: place columns, heads of two rows, sheets per year, merged cells, formulas, open quotes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from compare_support import TABLES, blamed, compare, run_to_rows, write_run
from compare_support import write_csv as write_rows
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from support import fails, no_model

from extractor.cli.main import ogi
from extractor.compare.comparison import Comparison
from extractor.compare.foreign import read_foreign
from extractor.compare.organs import is_same_organ, text_to_organ, texts_to_organ
from extractor.errors import UnreadableInput, Why
from extractor.output.files import write_whole
from extractor.output.results import result_to_json
from extractor.pipeline import Settings, extract_file

RECEIVED, ONLINE = "requests.received", "requests.online"
# Issuer, year, requests received, of these online.
REPORTS = [
    ("青柳县", 2015, 16, 9),
    ("河口县", 2015, 27, 11),
    ("青柳县", 2016, 18, 12),
    ("河口县", 2016, 31, 14),
]
TEXT = """{place}{year}年政府信息公开工作年度报告
{place}人民政府办公室
三、依申请公开政府信息情况
{year}年,{place}共收到政府信息公开申请{received}件,其中网络申请{online}件。
"""
Rows = Sequence[Sequence[object]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over four reports of two counties, by the rules alone."""
    folder = tmp_path_factory.mktemp("run")
    for number, (place, year, received, online) in enumerate(REPORTS):
        report = folder / f"r{number}.txt"
        text = TEXT.format(place=place, year=year, received=received, online=online)
        report.write_text(text.replace("人民政府办公室\n", "人民政府\n"), encoding="utf-8")
        result = extract_file(report, Settings(asker=no_model, readers=("grid", "regex")))
        assert [(r.issuer, r.year) for r in result.reports] == [(f"{place}人民政府", year)]
        write_whole(folder / "out" / f"r{number}.json", result_to_json(result))
    return folder / "out"


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(",".join(map(str, row)) + "\n" for row in rows).encode(encoding))
    return path


def write_sheet(sheet: Worksheet, rows: Iterable[Iterable[object]], *merged: str) -> None:
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)


def write_book(path: Path, sheets: Mapping[str, Rows], *merged: str) -> Path:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.remove(book.active)
    for title, rows in sheets.items():
        write_sheet(book.create_sheet(title), rows, *merged)
    book.save(path)
    return path


def said(comparison: Comparison) -> dict[tuple[str, str], tuple[object, object]]:
    """Report and item of all that both sides give, with both values."""
    cells = (cell for cell in comparison.cells if cell.a.is_given and cell.b.is_given)
    return {(cell.report.split(".")[0], cell.key): (cell.a.value, cell.b.value) for cell in cells}


def right(*reports: int) -> Mapping[tuple[str, str], tuple[object, object]]:
    """What is said where both sides have the true values of these reports."""
    pairs = {(f"r{n}", RECEIVED): (REPORTS[n][2],) * 2 for n in reports or range(4)}
    return pairs | {(f"r{n}", ONLINE): (REPORTS[n][3],) * 2 for n in reports or range(4)}


def taken(path: Path) -> dict[str, str]:
    """What each column is taken for."""
    return {column.header: column.taken for column in read_foreign(path, {}).columns}


def wide(*heads: str, whose: Iterable[Sequence[object]]) -> list[list[object]]:
    """A row a report: what tells whose it is, the year, both values."""
    body = [[*names, *report[1:]] for names, report in zip(whose, REPORTS, strict=True)]
    return [[*heads, "年份", "收到申请数", "网络申请数"], *body]


class TestWhose:
    @pytest.mark.parametrize(
        ("heads", "whose"),
        [
            (["地区"], [["青柳县"], ["河口县"]]),
            (["县"], [["青柳"], ["河口"]]),
            (["region"], [["临沅市青柳县"], ["临沅市河口县"]]),
            (["机关"], [["青柳县政府"], ["河口县政府"]]),
            (["单位"], [["青柳县人民政府"], ["河口县人民政府"]]),
            (["省份", "城市", "区县"], [["江南省", "临沅市", "青柳县"], ["江南省", "临沅市", "河口县"]]),
            (["省份", "区县", "部门"], [["江南", "青柳", "县政府"], ["江南", "河口", "县政府"]]),
            (["谁"], [["青柳县"], ["河口县"]]),
            (["某列", "行政区划代码"], [["青柳县", 410221], ["河口县", 410222]]),
        ],
    )
    @pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
    def test_columns_of_places_and_organs(
        self, tmp_path: Path, run: Path, heads: list[str], whose: list[list[object]], encoding: str
    ) -> None:
        path = write_csv(tmp_path / "t.csv", wide(*heads, whose=whose * 2), encoding)
        comparison = compare(run, path)
        assert said(comparison) == right()
        assert [pair.mismatches for pair in comparison.pairs] == [()] * 4

    @pytest.mark.parametrize("head", ["地区", "机关", "主体"])
    def test_another_place_of_the_year_is_not_ours(self, tmp_path: Path, run: Path, head: str) -> None:
        """One report of the year on either side, of two counties."""
        for number in (1, 3):
            (run / f"r{number}.json").rename(tmp_path / f"r{number}.json")
        try:
            path = write_csv(
                tmp_path / "t.csv", [[head, "年份", "收到申请数", "网络申请数"], ["桃源县", 2015, 3, 2]]
            )
            comparison = compare(run, path)
        finally:
            for number in (1, 3):
                (tmp_path / f"r{number}.json").rename(run / f"r{number}.json")
        assert (comparison.pairs, comparison.unmatched["b"]) == ((), ("桃源县 2015",))

    @pytest.mark.parametrize(
        ("head", "text", "meaning"),
        [("对象", "甲方案", "text"), ("行政区划代码", "410221", "code"), ("地区", "", "place")],
    )
    def test_a_year_alone_pairs_nothing_beside_what_was_not_understood(
        self, tmp_path: Path, run: Path, head: str, text: str, meaning: str
    ) -> None:
        rows: Rows = [[head, "年份", "收到申请数", "网络申请数"], [text, 2015, 3, 2]]
        path = write_csv(tmp_path / "t.csv", rows)
        single = tmp_path / "single"
        write_whole(single / "r0.json", (run / "r0.json").read_text(encoding="utf-8"))
        assert taken(path)[head] == meaning
        assert compare(single, path).pairs == ()
        write_csv(path, [row[1:] for row in rows])
        assert len(compare(single, path).pairs) == 1

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("青柳县", "青柳县政府", True),
            ("青柳县人民政府", "临沅市青柳县", True),
            ("青柳县", "青柳", True),
            ("青柳县人民政府办公室", "青柳县政府办", True),
            ("青柳县水利局", "临沅市青柳县水利局", True),
            ("青柳县发展和改革委员会", "青柳县发展和改革委", True),
            ("桃源街道办事处", "青柳县桃源街道", True),
            ("水利局", "青柳县水利局", True),
            ("青柳县", "青柳县人民政府办公室", False),
            ("青柳县", "青柳市", False),
            ("甲市青柳县", "乙市青柳县", False),
            ("青柳县", "临沅市", False),
            ("青柳县", "青柳县水利局", False),
            ("青柳县水利局", "河口县水利局", False),
        ],
    )
    def test_names_of_one_organ(self, one: str, other: str, same: bool) -> None:
        a, b = text_to_organ(one), text_to_organ(other)
        assert a and b
        assert is_same_organ(a, b) is is_same_organ(b, a) is same

    def test_what_columns_repeat_counts_once(self) -> None:
        organ = texts_to_organ(["江南省", "临沅市", "临沅市青柳县", "青柳县水利局"])
        assert organ and (organ.places, organ.office) == (("江南省", "临沅市", "青柳县"), "水利局")

    def test_a_place_that_fits_two_is_left_alone(self, tmp_path: Path, run: Path) -> None:
        rows: Rows = [["地区", "年份", "收到申请数"], ["甲市青柳县", 2015, 16], ["乙市青柳县", 2015, 17]]
        comparison = compare(run, write_csv(tmp_path / "t.csv", rows))
        assert comparison.pairs == ()


class TestHeads:
    def test_two_rows_in_csv(self, tmp_path: Path, run: Path) -> None:
        head = [["单位", "年份", "依申请公开", ""], ["", "", "收到申请数", "网络申请数"]]
        path = write_csv(tmp_path / "t.csv", [*head, *(list(report) for report in REPORTS)])
        assert said(compare(run, path)) == right()

    def test_merged_head_title_and_places_in_a_workbook(self, tmp_path: Path, run: Path) -> None:
        rows: list[list[object]] = [
            ["依申请公开情况汇总表", None, None, None],
            ["地区", "年份", "申请情况", None],
            [None, None, "收到申请数", "网络申请数"],
            ["青柳县", *REPORTS[0][1:]],
            [None, *REPORTS[2][1:]],
            ["河口县", *REPORTS[1][1:]],
            [None, *REPORTS[3][1:]],
        ]
        areas = ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5", "A6:A7")
        path = write_book(tmp_path / "t.xlsx", {"汇总": rows}, *areas)
        comparison = compare(run, path)
        assert said(comparison) == right()
        assert [(u.id, u.count) for u in comparison.unmapped["b"]] == [("above-header", 1)]

    def test_a_grid_under_a_merged_head(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [
            ["年份", "本年新收", None, None],
            [None, "自然人", "商业企业", "总计"],
            [2022, 1, 2, 3],
        ]
        path = write_book(tmp_path / "t.xlsx", {"表": rows}, "B1:D1", "A1:A2")
        columns = {column.header: column.keys for column in read_foreign(path, {}).columns}
        assert columns["本年新收-自然人"] == ("requests.new.natural_person",)
        assert columns["本年新收-总计"] == ("requests.new.total",)

    def test_a_sheet_a_year(self, tmp_path: Path, run: Path) -> None:
        head = ["单位", "收到申请数", "网络申请数"]
        sheets: Mapping[str, Rows] = {
            f"{y}年": [head, *([p, r, o] for p, year, r, o in REPORTS if year == y)] for y in (2015, 2016)
        }
        comparison = compare(run, write_book(tmp_path / "t.xlsx", sheets))
        assert said(comparison) == right()
        assert {c.header for c in comparison.columns["b"] if c.taken == "year"} == {"2015年", "2016年"}

    def test_a_sheet_a_place(self, tmp_path: Path, run: Path) -> None:
        head = ["年度", "收到申请数", "网络申请数"]
        sheets: Mapping[str, Rows] = {
            p: [head, *([y, r, o] for q, y, r, o in REPORTS if p == q)] for p in ("青柳县", "河口县")
        }
        assert said(compare(run, write_book(tmp_path / "t.xlsx", sheets))) == right()

    @pytest.mark.parametrize("head", ["指标", "项目"])
    def test_items_down_and_years_across(self, tmp_path: Path, run: Path, head: str) -> None:
        sheets: Mapping[str, Rows] = {
            place: [
                [head, "单位", *(f"{year}年" for p, year, *_ in REPORTS if p == place)],
                ["收到申请数", "件", *(received for p, _, received, _ in REPORTS if p == place)],
                ["网络申请数", "件", *(online for p, *_, online in REPORTS if p == place)],
            ]
            for place in ("青柳县", "河口县")
        }
        path = write_book(tmp_path / "t.xlsx", sheets)
        assert said(compare(run, path)) == right()
        assert taken(path) == {
            head: "item",
            "单位": "unit",
            "2015年": "value",
            "2016年": "value",
            "青柳县": "issuer",
            "河口县": "issuer",
        }

    def test_items_down_and_counties_across(self, tmp_path: Path, run: Path) -> None:
        rows: Rows = [
            ["2015年度各县情况"],
            ["指标", "青柳县", "河口县"],
            ["收到申请数", 16, 27],
            ["网络申请数", 9, 11],
        ]
        comparison = compare(run, write_csv(tmp_path / "t.csv", rows))
        assert said(comparison) == right(0, 1)

    @pytest.mark.parametrize("title", ["填表日期:2015年3月2日", "2014-2015", "第3版2015", "各县情况"])
    def test_a_date_is_not_the_tables_year(self, tmp_path: Path, title: str) -> None:
        rows: Rows = [[title], ["地区", "收到申请数"], ["青柳县", 16]]
        (report,) = read_foreign(write_csv(tmp_path / "t.csv", rows), {}).reports
        assert report.year is None

    def test_one_item_under_two_headings_is_nobodys(self, tmp_path: Path) -> None:
        head = [["地区", "年份", "全市", "", "市本级", ""], ["", "", *["收到申请数", "网络申请数"] * 2]]
        path = write_csv(tmp_path / "t.csv", [*head, ["青柳县", 2015, 90, 50, 16, 9]])
        side = read_foreign(path, {})
        assert [f.label for report in side.reports for f in report.fields] == []
        assert [(u.id, u.what) for u in side.unmapped] == [
            ("repeated-item", f"{block}-{item}")
            for block in ("全市", "市本级")
            for item in ("收到申请数", "网络申请数")
        ]

    def test_unit_or_issuer_by_the_values(self, tmp_path: Path, run: Path) -> None:
        long: list[list[object]] = [["单位", "年份", "指标", "数值"]]
        for place, year, received, online in REPORTS:
            long += [[place, year, "收到申请数", received], ["", "", "网络申请数", online]]
        path = write_csv(tmp_path / "t.csv", long)
        assert said(compare(run, path)) == right()
        assert taken(path)["单位"] == "issuer"
        write_csv(path, [["指标", "数值", "单位"], ["收到申请数", 16, "件"]])
        assert taken(path)["单位"] == "unit"


class TestValues:
    def test_a_long_file_of_few_items_misses_nothing(self, tmp_path: Path, run: Path) -> None:
        rows: Rows = [["地区", "年份", "指标", "数值"], *([p, y, "收到申请数", r] for p, y, r, _ in REPORTS)]
        comparison = compare(run, write_csv(tmp_path / "t.csv", rows))
        assert blamed(comparison) == {} and len(said(comparison)) == 4
        assert comparison.uncovered["b"] == 4

    @pytest.mark.parametrize(
        ("kept", "missed"),
        [
            (lambda key: key.startswith("requests.new."), 0),  # a choice of items
            (lambda key: not key.startswith("article20."), 0),  # all but a block
            (lambda key: key != "requests.new.total", 1),  # all but one, which it missed
        ],
    )
    def test_what_one_report_of_a_long_file_lacks(
        self, tmp_path: Path, kept: Callable[[str], bool], missed: int
    ) -> None:
        run = write_run(tmp_path / "out", TABLES)
        rows = [row for row in run_to_rows(run) if kept(str(row["key"]))]
        comparison = compare(run, write_rows(tmp_path / "t.csv", rows))
        assert len(blamed(comparison)) == missed
        given = sum(cell.a.is_given for cell in comparison.cells)
        assert given == len(rows) + missed and given + comparison.uncovered["b"] == 200

    def test_a_formula_without_its_value_is_told(self, tmp_path: Path, run: Path) -> None:
        rows: list[list[object]] = [["地区", "年份", "收到申请数", "网络申请数"], ["青柳县", 2015, "=9+7", 9]]
        comparison = compare(run, write_book(tmp_path / "t.xlsx", {"表": rows}))
        assert said(comparison) == {("r0", ONLINE): (9, 9)}
        assert blamed(comparison) == {}
        (told,) = comparison.unmapped["b"]
        assert (told.id, told.details) == ("uncached", (("cells", ("C2",)),))

    def test_a_value_merged_over_two_reports_is_the_first_ones(self, tmp_path: Path, run: Path) -> None:
        rows: list[list[object]] = [
            ["地区", "年份", "收到申请数", "网络申请数"],
            ["青柳县", 2015, 16, 9],
            ["河口县", 2015, None, 11],
        ]
        comparison = compare(run, write_book(tmp_path / "t.xlsx", {"表": rows}, "C2:C3"))
        assert blamed(comparison) == {}
        assert ("r1", RECEIVED) not in said(comparison)

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ('地区,年份,收到申请数\n青柳县,2015,"16\n河口县,2015,27\n', 2),
            ('地区,年份,收到申请数\n青柳县,2015,16\n"河口县,2015,27\n"青柳县,2016,18\n', 3),
        ],
    )
    def test_an_open_quote_is_refused(self, tmp_path: Path, text: str, line: int) -> None:
        path = tmp_path / "t.csv"
        path.write_text(text, encoding="utf-8")
        with fails(UnreadableInput, "compare.no-csv") as error:
            read_foreign(path, {})
        reason = error.value.details["why"]
        assert isinstance(reason, Why) and (reason.id, reason.details["line"]) == ("compare.endless", line)


def run_command(*arguments: str | Path) -> Result:
    return CliRunner().invoke(ogi, ["compare", *map(str, arguments)], prog_name="ogi")


class TestNothingInCommon:
    @pytest.fixture
    def theirs(self, tmp_path: Path) -> Path:
        return write_csv(
            tmp_path / "t.csv", [["地区", "对象", "年份", "收到申请数"], ["桃源县", "甲", 2015, 3]]
        )

    def test_is_told_loudly(self, tmp_path: Path, run: Path, theirs: Path) -> None:
        result = run_command(run, theirs, "--html", tmp_path / "c.html", "--json", tmp_path / "c.json")
        assert result.exit_code == 1
        assert result.stdout.rstrip().rpartition("\n\n")[2].startswith("NOTHING WAS COMPARED")
        for line in (
            "the report's place: 地区",
            "the report's year: 年份",
            f"收到申请数 ({RECEIVED})",
            "对象",
        ):
            assert line in result.stdout
        page = (tmp_path / "c.html").read_text(encoding="utf-8")
        assert "NOTHING WAS COMPARED" in page and "both sides agree" not in page
        columns = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))["columns"]
        assert columns["a"] == []
        assert [(c["header"], c["taken"], c["keys"]) for c in columns["b"]] == [
            ("地区", "place", []),
            ("对象", "text", []),
            ("年份", "year", []),
            ("收到申请数", "cell", [RECEIVED]),
        ]

    def test_no_item_in_common(self, tmp_path: Path, run: Path) -> None:
        path = write_csv(tmp_path / "t.csv", [["地区", "年份", "本年新收-自然人"], ["青柳县", 2015, 3]])
        result = run_command(run, path)
        assert (result.exit_code, "no item in common" in " ".join(result.stdout.split())) == (1, True)
