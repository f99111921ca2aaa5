"""A folder as it is handed on: reports under Chinese names, wrong suffixes and twice, in an archive, and between them junk,
broken files and what is no report. Of each file is known what it is.

python tests/make_files/mixed.py FOLDER
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal, get_args
from zipfile import ZIP_STORED, ZipFile

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from make_files.office import write_docx
from make_files.reports import Made, make_reports

Kind = Literal[
    "report",
    "odd name",
    "wrong suffix",
    "in a zip",
    "same bytes",
    "saved again",
    "no report",
    "broken",
    "junk",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
REPORTS: tuple[Kind, ...] = KINDS[:4]
SIXTY: Mapping[Kind, int] = dict(
    zip(KINDS, (22, 5, 8, 4, 6, 3, 2, 4, 9), strict=True)
)  # the archive is one file
FEW: Mapping[Kind, int] = dict(zip(KINDS, (3, 1, 2, 1, 1, 1, 1, 2, 3), strict=True))
ARCHIVE = "市直部门报送.zip"
ODD = (
    "{stem}（终稿） 2.最终版{suffix}",
    "关于印发《{stem}》的通知{suffix}",
    "【公示】{stem}　年报{suffix}",
    "{stem} & 附件 #1{suffix}",
    "－{stem}'s copy (1){suffix}",
)
WRONG = {".docx": ".pdf", ".xlsx": ".doc", ".html": ".txt", ".htm": ".xls", ".txt": ".docx"}
JUNK = {
    ".DS_Store": b"\0\0\0\1Bud1",
    "Thumbs.db": b"\xd0\xcf\x11\xe0",
    "desktop.ini": b"[.ShellClassInfo]\r\n",
    "~$年报.docx": b"\6owner",
    ".~lock.年报.docx#": b",,,;",
    "__MACOSX/._年报.docx": b"\0\5\x16\7",
    "会议录像.mp4": b"\0\0\0\x18ftypmp42",
    "安装.exe": b"MZ",
    "年报.docx.bak": b"PK",
}
NOTICE = ("关于召开座谈会的通知", "各科室：定于周五下午在三楼会议室召开座谈会，请准时参加。", "办公室")
NOT_FOUND = '<!DOCTYPE html><meta charset="utf-8"><title>404</title><p>您访问的页面不存在</p>'


@dataclass(frozen=True)
class Mixed:
    """A file of the folder: what it is, and the report that it has, if it has one."""

    path: Path
    kind: Kind
    made: Made | None = None


def make_mixed(folder: Path, counts: Mapping[Kind, int] = SIXTY, seed: int = 1) -> list[Mixed]:
    """So many files of each kind; the same for the same seed."""
    pool = iter(make_reports(folder, sum(counts[kind] for kind in REPORTS), seed))
    mixed = [Mixed(made.path, kind, made) for kind in REPORTS for made in islice(pool, counts[kind])]
    mixed = [PUT[one.kind](one, number) for number, one in enumerate(mixed)]
    plain = [one for one in mixed if one.kind == "report"]
    mixed += [_copy(one, number) for number, one in enumerate(plain[: counts["same bytes"]])]
    mixed += map(_save_again, plain[-counts["saved again"] :])
    for kind, make in MORE.items():
        mixed += [Mixed(path, kind) for path in islice(make(folder), counts[kind])]
    return mixed


def _move(one: Mixed, name: str) -> Mixed:
    assert one.made
    path = one.path.rename(one.path.with_name(name))
    return replace(one, path=path, made=replace(one.made, path=path))


def _rename(one: Mixed, number: int) -> Mixed:
    return _move(one, ODD[number % len(ODD)].format(stem=one.path.stem, suffix=one.path.suffix))


def _mislead(one: Mixed, number: int) -> Mixed:
    return _move(one, one.path.stem + WRONG[one.path.suffix])


def _pack(one: Mixed, number: int) -> Mixed:
    archive = one.path.parents[1] / ARCHIVE
    name = f"局办/{one.path.name}"
    with ZipFile(archive, "a") as file:
        file.write(one.path, name)
    one.path.unlink()
    assert one.made
    return replace(one, path=archive / name, made=replace(one.made, path=archive / name))


PUT: Mapping[Kind, Callable[[Mixed, int], Mixed]] = {
    "report": lambda one, number: one,
    "odd name": _rename,
    "wrong suffix": _mislead,
    "in a zip": _pack,
}


def _copy(one: Mixed, number: int) -> Mixed:
    path = one.path.with_name(f"副本{number} {one.path.name}")
    shutil.copy(one.path, path)
    return Mixed(path, "same bytes", one.made)


def _save_again(one: Mixed) -> Mixed:
    """The same report in other bytes."""
    path = one.path.with_name(f"{one.path.stem}-另存{one.path.suffix}")
    if one.path.suffix in (".docx", ".xlsx"):
        with ZipFile(one.path) as old, ZipFile(path, "w", ZIP_STORED) as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
    else:
        path.write_bytes(one.path.read_bytes() + b"\n")
    return Mixed(path, "saved again", one.made)


def _others(folder: Path) -> Iterator[Path]:
    write_docx(list(NOTICE), folder / "会议通知.docx")
    yield folder / "会议通知.docx"
    yield _write(folder / "年报下载.html", NOT_FOUND.encode())


def _broken(folder: Path) -> Iterator[Path]:
    yield _write(folder / "空文件.docx", b"")
    yield _write(folder / "下载中断.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<")
    yield _write(folder / "无法打开.docx", b"PK\3\4" + bytes(200))
    yield _write(folder / "乱码.txt", bytes(range(256)) * 20)


def _junk(folder: Path) -> Iterator[Path]:
    for name, data in JUNK.items():
        yield _write(folder / name, data)


def _write(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


MORE: Mapping[Kind, Callable[[Path], Iterator[Path]]] = {
    "no report": _others,
    "broken": _broken,
    "junk": _junk,
}


if __name__ == "__main__":
    for one in make_mixed(Path(sys.argv[1])):
        print(one.kind, one.path, sep="\t")
