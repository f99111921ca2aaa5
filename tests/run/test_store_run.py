"""`ogi run`: what goes into a store, in one run, in several, and in runs that end early."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest
from click.testing import CliRunner
from make_files.reports import Made, make_reports
from support import DOCUMENTS, Endpoint, Wire, completion, first_offers, refusal, serving

from extractor.cli.main import ogi
from extractor.output import DocumentResult, result_to_json
from extractor.run.sifting import is_list
from extractor.store import open_store

ALL = ("--ask", "all")
RULES = ("--reader", "grid", "--reader", "regex", "--jobs", "1")
PRICES = """prices:
- models: [m, other]
  currency: CNY
  tiers: [{input: 1000, output: 2000}]
"""
A_CALL = (11 * 1000 + 7 * 2000) / 1_000_000  # what `completion` says of its tokens, at that price
COSTLY = (400 * 1000 + 7 * 2000) / 1_000_000  # of `costly_offers`
PROSE = """{place}水务局2015年政府信息公开工作年度报告

一、主动公开情况
2015年，我局主动公开政府信息{number}条。
二、依申请公开情况
全年共收到政府信息公开申请{received}件，其中网络申请{online}件。
"""


@dataclass
class Ran:
    """What a run said."""

    code: int
    said: str
    errors: str

    def line(self, word: str) -> str:
        """The line that begins so, or has it."""
        return next(line for line in self.said.splitlines() if word in line)


def run(*arguments: object) -> Ran:
    result = CliRunner().invoke(ogi, ["run", "--ask", "all", *map(str, arguments)], catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


def results(url: str) -> dict[str, str]:
    """What a store has, as it would be written."""
    with open_store(url, must_exist=True) as store:
        return {result.source.path: result_to_json(result) for result in store.read_results()}


def write_prose(folder: Path, count: int, first: int = 0) -> list[Path]:
    """Reports that leave something to ask."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{n:03d}.txt" for n in range(first, first + count)]
    for number, path in enumerate(paths, first):
        figures = {"number": 1000 + number, "received": 40 + number, "online": 20 + number}
        path.write_text(PROSE.format(place=f"青岩{'甲乙丙丁戊己庚辛'[number % 8]}市", **figures), "utf-8")
    return paths


class TestRules:
    """Without a model."""

    def test_the_store_has_what_extract_writes(self, tmp_path: Path, store_url: str) -> None:
        folder = tmp_path / "in"
        make_reports(folder, 8)
        shutil.copy(DOCUMENTS / "linyuan-transport.txt", folder)  # two reports in one file
        ran = run(folder, "--store", store_url, *RULES)
        assert ran.code == 0, ran.said
        CliRunner().invoke(ogi, ["extract", str(folder), "--out", str(tmp_path / "out"), *RULES, "--quiet"])
        written = [path.read_text("utf-8") for path in (tmp_path / "out").rglob("*.json")]
        assert sorted(results(store_url).values()) == sorted(written)
        assert "9 files: 9 read, 0 failed" in ran.said and "10 reports" in ran.said

    def test_what_is_there_is_not_read_again(self, tmp_path: Path, store_url: str) -> None:
        make_reports(tmp_path / "in", 4)
        run(tmp_path / "in", "--store", store_url, *RULES)
        before = results(store_url)
        again = run(tmp_path / "in", "--store", store_url, *RULES)
        assert "4 files: 0 read, 4 done before, 0 failed" in again.said and results(store_url) == before
        other = run(tmp_path / "in", "--store", store_url, "--reader", "grid")
        assert "4 read" in other.said  # other readers, another result

    def test_the_values_are_those_of_the_reports(self, tmp_path: Path, store_url: str) -> None:
        made = make_reports(tmp_path / "in", 12, seed=5)
        run(tmp_path / "in", "--store", store_url, *RULES)
        with open_store(store_url) as store:
            found = {result.source.path: result for result in store.read_results()}
        assert wrong(made, found) == []

    def test_a_newer_version_of_a_file_takes_its_place(self, tmp_path: Path) -> None:
        (path,) = write_prose(tmp_path / "in", 1)
        run(tmp_path, "--store", tmp_path / "a.db", *RULES)
        path.write_text(path.read_text("utf-8").replace("1000", "2000"), "utf-8")
        run(tmp_path, "--store", tmp_path / "a.db", *RULES)
        (text,) = results(str(tmp_path / "a.db")).values()
        assert '"value": 2000' in text and '"value": 1000' not in text


class TestWhatIsFound:
    def test_junk_duplicates_and_broken_files(self, tmp_path: Path) -> None:
        folder = tmp_path / "县"
        write_prose(folder, 2)
        shutil.copy(folder / "000.txt", folder / "同一份.txt")
        shutil.copy(folder / "000.txt", folder / "也是.md")
        for name in (".DS_Store", "Thumbs.db", "~$a.docx", "a.css"):
            (folder / name).write_bytes(b"x")
        (folder / "坏.pdf").write_bytes(b"%PDF-1.4 and nothing more")
        (folder / "空.txt").write_bytes(b"")
        ran = run(folder, "--store", tmp_path / "a.db", *RULES)
        assert ran.code == 1
        assert "6 files: 2 read, 2 of the same bytes as others, 2 failed" in ran.said
        assert ran.line("passed over") == "passed over: 1 .DS_Store, 1 .css file, 1 Thumbs.db, 1 lock file"
        with open_store(tmp_path / "a.db") as store:
            assert len(store.files()) == 4 and len(list(store.read_results())) == 2

    def test_failures_are_listed_in_a_file_and_can_be_read_alone(self, tmp_path: Path) -> None:
        folder = tmp_path / "in"
        write_prose(folder, 2)
        (folder / "=1+1.txt").write_bytes(b"")
        (folder / "b.txt").write_text("这不是报告。", "utf-8")
        run(folder, "--store", tmp_path / "a.db", *RULES)
        rows = read_csv(tmp_path / "a-failures.csv")
        assert [(Path(row["path"]).name, row["error"], row["exit_code"]) for row in rows] == [
            ("=1+1.txt", "UnreadableInput", "3"),
            ("b.txt", "NotAReport", "3"),
        ]
        (folder / "b.txt").write_text(
            (folder / "000.txt").read_text("utf-8").replace("青岩", "白水"), "utf-8"
        )
        alone = run("--failed", "--store", tmp_path / "a.db", *RULES)
        assert "2 files: 1 read, 1 failed" in alone.said
        (folder / "=1+1.txt").unlink()
        assert [Path(row["path"]).name for row in read_csv(tmp_path / "a-failures.csv")] == ["=1+1.txt"]
        within = run(folder, "--failed", "--store", tmp_path / "a.db", *RULES)
        assert "0 files: 0 read" in within.said

    def test_a_store_that_is_misspelt_has_no_failures_to_read(self, tmp_path: Path) -> None:
        ran = run("--failed", "--store", tmp_path / "b.db", *RULES)
        assert (ran.code, ran.errors) == (3, f"error: {tmp_path / 'b.db'}: no such store\n")
        assert list(tmp_path.iterdir()) == []

    def test_lists_of_files(self, tmp_path: Path) -> None:
        write_prose(tmp_path / "in", 3)
        text = "# 两份\nin/000.txt\n\nin/002.txt\nin/missing.txt\n"
        for name in ("a.lst", "list.txt"):
            (tmp_path / name).write_text(text, "utf-8")
            ran = run(tmp_path / name, "--store", tmp_path / f"{name}.db", *RULES)
            assert "3 files: 2 read, 1 failed" in ran.said and "missing.txt: no such file" in ran.said
        assert not is_list(tmp_path / "in" / "000.txt")

    def test_nothing_named(self, tmp_path: Path) -> None:
        assert run("--store", tmp_path / "a.db").code == 2
        assert run(tmp_path / "none", "--store", tmp_path / "a.db", *RULES).code == 3
        with open_store(tmp_path / "a.db") as store:
            assert store.failures() == ()  # what is misspelt is no file that failed


class TestArchives:
    def test_parts_are_read_under_their_names(self, tmp_path: Path) -> None:
        write_prose(tmp_path / "in", 3)
        with ZipFile(tmp_path / "in" / "年报.zip", "w") as archive:
            archive.write(tmp_path / "in" / "000.txt", "青岩市/2015/一.txt")
            archive.write(tmp_path / "in" / "001.txt", "青岩市\\2015\\二.txt")
            archive.write(tmp_path / "in" / "002.txt", "__MACOSX/x.txt")
        for name in ("000.txt", "001.txt"):
            (tmp_path / "in" / name).unlink()
        ran = run(tmp_path / "in", "--store", tmp_path / "a.db", *RULES)
        assert ran.code == 0
        names = [
            Path(path).relative_to(tmp_path / "in").as_posix() for path in results(str(tmp_path / "a.db"))
        ]
        assert names == ["002.txt", "年报.zip/青岩市/2015/一.txt", "年报.zip/青岩市/2015/二.txt"]

    def test_names_of_chinese_windows(self, tmp_path: Path) -> None:
        (path,) = write_prose(tmp_path, 1)
        with ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr(OldName("青岩市/一.txt".encode("gb18030")), path.read_bytes())
        run(tmp_path / "a.zip", "--store", tmp_path / "a.db", *RULES)
        assert list(results(str(tmp_path / "a.db"))) == [str(tmp_path / "a.zip" / "青岩市" / "一.txt")]

    def test_tricks(self, tmp_path: Path) -> None:
        (path,) = write_prose(tmp_path, 1)
        link = ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        with ZipFile(tmp_path / "a.zip", "w", compression=8) as archive:
            archive.write(path, "good.txt")
            for name in ("../../up.txt", "/etc/abs.txt", "C:\\win.txt", "a/../b.txt"):
                archive.writestr(name, path.read_bytes())
            archive.writestr(link, "/etc/passwd")
            archive.writestr("bomb.txt", b"0" * 4_000_000)
            archive.writestr("inner.zip", b"PK")
        with pytest.warns(UserWarning), ZipFile(tmp_path / "a.zip", "a") as archive:
            archive.writestr("good.txt", "another of that name")
        ran = run(tmp_path / "a.zip", "--store", tmp_path / "a.db", *RULES)
        reasons = Counter(line.rpartition(": ")[2] for line in ran.said.splitlines() if "failed:" in line)
        assert reasons == {
            "its name leads out of the archive": 4,
            "is a link": 1,
            "unpacks to more than 250 times its size": 1,
            "is an archive within an archive": 1,
            "another part of the archive has the same name": 1,
        }
        assert len(results(str(tmp_path / "a.db"))) == 1 and not (tmp_path.parent / "up.txt").exists()

    def test_broken_archives(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and nothing more")
        with ZipFile(tmp_path / "b.zip", "w"):
            pass
        ran = run(tmp_path / "a.zip", tmp_path / "b.zip", "--store", tmp_path / "a.db", *RULES)
        assert ran.code == 3
        assert "is a broken zip archive" in ran.errors
        assert "is an archive without any file that may be a report" in ran.errors

    def test_no_store_is_made_where_nothing_is_there_to_read(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        ran = run(tmp_path / "gone.pdf", tmp_path / "empty", "--store", tmp_path / "a.db", *RULES)
        assert ran.code == 3 and len(ran.errors.splitlines()) == 2
        assert [path.name for path in tmp_path.iterdir()] == ["empty"]

    def test_extract_takes_them_too(self, tmp_path: Path) -> None:
        write_prose(tmp_path / "in", 2)
        with ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.write(tmp_path / "in" / "000.txt", "县/a.txt")
            archive.write(tmp_path / "in" / "001.txt", "县/a.html")
        out = tmp_path / "out"
        CliRunner().invoke(ogi, ["extract", str(tmp_path / "a.zip"), "--out", str(out), *RULES, "--quiet"])
        assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.json")) == [
            "县/a.html.json",
            "县/a.txt.json",
        ]


class TestSources:
    def test_they_travel_into_store_and_results(self, tmp_path: Path) -> None:
        paths = write_prose(tmp_path / "in" / "县", 2)
        digest = hashlib.sha256(paths[0].read_bytes()).hexdigest()
        (tmp_path / "in" / "sources.csv").write_text(
            "﻿path,address,fetched,sha256,note\n"
            f"县/000.txt,https://example.org/a,2026-03-01,{digest},x\n"
            f"县/001.txt,https://example.org/b,2026-03-02,{'0' * 64},\n",
            "utf-8",
        )
        ran = run(tmp_path / "in", "--store", tmp_path / "a.db", *RULES)
        assert ran.line("not what was fetched").endswith("001.txt") and ran.code == 0
        with open_store(tmp_path / "a.db") as store:
            told = [(r.source.address, r.source.fetched) for r in store.read_results()]
        assert told == [("https://example.org/a", "2026-03-01"), ("https://example.org/b", "2026-03-02")]

    @pytest.mark.parametrize("text", ["name,address\na,b\n", "path,sha256\na.txt,123\n"])
    def test_mistakes_are_named(self, tmp_path: Path, text: str) -> None:
        write_prose(tmp_path, 1)
        (tmp_path / "sources.csv").write_text(text, "utf-8")
        ran = run(tmp_path, "--store", tmp_path / "a.db", *RULES)
        assert ran.code == 2 and "sources.csv" in ran.errors


class TestModel:
    """With an endpoint."""

    @pytest.fixture
    def options(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789")
        (tmp_path / "prices.yaml").write_text(PRICES, "utf-8")
        where = ("--store", tmp_path / "a.db", "--prices", tmp_path / "prices.yaml")
        return (tmp_path / "in", *where, "--model", "m", "--mode", "json_schema", "--jobs", "1")

    def test_nothing_is_asked_twice(
        self, tmp_path: Path, options: Sequence[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 3)
        with serving(otherwise=first_offers) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            first = run(*options, "--retries", "0")
            asked = len(endpoint.bodies)
            assert asked and f"{asked} calls" in first.said
            assert f"{asked * A_CALL:.4f} CNY" in first.said
            with open_store(tmp_path / "a.db") as store:
                assert store.costs() == {"CNY": pytest.approx(asked * A_CALL)}
            run(*options, "--retries", "0")
            run(*options, "--retries", "0", "--form", "2014")  # another result, the same questions
            assert len(endpoint.bodies) == asked
        found = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
        assert b"sk-planted" not in found

    def test_a_dry_run_counts_what_the_run_then_asks(
        self, tmp_path: Path, options: Sequence[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 3)
        with serving(otherwise=first_offers) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            dry = run(*options, "--dry-run")
            assert endpoint.bodies == [] and not (tmp_path / "a.db").exists()
            run(*options, "--retries", "0")
            assert f"would ask about {len(endpoint.bodies)} calls" in dry.said and "CNY" in dry.said
            done = run(*options, "--retries", "0", "--dry-run")
        assert "0 to read, 3 done before" in done.said and "would ask about 0 calls" in done.said

    def test_max_cost_stops_in_order_and_the_next_run_goes_on(
        self, tmp_path: Path, options: Sequence[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 5)
        with serving(otherwise=costly_offers) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            stopped = run(*options, "--retries", "0", "--max-cost", "1.1")
            spent = len(endpoint.bodies) * COSTLY
            assert 0 < spent <= 1.1 and "stopped before --max-cost 1.1 was passed" in stopped.said
            assert stopped.code == 1
            run(*options, "--retries", "0")
            assert len({hash(body) for body in endpoint.bodies}) == len(endpoint.bodies) == 5
        assert len(results(str(tmp_path / "a.db"))) == 5

    def test_max_cost_needs_a_price(
        self, tmp_path: Path, options: Sequence[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 1)
        ran = run(*options[:1], "--store", tmp_path / "a.db", "--model", "odd", "--max-cost", "1")
        assert ran.code == 2 and "needs the price of odd" in ran.errors

    def test_a_fallback_model_is_asked_about_what_the_first_refuses(
        self, tmp_path: Path, options: Sequence[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 2)

        def answer(body: dict[str, Any]) -> Wire:
            if body["model"] == "m" and "青岩甲市" in str(body["messages"]):
                return refusal(400, "content_filter")
            return first_offers(body)

        with serving(otherwise=answer) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            ran = run(*options, "--retries", "0", "--fallback-model", "other")
            assert "2 files: 2 read, 0 failed" in ran.said and "asking other about 1 files" in ran.errors
            models = [request["model"] for request in endpoint.requests]
            assert Counter(models) == {"m": 2, "other": 1}
            again = run(*options, "--retries", "0", "--fallback-model", "other")
            assert "2 done before" in again.said and len(endpoint.bodies) == 3
        with open_store(tmp_path / "a.db") as store:
            made = [r.reports[0].provenance.model for r in store.read_results()]
        assert made == ["other", "m"]

    def test_what_was_read_without_its_model_is_asked_about_again(
        self, tmp_path: Path, options: Sequence[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 2)
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        monkeypatch.setattr("extractor.model.retrying.LONGEST_WAIT", 0.0)
        ran = run(*options)
        assert "no model could be reached for 2 files" in ran.said
        with serving(otherwise=first_offers) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            assert "2 read" in run(*options, "--retries", "0").said
        assert all("model-unreachable" not in text for text in results(str(tmp_path / "a.db")).values())

    def test_no_more_calls_are_under_way_than_told(
        self, tmp_path: Path, options: Sequence[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_prose(tmp_path / "in", 6)
        flying = Flying()
        with serving(otherwise=flying.answer) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            run(*options[:-2], "--jobs", "3", "--calls", "2", "--retries", "0")
        assert flying.most == 2 and flying.count == 6


@pytest.mark.skipif(os.name != "posix", reason="signals")
class TestEndings:
    """Runs in processes of their own."""

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_in_order(self, tmp_path: Path, number: int) -> None:
        write_prose(tmp_path / "in", 6)
        with serving(otherwise=slow_offers) as endpoint:
            process = start(endpoint, tmp_path)
            wait_until(lambda: len(endpoint.bodies) >= 2)
            process.send_signal(number)
            said, errors = process.communicate(timeout=60)
            assert process.returncode == 130, errors
            assert "stopping: what is under way" in errors and "files left; the same command goes on" in said
            assert len(endpoint.bodies) < 6
            again = start(endpoint, tmp_path)
            said, _ = again.communicate(timeout=60)
            assert again.returncode == 0, said
            assert len(set(endpoint.bodies)) == len(endpoint.bodies) == 6

    def test_two_runs_write_at_once(self, tmp_path: Path, store_url: str) -> None:
        for folder in ("a", "b"):
            make_reports(tmp_path / folder, 10, seed=ord(folder))
        runs = [start_rules(store_url, tmp_path / folder) for folder in ("a", "b", "b")]
        said = [run.communicate(timeout=120) for run in runs]
        assert [run.returncode for run in runs] == [0, 0, 0], said
        assert len(results(store_url)) == 20


def slow_offers(body: dict[str, Any]) -> Wire:
    time.sleep(0.3)
    return first_offers(body)


def costly_offers(body: dict[str, Any]) -> Wire:
    status, headers, sent = first_offers(body)
    return status, headers, sent.replace(b'"prompt_tokens": 11', b'"prompt_tokens": 400')


class Flying:
    """Counts the calls under way."""

    def __init__(self) -> None:
        self.now = self.most = self.count = 0

    def answer(self, body: dict[str, Any]) -> Wire:
        self.now, self.count = self.now + 1, self.count + 1
        self.most = max(self.most, self.now)
        time.sleep(0.2)
        self.now -= 1
        return first_offers(body)


def start(endpoint: Endpoint, place: Path) -> subprocess.Popen[str]:
    """A run with the endpoint."""
    told = ["--model", "m", "--mode", "json_schema", "--retries", "0", "--jobs", "2"]
    environment = {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": "sk-x"}
    return _start([str(place / "in"), "--store", str(place / "a.db"), *told], environment)


def start_rules(url: str, folder: Path) -> subprocess.Popen[str]:
    return _start([str(folder), "--store", url, *RULES], {})


def _start(arguments: Iterable[str], environment: dict[str, str], program: str = "") -> subprocess.Popen[str]:
    path = os.pathsep.join(map(os.path.abspath, sys.path))
    return subprocess.Popen(
        [sys.executable, *(("-c", program) if program else ("-m", "extractor")), "run", *ALL, *arguments],
        env=os.environ | {"PYTHONPATH": path} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def wait_until(is_so: Any, patience: float = 30.0) -> None:
    deadline = time.monotonic() + patience
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.01)


def wrong(made: Sequence[Made], found: dict[str, DocumentResult]) -> list[str]:
    """The cells that are not what the report states."""
    faults = []
    for report in made:
        cells = found[str(report.path)].reports[0].cells
        pairs = ((key, value, cells[key].value) for key, value in report.values.items())
        faults += [
            f"{report.path.name} {key}: {value}, not {read}" for key, value, read in pairs if value != read
        ]
    return faults


def read_csv(path: Path) -> list[dict[str, str]]:
    text = path.read_text("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text[1:])))


class OldName(ZipInfo):
    """A part whose name is written in bytes of no stated encoding."""

    def __init__(self, name: bytes) -> None:
        super().__init__("x")
        self._name = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self._name, 0


def test_completion_is_counted_as_the_price_says() -> None:
    assert b'"prompt_tokens": 11' in completion("{}")[2]
