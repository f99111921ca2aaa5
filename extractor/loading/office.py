"""Old Word and Excel files, WPS and RTF: LibreOffice, where it is installed, makes new ones of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from extractor.errors import UnreadableInput
from extractor.loading.docx import load_docx
from extractor.loading.source import Source
from extractor.loading.xlsx import load_xlsx
from extractor.records import Document

PROGRAMS = ("soffice", "libreoffice")
TIME_LIMIT = 120  # seconds; the first start in a new profile takes about ten
MEDIA_TYPES = {"doc": "application/msword", "rtf": "application/rtf", "xls": "application/vnd.ms-excel"}
# No macros, no links to other files or the network, whatever the document asks for.
PROFILE = Path(__file__).with_name("office-profile.xcu")


def load_doc(source: Source) -> Document:
    """An old Word, WPS or RTF file as a document."""
    kind = "rtf" if source.data.startswith(b"{\\rtf") else "doc"
    return _relabelled(load_docx(Source(source.path, _convert(source, kind, "docx"))), source, kind)


def load_xls(source: Source) -> Document:
    """An old Excel file as a document."""
    return _relabelled(load_xlsx(Source(source.path, _convert(source, "xls", "xlsx"))), source, "xls")


def _relabelled(document: Document, source: Source, kind: str) -> Document:
    return replace(document, sha256=source.sha256, media_type=MEDIA_TYPES[kind])


def _convert(source: Source, kind: str, target: str) -> bytes:
    """The file in the newer format. It is converted under a plain name, in a folder of its own."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise UnreadableInput("office.none", path=source.path, target=target)
    with tempfile.TemporaryDirectory(prefix="ogi-office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        shutil.copyfile(PROFILE, profile / "user" / "registrymodifications.xcu")
        (folder / f"input.{kind}").write_bytes(source.data)
        options = ["--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile.as_uri()}"]
        command = [program, *options, "--convert-to", target, "--outdir", name, f"{name}/input.{kind}"]
        _run(command, source)
        result = folder / f"input.{target}"
        if not result.is_file():
            raise UnreadableInput("office.refused", path=source.path)
        return result.read_bytes()


def _run(command: list[str], source: Source) -> None:
    """Runs the command in a process group of its own, and ends the whole group when the time is up."""
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        raise UnreadableInput("office.late", path=source.path, seconds=TIME_LIMIT) from None
    finally:
        _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    if os.name == "posix":
        with suppress(ProcessLookupError):  # all have ended
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()
