"""Output that is redirected under a code page: what the page has not is a `?`, and nothing crashes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import DOCUMENTS

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("gbk", "gb2312", "ascii")  # cp936 is gbk, and of cp1252 ascii is the part that matters


def run(*arguments: str | Path, page: str, lang: str) -> subprocess.CompletedProcess[bytes]:
    told = {"PYTHONIOENCODING": page, "PYTHONUTF8": "0", "PYTHONPATH": str(ROOT), "OGI_LANG": lang}
    words = [sys.executable, "-m", "extractor", *map(str, arguments)]
    return subprocess.run(words, env=os.environ | told, capture_output=True, check=False)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_crashes(tmp_path: Path, page: str, lang: str) -> None:
    report = tmp_path / "𠮷.txt"  # of a plane that no Chinese code page has
    text = (DOCUMENTS / "demo-2021.txt").read_text(encoding="utf-8")
    report.write_text(text.replace("疑难", "疑\U00020bb7难"), encoding="utf-8")
    out = tmp_path / "out"
    for arguments, code in (
        (("--help",), 0),
        (("extract", report, "-o", out, "--reader", "grid,regex"), 0),
        (("show", out, "--findings"), 0),
        (("check", report), 0),
        (("compare", out, out), 0),
        (("check", tmp_path / "没有.docx"), 3),
    ):
        done = run(*arguments, page=page, lang=lang)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr.decode(page)


def test_chinese_stays_chinese_where_the_page_has_it() -> None:
    done = run("check", DOCUMENTS / "demo-2021.txt", page="gbk", lang="zh")
    assert "没有发现要改的地方" in done.stdout.decode("gbk")
