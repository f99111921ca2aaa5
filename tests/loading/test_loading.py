"""Files to documents: what is refused and why, what a document tells of its file, encodings."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from support import fails

from extractor.errors import MissingInput, UnreadableInput
from extractor.loading import SUFFIXES, load
from extractor.loading.source import SIZE_LIMIT
from extractor.records import Document

REPORT = "某县2014年政府信息公开年度报告\n全年收到申请12件，答复12件。\n"


def write(folder: Path, content: str | bytes, name: str = "报告.txt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def load_file(folder: Path, content: str | bytes, name: str = "报告.txt") -> Document:
    return load(write(folder, content, name))


class TestErrors:
    def test_no_such_file(self, tmp_path: Path) -> None:
        path = tmp_path / "无.txt"
        with fails(MissingInput, "file.missing", path=str(path)) as error:
            load(path)
        assert str(error.value) == f"{path}: no such file"

    def test_a_file_where_a_folder_should_be(self, tmp_path: Path) -> None:
        with fails(MissingInput, "file.missing"):
            load(write(tmp_path, REPORT) / "报告.txt")

    @pytest.mark.parametrize("name", ["folder", "folder.txt"])
    def test_a_folder(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).mkdir()
        with fails(MissingInput, "file.folder"):
            load(tmp_path / name)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
    def test_no_permission(self, tmp_path: Path) -> None:
        path = write(tmp_path, REPORT)
        path.chmod(0)
        with fails(UnreadableInput, "file.unreadable", why="Permission denied"):
            load(path)

    def test_a_name_the_system_refuses(self, tmp_path: Path) -> None:
        with fails(UnreadableInput, "file.unreadable"):
            load(tmp_path / ("长" * 300 + ".txt"))

    def test_no_regular_file(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.txt")
        with fails(UnreadableInput, "file.irregular"):
            load(tmp_path / "pipe.txt")

    def test_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "大.txt"
        with path.open("wb") as file:
            file.truncate(SIZE_LIMIT + 1)
        with fails(UnreadableInput, "file.size", size=64):
            load(path)

    @pytest.mark.parametrize(
        ("content", "id"),
        [
            pytest.param(b"", "file.empty", id="no-bytes"),
            pytest.param(b" \r\n\t\n", "file.empty", id="white-space"),
            pytest.param("\u3000\n\u00a0".encode(), "file.empty", id="wide-white-space"),
            pytest.param(b"\xef\xbb\xbf", "file.empty", id="mark-alone"),
            pytest.param(b"%PDF-1.7\n%\xe2\xe3", "pdf.broken", id="pdf"),
            pytest.param(b"PK\x03\x04\x14\x00", "archive.broken", id="docx"),
            pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "kind.office", id="doc"),
            pytest.param(b"Rar!\x1a\x07", "kind.other", id="rar"),
            pytest.param(b"\x1f\x8b\x08", "kind.other", id="gzip"),
            pytest.param(b"II*\x00\x08", "kind.other", id="tiff"),
            pytest.param(b"abc\x00def", "kind.binary", id="nul"),
            pytest.param("公开".encode("utf-16-le") * 9 + b"\n\0", "kind.binary", id="utf-16-no-mark"),
            pytest.param("公开\u0000".encode("utf-16"), "text.binary", id="nul-in-utf-16"),
            pytest.param(bytes(range(1, 32)) * 9, "text.binary", id="controls"),
            pytest.param(b"\xff\xfd\xff\xc0\x80" * 20, "text.encoding", id="no-known-encoding"),
            pytest.param("公开申请".encode("gb18030") * 20 + b"\xff" * 5, "text.encoding", id="too-damaged"),
        ],
    )
    def test_no_text(self, tmp_path: Path, content: bytes, id: str) -> None:
        path = write(tmp_path, content)
        with fails(UnreadableInput, id, path=str(path)) as error:
            load(path)
        assert str(error.value).startswith(f"{path}: ") and "\n" not in str(error.value)

    @pytest.mark.parametrize("name", ["报告.odt", "报告.ZIP", "报告.2014"])
    def test_unknown_suffix_names_the_known(self, tmp_path: Path, name: str) -> None:
        with fails(UnreadableInput, "file.suffix") as error:
            load_file(tmp_path, REPORT, name)
        assert all(suffix in str(error.value) for suffix in SUFFIXES)


class TestDocument:
    def test_describes_the_file(self, tmp_path: Path) -> None:
        path = write(tmp_path, REPORT)
        document = load(path)
        assert document.path == str(path)
        assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (document.text, document.tables, document.notes) == (REPORT, (), ())

    def test_keeps_a_relative_path(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, REPORT)
        monkeypatch.chdir(tmp_path)
        assert load(Path("报告.txt")).path == "报告.txt"

    @pytest.mark.parametrize(
        ("name", "content", "media_type"),
        [
            pytest.param("a.txt", REPORT, "text/plain", id="txt"),
            pytest.param("a.TXT", REPORT, "text/plain", id="upper-case"),
            pytest.param("a.md", REPORT, "text/markdown", id="markdown"),
            pytest.param("a.shtml", f"<p>{REPORT}</p>", "text/html", id="shtml"),
            pytest.param("a", REPORT, "text/plain", id="no-suffix-text"),
            pytest.param("a", f"<!-- x -->\n<!DOCTYPE html><p>{REPORT}", "text/html", id="no-suffix-page"),
            pytest.param("a", f"<html>{REPORT}".encode("utf-16"), "text/html", id="no-suffix-utf-16-page"),
        ],
    )
    def test_media_type(self, tmp_path: Path, name: str, content: str | bytes, media_type: str) -> None:
        assert load_file(tmp_path, content, name).media_type == media_type

    def test_line_ends_become_newlines(self, tmp_path: Path) -> None:
        assert load_file(tmp_path, "一\r\n二\r三\x0c四\u2028五\n").text == "一\n二\n三\n四\n五\n"


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb2312", "gbk", "gb18030"])
    def test_decodes(self, tmp_path: Path, encoding: str) -> None:
        document = load_file(tmp_path, REPORT.encode(encoding))
        assert (document.text, document.notes) == (REPORT, ())

    def test_big_endian_utf_16(self, tmp_path: Path) -> None:
        assert load_file(tmp_path, b"\xfe\xff" + REPORT.encode("utf-16-be")).text == REPORT

    @pytest.mark.parametrize(
        "text", ["镕基", "政府資訊公開", "plain ASCII 12"], ids=["rare", "traditional", "ascii"]
    )
    def test_decodes_short_texts(self, tmp_path: Path, text: str) -> None:
        assert load_file(tmp_path, text.encode("gb18030")).text == text
        assert load_file(tmp_path, text.encode("utf-8")).text == text

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param((REPORT * 3).encode("utf-8")[:-2], id="utf-8-cut-short"),
            pytest.param(
                (REPORT * 3).encode("utf-8").replace("答".encode(), b"\xe7\xad", 1), id="utf-8-byte-lost"
            ),
            pytest.param((REPORT * 20).encode("gb18030") + b"\xff", id="gb18030-stray-byte"),
        ],
    )
    def test_reads_a_damaged_text_and_tells(self, tmp_path: Path, content: bytes) -> None:
        document = load_file(tmp_path, content)
        assert document.text.startswith(REPORT[:25])
        assert [(note.type, note.severity) for note in document.notes] == [("damaged-text", "warning")]

    def test_old_damage_is_not_reported(self, tmp_path: Path) -> None:
        assert load_file(tmp_path, REPORT + "\ufffd").notes == ()
