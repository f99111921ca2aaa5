"""What the tests of the review share: a store of samples, and a browser that needs no server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient
from support import DOCUMENTS, no_model

from extractor.loading import load_report
from extractor.output import CellResult, DocumentResult
from extractor.pipeline import Settings, extract_file
from extractor.review import Access, make_app
from extractor.store import Store, open_store

RULES = Settings(asker=no_model, readers=("grid", "regex"))
HERE = "http://127.0.0.1"
ODD = {"requests.new.total": 99}  # in demo-2021, whose columns do not come to it


def keep(store: Store, path: Path, key: str = "first", **changes: Any) -> DocumentResult:
    """Reads the file into the store; `changes` are values that a later version would read, by cell."""
    result = change(extract_file(path, RULES), changes)
    store.put(result, f"{key} {path.name}", load_report(path).text)
    return result


def change(result: DocumentResult, values: dict[str, Any]) -> DocumentResult:
    """The result with other values of its first report."""
    first = result.reports[0]
    cells = {
        key: cell.model_copy(update={"value": values[key], "status": "reported"}) if key in values else cell
        for key, cell in first.cells.items()
    }
    reports = (first.model_copy(update={"cells": cells}), *result.reports[1:])
    return result.model_copy(update={"reports": reports})


def keep_doubtful(store: Store, path: Path, cells: int, disputed: int = 0) -> None:
    """Reads the file into the store, and makes so many of its given cells doubtful; of the last ones, two readings
    weigh alike."""
    result = extract_file(path, RULES)
    first = result.reports[0]
    given = [key for key, cell in first.cells.items() if cell.status == "reported" and cell.candidates][
        :cells
    ]
    assert len(given) == cells
    doubtful = {key: _doubt(first.cells[key], of_two=n >= cells - disputed) for n, key in enumerate(given)}
    report = first.model_copy(update={"cells": {**first.cells, **doubtful}})
    reports = (report, *result.reports[1:])
    store.put(result.model_copy(update={"reports": reports}), f"doubtful {path.name}", load_report(path).text)


def _doubt(cell: CellResult, *, of_two: bool) -> CellResult:
    if not of_two:
        return cell.model_copy(update={"confidence": 0.5})
    one = cell.candidates[0]
    other = one.model_copy(update={"value": (one.value or 0) + 1})
    lost = {"value": None, "status": "disputed", "confidence": None, "candidates": (one, other)}
    return cell.model_copy(update=lost)


def sample(name: str) -> Path:
    return Path(name)


def report_address(store: Store, name: str) -> str:
    """Where the first report of that file is."""
    (sha256,) = {r.source.sha256 for r in store.read_results() if r.source.path.endswith(name)}
    return f"/report/{sha256}/1"


def make_client(store: Store, person: str = "甲", access: Access | None = None, **options: Any) -> TestClient:
    app = make_app(store, access, person=person, **options)
    return TestClient(app, base_url=HERE)


@dataclass
class Visitor:
    """Somebody with a browser."""

    client: TestClient

    def page(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.text
        return answer.text

    def address(self) -> str:
        """The page of the first report of the list."""
        found = re.search(r'href="(/report/\w+/\d+)"', self.page("/"))
        assert found
        return found[1]

    def send(self, address: str, key: str, action: str, **fields: str) -> httpx2.Response:
        """Fills in the form of the cell's page as it is now."""
        return self.post(address, self.fields(address, key), action=action, **fields)

    def fields(self, address: str, key: str) -> dict[str, str]:
        page = self.page(f"{address}?cell={key}")
        names = ("csrf", "key", "before")
        return {name: unescape(re.findall(rf'name="{name}" value="([^"]*)"', page)[-1]) for name in names}

    def post(self, address: str, fields: dict[str, str], **more: str) -> httpx2.Response:
        answer: httpx2.Response = self.client.post(address, data={**fields, **more})
        return answer


SAMPLES = ("demo-2014.txt", "demo-2021.txt", "lanshi-2023.txt")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store with three reports."""
    monkeypatch.chdir(DOCUMENTS)  # paths are short, and alike on all machines
    with open_store(tmp_path / "panel.db") as opened:
        for name in SAMPLES:
            keep(opened, sample(name))
        yield opened


@pytest.fixture
def visitor(store: Store) -> Visitor:
    return Visitor(make_client(store))
