"""Files made to do harm: each is refused with one clear line, or read without what would do it.

What the single loaders refuse is tested beside them; here stands what needs more than one of them, or real sizes.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from fuzzing import processor_time
from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from support import fails, no_model
from test_loading_office import REPORT, W, make_docx, paragraph

from extractor.errors import MissingInput, UnreadableInput
from extractor.loading import load, ocr
from extractor.output.results import result_to_json
from extractor.pipeline import Settings, extract_file

SECONDS = 10.0  # of processor time: what is refused is refused long before
READ = Settings(asker=no_model, readers=("grid", "regex"))
TITLE = "某县2022年政府信息公开工作年度报告"
PAGE = f"<p>{TITLE}</p>"
TABLE = "<table><tr><td{}>当面</td><td>1</td></tr><tr><td>网络</td><td>2</td></tr></table>"


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def refusal(path: Path) -> UnreadableInput:
    """Why the file is refused, told in one line that begins with its path."""
    with pytest.raises(UnreadableInput) as error, processor_time(SECONDS):
        load(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ") and "\n" not in message
    return error.value


def make_xlsx(path: Path, old: bytes, new: bytes, *, encoding: str = "utf-8") -> Path:
    """A workbook with a change in the XML of its sheet."""
    plain, sheet = BytesIO(), "xl/worksheets/sheet1.xml"
    workbook = Workbook()
    workbook.worksheets[0].append([REPORT])
    workbook.save(plain)
    with zipfile.ZipFile(plain) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in made.namelist():
            part = made.read(name)
            if name == sheet:
                assert old in part
                part = part.replace(old, new, 1).decode("utf-8").encode(encoding)
            changed.writestr(name, part)
    return path


def make_with_doctype(path: Path, doctype: str, text: str) -> Path:
    """An Office file whose text is behind a document type."""
    if path.suffix == ".xlsx":
        return make_xlsx(path, b"<worksheet", doctype.encode() + b"<worksheet")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", f"{doctype}<w:document {W}>{text}</w:document>")
    return path


def make_pdf(path: Path, draw: str, pages: int = 1, width: int = 595) -> Path:
    """Pages that all show the same operators."""
    canvas = Canvas(str(path), pagesize=(width, 842), invariant=1)
    for _ in range(pages):
        canvas.setFont("Helvetica", 5)
        canvas._code.append(draw)  # type: ignore[attr-defined]
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """What a server on this machine was asked for; its address comes first."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    paths.append(f"http://127.0.0.1:{server.server_port}")
    yield paths
    server.shutdown()
    server.server_close()


class TestNothingIsFetched:
    """The parsers are written in C, where no blocked socket of Python's would stop them."""

    def test_what_a_page_points_to(self, tmp_path: Path, asked: list[str]) -> None:
        url = asked[0]
        parts = (
            f'<!DOCTYPE html SYSTEM "{url}/a.dtd"><html xmlns:xi="http://www.w3.org/2001/XInclude"><head><base href="{url}">',
            f'<link rel="stylesheet" href="{url}/b.css"><script src="{url}/c.js"></script></head>',
            f'<iframe src="{url}/d.html"></iframe><img src="{url}/e.png"><object data="{url}/f"></object>',
            f'<xi:include href="{url}/g"/><meta http-equiv="refresh" content="0;url={url}/h">{PAGE}',
        )
        assert load(write(tmp_path / "a.html", "".join(parts))).text == TITLE + "\n"
        assert asked == [url]

    @pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
    def test_entities_of_office_files(self, tmp_path: Path, asked: list[str], name: str) -> None:
        url, secret = asked[0], write(tmp_path / "secret", "机密")
        doctype = f'<!DOCTYPE d [<!ENTITY a SYSTEM "{url}/a"><!ENTITY b SYSTEM "{secret.as_uri()}">]>'
        path = make_with_doctype(tmp_path / name, doctype, "&a;&b;")
        assert refusal(path).id == "archive.document-type"
        assert asked == [url]

    def test_relations_of_a_word_file(self, tmp_path: Path, asked: list[str]) -> None:
        path = make_docx(tmp_path / "a.docx", paragraph(REPORT))
        relation = (
            f'<Relationship Id="r" TargetMode="External" Target="{asked[0]}/a" Type="attachedTemplate"/>'
        )
        with zipfile.ZipFile(path, "a") as file:
            file.writestr("word/_rels/document.xml.rels", f"<Relationships>{relation}</Relationships>")
        assert load(path).text == REPORT + "\n"
        assert asked[1:] == []


class TestArchives:
    @pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
    def test_entities_that_grow(self, tmp_path: Path, name: str) -> None:
        laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
        doctype = f'<!DOCTYPE d [<!ENTITY e0 "1">{laughs}]>'
        path = make_with_doctype(tmp_path / name, doctype, "&e9;")
        assert refusal(path).id == "archive.document-type"

    def test_parts_in_utf_16_hide_nothing(self, tmp_path: Path) -> None:
        path = make_xlsx(tmp_path / "a.xlsx", b"<worksheet", b"<!DOCTYPE d><worksheet", encoding="utf-16")
        error = refusal(path)
        assert (error.id, error.details["name"]) == ("archive.no-utf8", "xl/worksheets/sheet1.xml")

    def test_a_workbook_that_unpacks_to_too_much(self, tmp_path: Path) -> None:
        path = make_xlsx(tmp_path / "a.xlsx", b"</sheetData>", b" " * 50_000_000 + b"</sheetData>")
        error = refusal(path)
        assert (error.id, error.details["ratio"]) == ("file.ratio", 250)

    @pytest.mark.parametrize(
        "member", ["../../evil.txt", "/tmp/ogi-evil.txt", "..\\evil.txt", "word/../../evil"]
    )
    def test_members_with_paths_are_written_nowhere(self, tmp_path: Path, member: str) -> None:
        (tmp_path / "in" / "deep").mkdir(parents=True)
        path = make_docx(tmp_path / "in" / "deep" / "a.docx", paragraph(REPORT))
        with zipfile.ZipFile(path, "a") as file:
            file.writestr(member, "evil")
        assert load(path).text == REPORT + "\n"
        assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]
        assert not Path("/tmp/ogi-evil.txt").exists()


class TestWorkbooks:
    @pytest.mark.parametrize(
        ("added", "id", "most"),
        [
            pytest.param(
                b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
                "sheet.merged",
                200_000,
                id="merged",
            ),
            pytest.param(
                b"</sheetData><mergeCells><mergeCell ref='A1&#58;XFD9'/></mergeCells>",
                "sheet.no-place",
                None,
                id="merged-in-disguise",
            ),
            pytest.param(
                b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>',
                "sheet.rows",
                20_000,
                id="last-row",
            ),
            pytest.param(
                b'<row r="2"><c r="XFD2"><v>1</v></c></row></sheetData>',
                "sheet.columns",
                200,
                id="last-column",
            ),
        ],
    )
    def test_far_cells(self, tmp_path: Path, added: bytes, id: str, most: int | None) -> None:
        error = refusal(make_xlsx(tmp_path / "a.xlsx", b"</sheetData>", added))
        assert (error.id, error.details.get("most")) == (id, most)


class TestLinks:
    """A link is a name like any other: who can make one can read what it leads to. Its target is checked."""

    def test_is_followed_under_its_own_name(self, tmp_path: Path) -> None:
        (tmp_path / "b.txt").symlink_to(write(tmp_path / "a.txt", REPORT))
        document = load(tmp_path / "b.txt")
        assert (document.text, document.path) == (REPORT, str(tmp_path / "b.txt"))

    def test_to_a_device(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to("/dev/zero")
        assert refusal(tmp_path / "a.txt").id == "file.irregular"

    def test_to_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
        with fails(MissingInput, "file.missing"):
            load(tmp_path / "a.txt")

    def test_to_itself(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
        assert refusal(tmp_path / "a.txt").id == "file.unreadable"


class TestPages:
    @pytest.mark.parametrize("columns", [1_000, 2], ids=["wide", "long"])
    def test_a_table_of_a_million_cells(self, tmp_path: Path, columns: int) -> None:
        row = "<tr>" + "<td>1" * columns
        path = write(tmp_path / "a.html", f"{PAGE}<table>{row * (1_000_000 // columns)}</table>")
        with processor_time(60):
            document = load(path)
        assert document.tables == ()
        assert [note.type for note in document.notes] == ["table-too-large"]

    def test_a_cell_over_a_milliard_columns(self, tmp_path: Path) -> None:
        document = load(write(tmp_path / "a.html", PAGE + TABLE.format(" colspan=1000000000")))
        assert document.tables == ()
        assert [note.type for note in document.notes] == ["table-too-large"]

    def test_a_hundred_thousand_levels(self, tmp_path: Path) -> None:
        assert refusal(write(tmp_path / "a.html", "<div>" * 100_000 + PAGE)).id == "page.broken"

    @pytest.mark.parametrize("name", ["a.txt", "a.html", "a.mht"])
    def test_nulls(self, tmp_path: Path, name: str) -> None:
        assert refusal(write(tmp_path / name, f"{PAGE}\0{PAGE}")).id == "kind.binary"

    def test_a_web_archive_of_nothing_but_parts(self, tmp_path: Path) -> None:
        parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2_000))
        assert refusal(write(tmp_path / "a.mht", f"MIME-Version: 1.0\n{parts}")).id == "mhtml.deep"


class TestNumbers:
    @pytest.mark.parametrize(
        "number", ["1" * 400, "9" * 5_000, "一" + "万亿" * 2_000, "1," * 2_000, "²", "1 " * 2_000]
    )
    def test_no_count_is_so_long(self, tmp_path: Path, number: str) -> None:
        sentence = f"2022年，全年收到政府信息公开申请{number}件，其中网络申请9件。"
        page = f"{PAGE}<p>{sentence}</p>" + TABLE.replace(">1<", f">{number}<")
        with processor_time(SECONDS):
            text = result_to_json(extract_file(write(tmp_path / "a.html", page), READ))
        assert '"value": 9' in text or '"value": null' in text


class TestPdf:
    def test_a_page_more_than_allowed(self, tmp_path: Path) -> None:
        path = make_pdf(tmp_path / "a.pdf", "", pages=501)
        error = refusal(path)
        assert (error.id, error.details["count"], error.details["most"]) == ("pdf.pages", 501, 500)

    def test_a_stream_that_unpacks_to_too_much(self, tmp_path: Path) -> None:
        packed = zlib.compress(b"\0" * 140_000_000)
        path = write(tmp_path / "a.pdf", b"%PDF-1.4\n1 0 obj\nstream\n" + packed + b"\nendstream")
        error = refusal(path)
        assert (error.id, error.details["size"]) == ("file.unpacks", 128)

    @pytest.mark.parametrize(
        "filters",
        ["/FlateDecode/FlateDecode", "/LZWDecode /ASCIIHexDecode /FlateDecode", "/RunLengthDecode /Fl"],
    )
    def test_filters_upon_filters(self, tmp_path: Path, filters: str) -> None:
        path = write(tmp_path / "a.pdf", f"%PDF-1.4\n1 0 obj <</Filter [{filters}]>>")
        assert refusal(path).id == "pdf.streams"

    def test_one_text_of_all_too_many_characters(self, tmp_path: Path) -> None:
        path = make_pdf(tmp_path / "a.pdf", f"BT /F1 5 Tf 9 9 Td ({'requests ' * 5_000}) Tj ET")
        error = refusal(path)
        assert error.id == "pdf.no-page-read"
        assert "page 1 has more than 20000 characters" in str(error)

    def test_a_pattern_of_rules_is_no_table(self, tmp_path: Path) -> None:
        ends = [10 + 4 * n for n in range(200)]
        rules = [f"{at} 10 m {at} 806 l S 10 {at} m 806 {at} l S" for at in ends]
        text = "BT /F1 5 Tf 9 830 Td (Requests received in the year) Tj ET"
        document = load(make_pdf(tmp_path / "a.pdf", "\n".join([text, *rules]), width=842))
        assert (document.text, document.tables) == ("Requests received in the year\n", ())

    def test_more_columns_than_heads_are_put_to(self, tmp_path: Path) -> None:
        numbers = [
            f"BT /F1 5 Tf {60 + 12 * n} {20 + 10 * m} Td (7) Tj ET" for n in range(200) for m in range(3)
        ]
        heads = [f"BT /F1 5 Tf {62 + 12 * n} 60 Td (ab) Tj ET" for n in range(200)]
        path = make_pdf(tmp_path / "a.pdf", "\n".join(numbers + heads), width=3_000)
        with processor_time(60):
            assert load(path).text.count("7") == 600


@pytest.mark.skipif(not ocr.is_installed(), reason="the extra `ocr` is not installed")
def test_a_picture_broken_inside(tmp_path: Path) -> None:
    made = BytesIO()
    Image.effect_noise((300, 300), 90).save(made, "PNG")
    data = bytearray(made.getvalue())
    place = data.rfind(b"IDAT")
    data[place : place + 4] = b"\0\0\0\0"
    assert refusal(write(tmp_path / "a.png", bytes(data))).id == "picture.broken"


class TestText:
    """What is left of a file when it is loaded is read in the run's own process."""

    def test_more_than_any_report_has(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.txt", f"{TITLE}\n" + "全年收到申请9件。" * 250_000)
        with fails(UnreadableInput, "file.text", most=2):
            extract_file(path, READ)

    def test_more_reports_than_any_collection_has(self, tmp_path: Path) -> None:
        report = "某县{}年政府信息公开工作年度报告\n" + "本年收到政府信息公开申请12件。" * 8 + "\n"
        path = write(tmp_path / "a.txt", "".join(report.format(2008 + n % 10) for n in range(1_001)))
        with fails(UnreadableInput, "report.too-many", most=1000):
            extract_file(path, READ)

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("收到申请12件，" * 30_000, id="one-sentence"),
            pytest.param("\n".join(f"申请{n % 97}件" for n in range(3_000)), id="short-lines"),
            pytest.param("收到申请" + "、".join(str(n) for n in range(450)) + "件。", id="numbers"),
            pytest.param("| 1 " * 9_000 + "|\n", id="one-row"),
            pytest.param("\n" * 200_000, id="blank-lines"),
            pytest.param("<table><tr><td>1</td><td>2</td></tr></table>" * 1_000, id="tables"),
        ],
    )
    def test_none_takes_the_square_of_its_length(self, tmp_path: Path, text: str) -> None:
        path = write(tmp_path / "a.html", f"<p>{TITLE}</p><pre>{text}</pre>")
        with processor_time(SECONDS):
            extract_file(path, READ)
