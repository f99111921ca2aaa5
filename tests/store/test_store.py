"""Stores, on both databases: what goes in comes out word for word, whole or not at all."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import Engine, func, select, text
from support import DOCUMENTS, fails, no_model

from extractor.errors import MissingInput, StoreError, UsageError
from extractor.loading import load_report
from extractor.output import DocumentResult, read_result, result_to_json
from extractor.pipeline import Settings, extract_file
from extractor.store import Failure, Store, StoredFile, is_store, open_store, pack
from extractor.store.address import to_url
from extractor.store.engine import connect, reading, writing
from extractor.store.schema import HEAD, to_config
from extractor.store.tables import cells, documents, evidence, metadata

RULES = Settings(asker=no_model, readers=("grid", "regex"))
SAMPLES = ("demo-2014.txt", "demo-2021.txt", "lanshi-2023.txt")
WHOLE = ("documents", "reports", "cells", "candidates", "evidence", "findings")


@cache
def read(name: str) -> tuple[DocumentResult, str]:
    path = DOCUMENTS / name
    return extract_file(path, RULES), load_report(path).text


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with open_store(store_url) as opened:
        yield opened


def put(store: Store, *names: str) -> None:
    for name in names:
        result, document = read(name)
        store.put(result, f"key of {name}", document)


def counts(store: Store) -> dict[str, int]:
    with reading(store._engine) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
            for name in WHOLE
        }


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    engine = connect(to_url(url))
    yield engine
    engine.dispose()


def odd_result(**changes: object) -> DocumentResult:
    """A result with what databases like to change: kinds of numbers, order, characters, long digits."""
    result, _ = read("demo-2014.txt")
    content = json.loads(result_to_json(result))
    cell = next(iter(content["reports"][0]["cells"].values()))
    cell |= {"value": 3.0, "details": {"z": 1, "a": [1.5, {"id": "x", "details": {}}], "n": "a\0b"}}
    cell["candidates"] = [cell["candidates"][0] | {"value": 123456789012345678, "why": "”\\u4e00😀\t\0"}]
    return DocumentResult.model_validate(content | changes)


class TestWordForWord:
    def test_results_come_back_as_they_are_written(self, store: Store) -> None:
        put(store, *SAMPLES)
        back = {result.source.path: result_to_json(result) for result in store.read_results()}
        assert back == {read(name)[0].source.path: result_to_json(read(name)[0]) for name in SAMPLES}

    def test_numbers_order_and_characters(self, store: Store) -> None:
        odd = odd_result()
        store.put(odd, "odd", "text\0text")
        (back,) = store.read_results()
        assert result_to_json(back) == result_to_json(odd)
        assert isinstance(next(iter(back.reports[0].cells.values())).value, float)

    def test_results_of_the_first_schema_and_without_reports(self, store: Store) -> None:
        store.put(odd_result(schema_version=1, reports=[]), "old", "")
        (back,) = store.read_results()
        assert (back.schema_version, back.reports) == (1, ())

    def test_offsets_point_into_the_text_that_is_kept(self, store: Store) -> None:
        put(store, *SAMPLES)
        with reading(store._engine) as connection:
            joined = select(
                documents.c.text, evidence.c.start, evidence.c.end, evidence.c.text.label("shown")
            )
            rows = connection.execute(joined.join_from(evidence, documents)).all()
        assert len(rows) > 100
        assert all(row.text[row.start : row.end] == row.shown for row in rows)

    def test_values_can_be_counted_with(self, store: Store) -> None:
        put(store, "demo-2014.txt")
        chosen = select(cells.c.value).where(cells.c.key == "requests.received")
        with reading(store._engine) as connection:
            assert connection.execute(chosen).scalar_one() == 46

    def test_an_export_can_be_made_while_another_run_writes(self, store: Store) -> None:
        put(store, "demo-2014.txt", "demo-2021.txt")
        results = store.read_results()
        first = next(results)
        put(store, "lanshi-2023.txt")
        assert [first.source.path, *(r.source.path for r in results)] == [
            str(DOCUMENTS / name) for name in ("demo-2014.txt", "demo-2021.txt")
        ]


class TestWhole:
    def test_what_breaks_in_the_middle_leaves_nothing(self, store: Store) -> None:
        result, document = read("demo-2021.txt")
        packed = pack(result, "k", document)
        packed.rows["findings"] = [{"report": 99, "finding": 1}]  # of a report that is not there
        with pytest.raises(StoreError):
            store.keep(packed)
        assert set(counts(store).values()) == {0}
        other, text_ = read("demo-2014.txt")
        with pytest.raises(StoreError):
            store.keep_all([(pack(other, "other", text_), ()), (packed, ())])
        assert set(counts(store).values()) == {0}

    def test_several_are_kept_at_once(self, store: Store) -> None:
        found = {name: read(name) for name in ("demo-2014.txt", "demo-2021.txt")}
        store.keep_all((pack(result, name, text), ()) for name, (result, text) in found.items())
        assert [r.source.path for r in store.read_results()] == [str(DOCUMENTS / name) for name in found]

    def test_the_same_key_is_kept_once(self, store: Store) -> None:
        put(store, "demo-2014.txt")
        before = counts(store)
        put(store, "demo-2014.txt")
        assert counts(store) == before

    def test_a_result_without_its_model_is_replaced_by_a_whole_one(self, store: Store) -> None:
        result, document = read("demo-2014.txt")
        store.keep(pack(result, "k", document, complete=False))
        before = counts(store)
        assert not store.has("k") and len(list(store.read_results())) == 1
        store.keep(pack(result, "k", document))
        assert store.has("k") and counts(store) == before
        store.keep(pack(result, "k", document, complete=False))
        assert store.has("k") and counts(store) == before

    def test_many_threads_put_the_same(self, store: Store) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda name: put(store, name), SAMPLES * 8))
        assert counts(store)["documents"] == len(SAMPLES)

    def test_two_stores_put_the_same_at_once(self, store_url: str) -> None:
        with open_store(store_url) as one, open_store(store_url) as other, ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda store: put(store, *SAMPLES), (one, other)))
            assert counts(one)["documents"] == len(SAMPLES)

    def test_several_processes_open_a_new_store_at_once(self, store_url: str) -> None:
        program = f"from extractor.store import open_store; open_store({store_url!r}).close()"
        runs = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(4)]
        assert [run.wait() for run in runs] == [0] * 4


class TestFiles:
    PLACE = StoredFile("县/b.txt", "0" * 64, "https://example.org/b", "2026-01-02", "1" * 64)

    def test_files_of_the_same_bytes_have_one_result(self, store: Store) -> None:
        put(store, "demo-2014.txt")
        store.link({"key of demo-2014.txt": [self.PLACE]})
        assert len(list(store.read_results())) == 1
        assert [file.path for file in store.files()] == [str(DOCUMENTS / "demo-2014.txt"), "县/b.txt"]

    def test_addresses_travel_into_the_result(self, store: Store) -> None:
        result, document = read("demo-2014.txt")
        place = StoredFile(result.source.path, result.source.sha256, "https://example.org/", "2026-01-02")
        store.keep(pack(result, "k", document), [place])
        (back,) = store.read_results()
        assert back.source.address == "https://example.org/" and back.source.fetched == "2026-01-02"
        assert '"address": "https://example.org/"' in result_to_json(back)

    def test_a_file_with_new_bytes_has_their_result_alone(self, store: Store) -> None:
        old, document = read("demo-2014.txt")
        place = StoredFile("a.txt", old.source.sha256)
        store.keep(pack(old, "old", document), [place])
        new, text_ = read("lanshi-2023.txt")
        store.keep(pack(new, "new", text_), [StoredFile("a.txt", new.source.sha256)])
        (back,) = store.read_results()
        assert (back.source.path, back.reports) == ("a.txt", new.reports)
        store.link({"old": [place]})  # the old bytes are back
        (back,) = store.read_results()
        assert back.reports == old.reports

    def test_a_document_whose_file_has_changed_is_named_by_another_of_its_files(self, store: Store) -> None:
        put(store, "demo-2014.txt")
        result, _ = read("demo-2014.txt")
        store.link({"key of demo-2014.txt": [self.PLACE]})
        new, document = read("lanshi-2023.txt")
        store.keep(pack(new, "new", document), [StoredFile(result.source.path, new.source.sha256)])
        assert [back.source.path for back in store.read_results()] == [result.source.path, "县/b.txt"]


class TestFailures:
    FAILURE = Failure("县/坏.pdf", "0" * 64, "UnreadableInput", "县/坏.pdf: is empty", 3)

    def test_a_failure_is_told_until_the_file_is_read(self, store: Store) -> None:
        store.fail(self.FAILURE)
        store.fail(self.FAILURE)
        assert store.failures() == (self.FAILURE,)
        result, document = read("demo-2014.txt")
        store.keep(pack(result, "k", document), [StoredFile(self.FAILURE.path, result.source.sha256)])
        assert store.failures() == ()


class TestCalls:
    CALL: ClassVar[dict[str, Any]] = {
        "run_id": None,
        "sha256": "a" * 64,
        "model": "m",
        "asked": '{"items":["收到申请数"]}',
        "answered": "{}",
        "prompt_tokens": 1000,
        "completion_tokens": 100,
        "seconds": 0.5,
    }

    def test_answers_are_kept_in_their_order_with_what_they_cost(self, store_url: str) -> None:
        with open_store(
            store_url, price=lambda model, prompt, answer: (prompt * 2e-6 + answer * 8e-6, "CNY")
        ) as store:
            run = store.begin_run("0.1", {"readers": ["llm"]})
            store.add_call(self.CALL | {"run_id": run})
            store.add_call(self.CALL | {"asked": "second"})
            assert [asked for asked, _ in store.answers("a" * 64)] == [self.CALL["asked"], "second"]
            assert store.answers("b" * 64) == []
            assert store.costs(run) == {"CNY": pytest.approx(0.0028)}
            assert store.costs() == {"CNY": pytest.approx(0.0056)}
            store.end_run(run, "done")


class TestOpening:
    def test_the_migrations_make_the_tables_that_the_code_expects(self, store_url: str) -> None:
        from alembic import command
        from alembic.script import ScriptDirectory

        open_store(store_url).close()
        with engine_of(store_url) as engine, writing(engine) as connection:
            config = to_config(connection)
            command.check(config)
            assert ScriptDirectory.from_config(config).get_current_head() == HEAD

    def test_all_of_it_can_be_undone(self, store_url: str) -> None:
        from alembic import command

        open_store(store_url).close()
        with engine_of(store_url) as engine, writing(engine) as connection:
            command.downgrade(to_config(connection), "base")
        open_store(store_url).close()

    def test_a_store_of_a_newer_version_is_refused(self, store_url: str) -> None:
        with open_store(store_url) as store, writing(store._engine) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with fails(StoreError, "store.newer"):
            open_store(store_url)

    def test_another_program_s_database_is_left_alone(self, tmp_path: Path) -> None:
        path = tmp_path / "other.db"
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE theirs (a)")
        connection.close()
        with fails(StoreError, "store.foreign", names=("theirs",)):
            open_store(path)

    def test_what_is_no_store(self, tmp_path: Path) -> None:
        (tmp_path / "a.db").write_text("not a database, but long enough to look like one" * 40, "utf-8")
        with fails(StoreError, "store.said", why="file is not a database"):
            open_store(tmp_path / "a.db")
        with fails(MissingInput, "store.missing"):
            open_store(tmp_path / "b.db", must_exist=True)
        with fails(UsageError, "store.address"):
            open_store("oracle://host/x")

    def test_no_password_is_told(self) -> None:
        with pytest.raises(StoreError) as caught:
            open_store("postgresql://me:s3cret@127.0.0.1:1/x")
        assert "s3cret" not in str(caught.value) and "me" not in str(caught.value).split(":")[0]

    def test_chinese_stands_readable(self, tmp_path: Path) -> None:
        with open_store(tmp_path / "a.db") as store:
            put(store, "demo-2014.txt")
        found = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"\\u4e" not in found and "青柳县".encode() in found


def test_without_the_extra_it_is_named() -> None:
    program = """
import sys
sys.modules["sqlalchemy"] = None
from extractor.errors import UsageError
for attempt in (lambda: __import__("extractor.store", fromlist=["Store"]).Store, None):
    try:
        attempt() if attempt else __import__("extractor.store", fromlist=["x"]).open_store("a.db")
    except UsageError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.count('pip install ".[store]" in the folder of its source') == 2


def test_what_names_a_store(tmp_path: Path) -> None:
    open_store(tmp_path / "there.odd").close()
    (tmp_path / "text.db").write_text("text", "utf-8")
    for name in (
        "sqlite:///x",
        "postgresql+psycopg://h/d",
        "postgres://h/d",
        "new.db",
        tmp_path / "there.odd",
    ):
        assert is_store(name), name
    for name in (tmp_path, tmp_path / "text.db", "results", "http://h/x", "a.csv"):
        assert not is_store(name), name


def test_results_on_disk_are_those_of_a_store(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    result, document = read("demo-2014.txt")
    path.write_text(result_to_json(result), "utf-8")
    with open_store(tmp_path / "a.db") as store:
        store.put(read_result(path), "k", document)
        assert next(store.read_results()) == read_result(path)
