"""Other people's files: which columns and labels are understood, what is listed, what is refused."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from compare_support import PROSE, blamed, compare, conflicts, run_to_rows, write_csv, write_run
from openpyxl import Workbook
from support import fails

from extractor.compare.foreign import fields_to_values, read_foreign
from extractor.compare.labelling import find_keys, guess_form
from extractor.compare.mapping import read_mapping
from extractor.compare.sides import Mismatch, SideReport, Value
from extractor.errors import ExtractorError, InputError, UsageError
from extractor.forms.editions import find_form
from extractor.ids import Status
from extractor.records import Number


@pytest.mark.parametrize(
    ("form", "label", "keys"),
    [
        ("2014", "requests.received", "requests.received"),
        ("2014", "requests_received", "requests.received"),
        ("2014", "Requests received", "requests.received"),
        ("2014", "Number of applications received", "requests.received"),
        ("2014", "（一）收到申请数", "requests.received"),
        ("2014", "收到申请数（件）", "requests.received"),
        ("2014", "收到政府信息公开申请总数", "requests.received"),
        ("2014", "收到申請數", "requests.received"),
        ("2014", "行政复议-其他情形数", "review.other"),
        ("2014", "其他情形数（行政诉讼）", "litigation.other"),
        ("2014", "review.other", "review.other"),
        ("2014", "其他情形数", "litigation.other review.other"),
        ("2014", "天气", ""),
        ("2014", "", ""),
        ("2021", "一、本年新收政府信息公开申请数量-自然人", "requests.new.natural_person"),
        ("2021", "本年新收_自然人", "requests.new.natural_person"),
        ("2021", "自然人 本年新收", "requests.new.natural_person"),
        ("2021", "本年新收政府信息公开申请数量", "requests.new.total"),
        ("2021", "new requests (natural person)", "requests.new.natural_person"),
        ("2021", "3.其他-总计", "requests.other_misc.total"),
        ("2021", "（七）总计-其他", "requests.total.other_org"),
        ("2021", "行政许可", "article20.licences.decisions"),
        ("2021", "复议后起诉 结果维持", "litigation_after_review.upheld"),
    ],
)
def test_labels(form: str, label: str, keys: str) -> None:
    assert find_keys(label, find_form(form)) == tuple(keys.split())


def test_every_label_of_every_form_leads_back_to_its_item() -> None:
    for id in ("2014", "2019", "2021", "2008-zhejiang"):
        form = find_form(id)
        for cell in form.cells:
            assert cell.key in find_keys(cell.label, form)
            assert find_keys(cell.key, form) == (cell.key,)
            assert find_keys(cell.key.replace(".", " "), form) == (cell.key,)


def test_a_block_column_tells_like_labels_apart() -> None:
    form = find_form("2014")
    assert find_keys("（三）其他情形数", form, "行政复议") == ("review.other",)
    assert find_keys("（三）其他情形数", form, "litigation") == ("litigation.other",)


@pytest.mark.parametrize(
    ("labels", "year", "form"),
    [
        (["收到申请数", "政务微信公开政府信息数"], 2015, "2014"),
        (["本年新收-自然人"], 2023, "2021"),
        (["收到申请数"], None, "2014"),
    ],
)
def test_a_form_is_guessed_by_labels_and_year(labels: list[str], year: int | None, form: str) -> None:
    assert guess_form([("", label) for label in labels], year).id == form


def read(path: Path, form: str = "2014", **mapping: str) -> tuple[SideReport, dict[str, Value]]:
    """The only report of the file, and its values."""
    (report,) = read_foreign(path, mapping).reports
    return report, dict(fields_to_values(report, find_form(form), mapping).values)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


class TestLayouts:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    @pytest.mark.parametrize("delimiter", [",", "\t", ";"])
    def test_long(self, tmp_path: Path, encoding: str, delimiter: str) -> None:
        text = "文件,年度,指标,数值,原文\na.txt,2014年,收到申请数,46,收到申请46件\n".replace(",", delimiter)
        report, values = read(write(tmp_path / "t.csv", text, encoding))
        assert (report.names, report.year, report.is_long) == (frozenset({"a.txt", "a"}), 2014, True)
        value = values["requests.received"]
        assert (value.value, value.status) == (46, "reported")
        assert value.evidence and value.evidence.mark == (4, 6)

    @pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
    def test_the_delimiter_is_that_of_the_head(self, tmp_path: Path, delimiter: str) -> None:
        rows = [["年份", "收到申请数", "申请答复数", "原文"], ["2014", "46", "45", "收到46件、答复45件"]]
        text = "各县统计\n\n" + "".join(delimiter.join(row) + "\n" for row in rows)
        assert set(read(write(tmp_path / "t.csv", text))[1]) == {"requests.received", "replies.total"}

    def test_wide(self, tmp_path: Path) -> None:
        text = "单位,年份,收到申请数,天气,其他情形数\n青柳县,2014,46,晴,3\n"
        path = write(tmp_path / "t.csv", text)
        report, values = read(path)
        assert (report.issuer, report.year, set(values)) == ("青柳县", 2014, {"requests.received"})
        unmapped = fields_to_values(report, find_form("2014"), {}).unmapped
        assert [(u.what, u.candidates) for u in unmapped] == [
            ("天气", ()),
            ("其他情形数", ("litigation.other", "review.other")),
        ]

    def test_a_title_above_the_header(self, tmp_path: Path) -> None:
        path = write(tmp_path / "t.csv", "各县统计\n年份,收到申请数,申请答复数\n2014,46,45\n")
        assert set(read(path)[1]) == {"requests.received", "replies.total"}
        (above,) = read_foreign(path, {}).unmapped
        assert (above.id, above.details) == ("above-header", (("last", 1),))

    @pytest.mark.parametrize(
        "content",
        [
            [{"file": "a.txt", "year": 2014, "requests.received": 46}],
            {"data": [{"file": "a.txt", "year": 2014, "item": "收到申请数", "value": "46件"}]},
            {"a.txt": {"requests.received": 46}},
            {"a.txt": {"requests.received": {"value": 46, "sentence": "共46件"}}},
        ],
    )
    def test_json(self, tmp_path: Path, content: object) -> None:
        path = write(tmp_path / "t.json", json.dumps(content))
        report, values = read(path)
        assert "a.txt" in report.names
        assert values["requests.received"].value == 46

    def test_xlsx(self, tmp_path: Path) -> None:
        book = Workbook()
        first = book.active
        assert first is not None
        first.append(["文件", "年份", "收到申请数", "依申请公开信息收取的费用（元）"])
        first.append(["a.txt", 2014, 46.0, 860000])
        book.create_sheet("说明").append(["凡例"])
        book.save(tmp_path / "t.xlsx")
        side = read_foreign(tmp_path / "t.xlsx", {})
        assert [(u.id, u.what) for u in side.unmapped] == [("no-header", "说明")]
        _, values = read(tmp_path / "t.xlsx")
        assert {key: value.value for key, value in values.items()} == {
            "requests.received": 46,
            "fees.collected": 86,
        }


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("1,234", 1234, "reported"),
        ("１２件", 12, "reported"),
        ("3900余", 3900, "approximate"),
        ("0", 0, "reported"),
        ("", None, "blank"),
        ("NaN", None, "blank"),
        ("/", None, "not_applicable"),
        ("无", None, "not_applicable"),
        ("12.5%", None, "unreadable"),
        ("不详", None, "unreadable"),
    ],
)
def test_printed_values(tmp_path: Path, text: str, value: Number | None, status: Status) -> None:
    path = write(tmp_path / "t.csv", f'年份,收到申请数,申请答复数\n2014,"{text}",1\n')
    found = read(path)[1]["requests.received"]
    assert (found.value, found.status) == (value, status)


def test_what_is_absent_is_not_blank(tmp_path: Path) -> None:
    records = [{"year": 2014, "requests.received": 1}, {"year": 2015, "replies.total": None}]
    side = read_foreign(write(tmp_path / "t.json", json.dumps(records)), {})
    form = find_form("2014")
    values = [fields_to_values(report, form, {}).values for report in side.reports]
    assert [{key: v.status for key, v in found.items()} for found in values] == [
        {"requests.received": "reported"},
        {"replies.total": "blank"},
    ]


def test_a_second_value_is_listed(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "年份,项目,数值\n2014,收到申请数,46\n2014,requests.received,47\n")
    report, values = read(path)
    (unmapped,) = fields_to_values(report, find_form("2014"), {}).unmapped
    assert values["requests.received"].value == 46
    details = (("key", "requests.received"), ("text", "47"), ("first", "46"))
    assert (unmapped.id, unmapped.details) == ("second-value", details)


class TestMapping:
    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("m.yaml", "申请: requests.received\n局: issuer\n备考: ignored\n"),
            ("m.csv", "label,key\n申请,requests.received\n局,issuer\n备考,ignored\n"),
        ],
    )
    def test_overrides(self, tmp_path: Path, name: str, text: str) -> None:
        mapping = read_mapping(write(tmp_path / name, text))
        path = write(tmp_path / "t.csv", "局,年份,申请,备考\n水利局,2014,46,9\n")
        report, values = read(path, **mapping)
        assert (report.issuer, {k: v.value for k, v in values.items()}) == (
            "水利局",
            {"requests.received": 46},
        )

    @pytest.mark.parametrize(
        ("text", "id"),
        [
            ("申请: requests.nothing\n", "map.no-key"),
            ("- 申请\n", "map.no-lines"),
            ("申请: 3\n", "map.no-key"),
            ("申请: [", "map.no-yaml"),
        ],
    )
    def test_mistakes(self, tmp_path: Path, text: str, id: str) -> None:
        with fails(UsageError, id):
            read_mapping(write(tmp_path / "m.yaml", text))

    def test_a_line_that_fits_no_label_is_listed(self, tmp_path: Path) -> None:
        run = write_run(tmp_path / "out", PROSE)
        theirs = write_csv(tmp_path / "t.csv", run_to_rows(run))
        mapping = write(tmp_path / "m.yaml", "没有的列: requests.received\n")
        (unused,) = compare(run, theirs, map_file=mapping).unmapped["a"]
        assert (unused.id, unused.what) == ("unused-mapping", "没有的列")


class TestPairing:
    @pytest.fixture
    def run(self, tmp_path: Path) -> Path:
        return write_run(tmp_path / "out", PROSE, "demo-2021")

    @pytest.mark.parametrize(
        ("header", "whose"),
        [
            ("文件", "demo-2014.txt"),
            ("file", r"D:\reports\DEMO-2014.pdf"),
            ("id", "demo-2014"),
            ("发布机构", "青柳县人民政府"),
            ("年份", "2014"),
        ],
    )
    def test_by_whatever_is_unique(self, tmp_path: Path, run: Path, header: str, whose: str) -> None:
        path = write(tmp_path / "t.csv", f"{header},收到申请数,申请答复数\n{whose},64,46\n")
        comparison = compare(run, path)
        assert blamed(comparison) == {(PROSE, "requests.received"): "b"}
        assert comparison.unmatched == {"a": ("demo-2021.txt 2022",), "b": ()}

    def test_what_fits_several_is_left_alone(self, tmp_path: Path, run: Path) -> None:
        path = write(tmp_path / "t.csv", "年份,收到申请数,申请答复数\n2014,64,46\n2014,46,46\n1999,1,1\n")
        comparison = compare(run, path)
        assert comparison.pairs == ()
        assert comparison.unmatched["b"] == ("2014", "2014", "1999")

    def test_a_differing_year_is_named(self, tmp_path: Path, run: Path) -> None:
        path = write(tmp_path / "t.csv", "文件,年份,收到申请数,申请答复数\ndemo-2014.txt,2015,46,46\n")
        (pair,) = compare(run, path).pairs
        assert pair.mismatches == (Mismatch("year", 2014, 2015),)

    def test_two_foreign_files(self, tmp_path: Path) -> None:
        one = write(
            tmp_path / "a.csv",
            "file,收到申请数,当面申请数,传真申请数,网络申请数,信函申请数\nx,46,9,0,24,13\n",
        )
        two = write(
            tmp_path / "b.json", json.dumps([{"file": "x", "requests.received": 46, "requests.online": 42}])
        )
        comparison = compare(one, two)
        (conflict,) = conflicts(comparison)
        assert (conflict.cell.key, conflict.verdict.blamed) == ("requests.online", "b")
        assert comparison.uncovered == {"a": 0, "b": 3}


def archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return file.getvalue()


HOSTILE: dict[str, tuple[str, bytes]] = {
    "empty": ("t.csv", b""),
    "binary": ("t.csv", b"\x00\x01\x02" * 99),
    "no items": ("t.csv", "天气,温度\n晴,20\n".encode()),
    "not JSON": ("t.json", b"{"),
    "JSON of numbers": ("t.json", b"[1, 2]"),
    "deep JSON": ("t.json", b"[" * 100_000),
    "huge number": ("t.json", b'[{"year": ' + b"9" * 5000 + b"}]"),
    "no workbook": ("t.xlsx", b"PK\x03\x04 no"),
    "another archive": ("t.xlsx", archive(a=b"b")),
    "entities": ("t.xlsx", archive(a=b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y 'z'>]>")),
    "a bomb": ("t.xlsx", archive(a=b"\0" * (513 * 1024 * 1024))),
    "long field": ("t.csv", "年份,收到申请数\n2014,".encode() + b"1" * 200_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_one_line(tmp_path: Path, name: str) -> None:
    file, content = HOSTILE[name]
    path = tmp_path / file
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_foreign(path, {})
    assert str(path) in str(error.value)
    assert issubclass(error.type, ExtractorError) and "\n" not in str(error.value)


def test_a_panel_over_editions(tmp_path: Path) -> None:
    """Two columns may be one item under the names of two editions; the cells of the other edition are empty."""
    text = "年份,收到申请数,requests.received,本年新收-自然人,天气\n2014,,46,,\n"
    report, values = read(write(tmp_path / "t.csv", text))
    assert values["requests.received"].value == 46
    assert [u.what for u in fields_to_values(report, find_form("2014"), {}).unmapped] == ["天气"]


def test_a_workbook_that_misstates_its_size(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["年份", "收到申请数", "申请答复数"], [2014, 46, 45]):
        book.active.append(row)
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b'ref="A1:C2"', b'ref="A1"')
    (tmp_path / "t.xlsx").write_bytes(archive(**members))
    assert set(read(tmp_path / "t.xlsx")[1]) == {"requests.received", "replies.total"}
