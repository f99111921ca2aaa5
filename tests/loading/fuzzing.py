"""Damages valid files: bytes turned, lost, repeated, and hostile tokens put where a parser has to look at them."""

from __future__ import annotations

import signal
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from types import FrameType
from typing import Literal, NamedTuple

from hypothesis import strategies as st

Way = Literal["turn", "cut", "drop", "insert", "insert-tag", "repeat"]
WAYS: tuple[Way, ...] = ("turn", "cut", "drop", "insert", "insert-tag", "repeat")
MAX_EDITS = 5
REPEATS = 50

# Digits of other scripts, numbers too long for int(), halves of characters, marks of order and no width.
ODD_TEXTS = (
    "²", "③", "٣٤", "９９", "〇", "1" * 5_000, "9" * 400, "-0", "1,,2", "1e999", "０．５", "½", "百万亿" * 40,
    "\u202e", "\u200b", "\ufeff", "\ufffd", "\U0010ffff", "\0", "\x0b", "\x85", "\u2028", "（" * 300, "第（",
    "0000年", "9999年度政府信息公开工作年度报告", "%", "/", "—" * 80, "新收申请 12 件。", "其中：", "|" * 90, "\t" * 90,
    "| 一 | 1 |\n|---|---|\n", "| 新收 |", "　　　", "1 " * 200, "=1+1", "\r", "\n" * 50,
)  # fmt: skip
HTML = (
    "<table>", "</table>", "<tr>", "<td>", "<td colspan=99999999999>", "<td rowspan=0>", "<td colspan=1000 rowspan=1000>",
    "<td rowspan='²'>", "<tr><td>1<td>2", "<table><tr><td>", "<div>" * 300, "</div>", "<b>" * 40, "<pre>", "<!--", "-->",
    "<![CDATA[", "<script>", "</script>", "<select>", "<svg>", "<math>", "<body>", "</body>", "<head>", "<base href=//x>",
    "&#0;", "&#xD800;", "&#xFFFE;", "&#1114112;", "&amp", "<?xml version='1.0' encoding='x'?>", "<meta charset=utf-7>",
    "<p hidden>", "<p style='display:none'>", "<caption>", "<br>" * 40, "<frameset>", "<a:b c:d='1'>", "<p x='", "\xa0" * 40,
)  # fmt: skip
WORD = (
    "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", "<w:tbl/>", "<w:tr/>", "<w:tc/>", "<w:p/>", "<w:p><w:p/></w:p>", "<w:br/>",
    '<w:gridSpan w:val="99999999999"/>', '<w:gridSpan w:val="²"/>', '<w:gridSpan w:val="-3"/>', "<w:gridSpan/>",
    '<w:vMerge w:val="continue"/>', "<w:vMerge/>", '<w:hMerge w:val="continue"/>', '<w:gridBefore w:val="9999"/>',
    "<w:vanish/>", "<w:txbxContent><w:tbl><w:tr/></w:tbl></w:txbxContent>", "<w:del>1</w:del>", "&#0;", "&e;", "<!-- -->",
    "<?a b?>", "<![CDATA[1]]>", "<w:sdt>" * 250 + "</w:sdt>" * 250,
)  # fmt: skip
SHEET = (
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', '<row r="9"><c r="IV9"><v>1</v></c></row>',
    '<c r="A0"><v>1</v></c>', '<c r="²3"/>', '<c t="s"><v>99999</v></c>', '<c t="d"><v>9999-99-99</v></c>',
    '<c s="999"><v>1</v></c>', '<c t="b"><v>x</v></c>', '<c t="e"><v>#REF!</v></c>', "<c><v>1e999</v></c>",
    "<c><v>NaN</v></c>", '<c><f t="shared" ref="A1:XFD9" si="0">A1</f></c>', '<mergeCell ref="A1:XFD1048576"/>',
    '<mergeCells count="1"><mergeCell ref="A1:ZZ900"/></mergeCells>', '<dimension ref="A1:XFD1048576"/>',
    '<sheet name="a" sheetId="9" r:id="rId99"/>', '<definedName name="x">#REF!</definedName>', "<row/>", "&e;",
)  # fmt: skip
PDF = (
    "/Count 99999999", "/Kids [1 0 R]", "/Kids []", "/Parent 3 0 R", "/Rotate 45", "/MediaBox [0 0 1e9 1e9]", "/MediaBox []",
    "/MediaBox [0 0 0 0]", "/Length -1", "/Filter /LZWDecode", "/Filter [/ASCII85Decode /ASCIIHexDecode]", "0 0 0 0 re S",
    " 1e30 0 0 1e30 0 0 cm ", " 0 0 0 0 0 0 cm ", "[" * 400, "<<" * 400, "(" * 200, " q" * 900, " Q", " BT /F1 0 Tf ", " ET ",
    " /F9 12 Tf ", " [(1) -9e9 (2)] TJ ", " 50 50 500 700 re S ", "endstream", "endobj", "stream\n", "9 0 obj", "%%EOF",
    "startxref 0", "/Encrypt 1 0 R", "/Type /ObjStm", "/ToUnicode 1 0 R", " BI /W 9999 /H 9999 ID x EI ", " /X0 Do ",
)  # fmt: skip
MAIL = (
    "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "--b\n", "Content-Transfer-Encoding: base64\n\n",
    "Content-Transfer-Encoding: quoted-printable\n", "=?utf-8?b?5YWs?=", "Content-Type: text/html; charset=x\n\n",
    "Content-Type: message/rfc822\n\n", "=\n", "=zz", "\n\n", "Content-Type: ;;;=\n", "boundary*0*=utf-8''%ff\n",
)  # fmt: skip


class Edit(NamedTuple):
    """One change of a file; `place` counts bytes, or tags, and starts over at the end."""

    way: Way
    place: int
    token: bytes

    def apply(self, data: bytes) -> bytes:
        """The data with this change."""
        place = self.place % (len(data) + 1)
        end = place + len(self.token)
        match self.way:
            case "turn":
                turned = bytes(a ^ (b & 31) for a, b in zip(data[place:end], self.token, strict=False))
                return data[:place] + turned + data[place + len(turned) :]
            case "cut":
                return data[:place]
            case "drop":
                return data[:place] + data[end:]
            case "insert":
                return data[:place] + self.token + data[place:]
            case "insert-tag":
                place = _nth_tag(data, self.place)
                return data[:place] + self.token + data[place:]
            case "repeat":
                return data[:place] + data[place:end] * REPEATS + data[end:]


def edits(*tokens: Sequence[str]) -> st.SearchStrategy[list[Edit]]:
    """Some changes with such tokens."""
    known = [token.encode() for group in tokens for token in group]
    token = st.sampled_from(known) | st.binary(min_size=1, max_size=9)
    edit = st.builds(Edit, st.sampled_from(WAYS), st.integers(0, 2**16), token)
    return st.lists(edit, min_size=1, max_size=MAX_EDITS)


def insertions(*tokens: Sequence[str]) -> st.SearchStrategy[list[Edit]]:
    """Whole tokens between tags, so that XML stays well-formed more often than not."""
    known = st.sampled_from([token.encode() for group in tokens for token in group])
    return st.lists(
        st.builds(Edit, st.just("insert-tag"), st.integers(0, 2**16), known), min_size=1, max_size=3
    )


def edited(data: bytes, changes: Sequence[Edit]) -> bytes:
    """The data with all changes, one after the other."""
    for change in changes:
        data = change.apply(data)
    return data


def edited_part(data: bytes, name: str, changes: Sequence[Edit]) -> bytes:
    """A zip archive with one part of it changed; the archive itself stays whole."""
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            part = old.read(member)
            new.writestr(member, edited(part, changes) if member == name else part)
    return changed.getvalue()


class OverTime(BaseException):
    """An input took too long. No Exception: those of a damaged page are caught."""


@contextmanager
def processor_time(seconds: float) -> Iterator[None]:
    """Raises OverTime in what takes longer; time that other processes take does not count."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise OverTime(f"took more than {seconds} seconds")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _nth_tag(data: bytes, number: int) -> int:
    """Where a tag begins, or a name in a PDF."""
    mark = b"/"[0] if data.startswith(b"%PDF") else b"<"[0]
    places = [i for i, byte in enumerate(data) if byte == mark]
    return places[number % len(places)] if places else 0
