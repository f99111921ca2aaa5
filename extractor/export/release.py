"""A release: a folder that holds a panel as it was given out, with a codebook and the hash of each file."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from extractor.errors import UnreadableInput, UsageError
from extractor.export.codebook import codebook_to_markdown
from extractor.export.csv_files import write_csv
from extractor.export.tables import Table
from extractor.export.writing import panel_to_tables
from extractor.output import parse_json, write_whole
from extractor.panel import Panel
from extractor.resources import SCHEMAS, VERSION

MANIFEST = "manifest.json"
CODEBOOK = "codebook.md"
FORMAT = 1


def write_release(panel: Panel, folder: Path, *, derived: bool = False, more: Sequence[Table] = ()) -> None:
    """The folder, whole or not at all; `more` are tables beside those of every release."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("release.there", path=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".ogi-") as temporary:
        made = Path(temporary) / "release"
        _fill(panel, made, derived=derived, more=more)
        if folder.exists():
            folder.rmdir()
        shutil.move(os.fspath(made), os.fspath(folder))


def _fill(panel: Panel, folder: Path, *, derived: bool, more: Sequence[Table]) -> None:
    tables = panel_to_tables(panel, derived=derived)
    for table in (*tables, *more):
        write_csv(table, folder / f"{table.name}.csv")
    write_whole(folder / CODEBOOK, codebook_to_markdown(panel, tables))
    manifest = json.dumps(_manifest(panel, folder, derived=derived), ensure_ascii=False, indent=1)
    write_whole(folder / MANIFEST, manifest + "\n")


def _manifest(panel: Panel, folder: Path, *, derived: bool) -> dict[str, Any]:
    """What the release is made of, and by what; nothing of when and where, so that the same gives the same."""
    sources = {row.filing.path: row.filing.sha256 for row in panel.rows}
    return {
        "format": FORMAT,
        "program": {"version": VERSION, "schemas": _digest_of_schemas()},
        "derived": derived,
        "reports": len(panel.rows),
        "bodies": len(panel.bodies),
        "years": list(panel.years),
        "unplaced": len(panel.unplaced),
        "findings": dict(sorted(Counter(found.id for found in panel.findings).items())),
        "files": {path.name: _about(path) for path in sorted(folder.iterdir())},
        "sources": [{"file": path, "sha256": digest} for path, digest in sorted(sources.items())],
    }


def _digest_of_schemas() -> str:
    digest = hashlib.sha256()
    for path in sorted(SCHEMAS.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _about(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def checked_file(folder: Path, name: str) -> Path:
    """A file of the release, which is as the manifest says."""
    try:
        manifest = parse_json((folder / MANIFEST).read_text(encoding="utf-8"))
        told = manifest["files"][name]["sha256"]  # type: ignore[index]
        found = _about(folder / name)["sha256"]
    except OSError as error:
        raise UnreadableInput("release.none", path=folder, file=error.filename, why=error.strerror) from error
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableInput("release.no-manifest", path=folder / MANIFEST) from error
    if told != found:
        raise UnreadableInput("release.changed", path=folder / name)
    return folder / name
