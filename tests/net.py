"""The net: what the program gives for every report at hand, as one digest each, in net.json.

A change of structure must leave every digest as it is. `make net` compares, and writes the results to build/net, one
file a report file, so that two checkouts can be compared with `diff -r`; `--write` makes what comes out now the net.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import injections

from extractor.cassettes.transport import Cassettes
from extractor.errors import ExtractorError
from extractor.ids import Ask
from extractor.output.files import write_whole
from extractor.output.results import result_to_json
from extractor.pipeline import Settings, extract_file

ROOT = Path(__file__).resolve().parent.parent
NET = ROOT / "tests" / "net.json"
BUILD = ROOT / "build" / "net"
SHARED = ROOT.parent / "shared"
# Ids beside the words that stand for them, and what identification rests on.
ADDED = {"schema_version", "rule", "details", "sure", "issuer_from", "year_from", "ask"}
SUFFIXES = {".txt", ".html", ".pdf"}
Digests = dict[str, dict[str, str]]  # corpus -> file -> digests of the source and of what it gives


@dataclass(frozen=True, slots=True)
class Mesh:
    """One folder of reports, and the recordings of those of them that have one."""

    name: str
    documents: Path
    cassettes: Path | None = None
    ask: Ask = "open"

    def files(self) -> list[Path]:
        """The reports, by name; none where the folder does not lie beside this checkout."""
        return sorted(p for p in self.documents.glob("*") if p.suffix in SUFFIXES)


MESHES = (
    Mesh("samples", ROOT / "tests/documents", ROOT / "cassettes/samples"),
    Mesh("unseen", ROOT / "tests/unseen", ROOT / "cassettes/unseen"),
    Mesh("seeds", SHARED / "seeds", ROOT / "cassettes/seeds"),
    Mesh("dev", SHARED / "dev", ROOT / "cassettes/traps"),
    Mesh("real-like", SHARED / "dev/real-like", ROOT / "cassettes/real-like"),
    Mesh("tables", SHARED / "dev/tables"),
)


def cast_net(mesh: Mesh) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Each report file with what the program gives for it: recorded answers where there are any, else no model."""
    recorded = Settings(asker=Cassettes(mesh.cassettes or ROOT, "none").asker, ask=mesh.ask)
    alone = Settings(asker=recorded.asker, readers=("grid", "regex"))
    for path in mesh.files():
        has_tape = mesh.cassettes and (mesh.cassettes / f"{path.name}.yaml").is_file()
        yield path, give(path, recorded if has_tape else alone)


def give(path: Path, settings: Settings) -> dict[str, Any]:
    """The result as plain data, or the error, without what differs from run to run: the folder, and seconds."""
    try:
        content: dict[str, Any] = json.loads(result_to_json(extract_file(path, settings)))
    except ExtractorError as error:
        return {"error": type(error).__name__, "message": str(error).replace(str(path), path.name)}
    content["source"]["path"] = path.name
    for report in content["reports"]:
        del report["usage"]["seconds"]
    kept: dict[str, Any] = without_added(content)
    return kept


def without_added(content: Any) -> Any:
    """The content without what results gained since the net was cast, so that the net holds all that they had."""
    if isinstance(content, dict):
        return {name: without_added(part) for name, part in content.items() if name not in ADDED}
    return [without_added(part) for part in content] if isinstance(content, list) else content


def injected(folder: Path) -> Mesh:
    """The reports that instruct the model, written into the folder."""
    injections.write_reports(folder)
    return Mesh("injections", folder, ROOT / "cassettes/injections", "all")


def measure(mesh: Mesh, build: Path | None = None) -> dict[str, str]:
    """The digests of a mesh; with `build` what they are digests of is written there."""
    digests = {}
    for path, content in cast_net(mesh):
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        digests[path.name] = f"{digest(path.read_bytes())} {digest(text.encode())}"
        if build:
            write_whole(build / mesh.name / f"{path.name}.json", text)
    return digests


def digest(content: bytes) -> str:
    """Sixteen hex digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def find_holes(known: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """The files that give something else than they did, and those that the net does not know as they are."""
    for name, now in found.items():
        was = known.get(name, "")
        if was.split()[:1] != now.split()[:1]:
            yield f"{name}: a report that the net does not know"
        elif was != now:
            yield f"{name}: gives something else than before"


def read_net() -> Digests:
    """The net as it was cast last."""
    net: Digests = json.loads(NET.read_text(encoding="utf-8")) if NET.is_file() else {}
    return net


def main() -> None:
    """Compares, or casts anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="make what comes out now the net")
    write = parser.parse_args().write
    with tempfile.TemporaryDirectory() as folder:
        found = {mesh.name: measure(mesh, BUILD) for mesh in (*MESHES, injected(Path(folder)))}
    known = read_net()
    holes = [f"{name}/{hole}" for name in found for hole in find_holes(known.get(name, {}), found[name])]
    if write:
        kept = {name: digests or known.get(name, {}) for name, digests in found.items()}
        write_whole(NET, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
    print("\n".join(holes) or f"{sum(map(len, found.values()))} files give what they gave")
    sys.exit(1 if holes and not write else 0)


if __name__ == "__main__":
    main()
