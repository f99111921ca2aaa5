"""Limits on time and memory: a real child reads, and does what hostile files make parsers and readers do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import cast

import misbehaving
import pytest
from support import DOCUMENTS, fails

from extractor.errors import EndpointError, ExtractorError, MissingInput, UnreadableInput
from extractor.loading import load, load_report
from extractor.loading.memory import lacks_memory
from extractor.records import Document
from extractor.run.batch import Outcome, Tally, Task, Told, run_tasks
from extractor.run.limits import Children, Limits
from extractor.run.plan import find_files, plan_tasks
from extractor.run.progress import error_to_text
from extractor.run.reading import LoadJob

ROOT = Path(__file__).resolve().parents[2]
PATHS = os.pathsep.join((str(ROOT), str(ROOT / "tests" / "run")))
TABLES = DOCUMENTS / "demo-2021.txt"
PATIENCE = 60.0  # seconds that a busy machine may need for what takes none
ROOMY = Limits(seconds=PATIENCE, memory=2)
NARROW = Limits(seconds=PATIENCE, memory=0.5)
SHORT = Limits(seconds=3)  # enough to get so far as to hang, on a busy machine, too
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="the system has no such limit")
only_posix = pytest.mark.skipif(os.name != "posix", reason="no signals")


def read(reader: Children, path: Path) -> Document:
    """What the misbehaving loader makes of the file, in a child."""
    return cast("Document", reader.run(misbehaving.Act(path), str(path)))


def failure(reader: Children, name: str) -> tuple[str, object]:
    """Why the file is not read: the id, and the detail that it is about."""
    with pytest.raises(UnreadableInput) as error:
        read(reader, Path(name))
    message = str(error.value)
    assert message.startswith(f"{name}: ") and "\n" not in message
    assert error.value.exit_code == 3
    assert error.value.details.pop("path") == name
    (detail,) = error.value.details.values()
    return error.value.id, detail


def process(reader: Children, name: str = "a.txt") -> int:
    """Which process reads the file."""
    return int(read(reader, Path(name)).text)


def told(path: Path) -> int:
    """The number of the process that the file's loader told of, as soon as it is told."""
    deadline = time.monotonic() + PATIENCE
    while not path.with_suffix(".pid").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return int(path.with_suffix(".pid").read_text(encoding="ascii"))


def is_gone(process: int) -> bool:
    """Whether the process ends, given some time."""
    deadline = time.monotonic() + PATIENCE
    while is_alive(process):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def is_alive(process: int) -> bool:
    """Also where it ended, but no one asked about it yet, it is not."""
    try:
        os.kill(process, 0)
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
        return status.rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:  # no Linux
        return sys.platform != "linux"
    except ProcessLookupError:
        return False


class TestWell:
    @pytest.mark.parametrize("name", ["demo-2021.txt", "jiangyu-2010.html"])
    def test_a_document_is_the_same(self, name: str) -> None:
        with Children() as reader:
            assert reader.run(misbehaving.Load(DOCUMENTS / name), name) == load(DOCUMENTS / name)

    def test_no_child_before_the_first_file(self) -> None:
        with Children(ROOMY) as reader:
            assert not reader._children

    def test_one_child_reads_all_files(self) -> None:
        with Children(ROOMY) as reader:
            assert len({process(reader, f"{n}.txt") for n in range(5)} - {os.getpid()}) == 1

    def test_noise_breaks_no_answer(self, capfd: pytest.CaptureFixture[str]) -> None:
        with Children(ROOMY) as reader:
            assert process(reader, "chatter.txt") == process(reader)
        assert capfd.readouterr() == ("", "")

    def test_paths_of_all_characters(self) -> None:
        name = "某县 2022\n\udcff.txt"
        with Children(ROOMY) as reader:
            assert read(reader, Path(name)).path == name

    def test_from_several_threads(self) -> None:
        found: list[int] = []
        with Children(ROOMY) as reader:
            threads = [Thread(target=lambda: found.append(process(reader))) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(found) == 8
            assert set(found) == {child._process.pid for child in reader._children}

    def test_the_callers_script_is_not_run_again(self, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text(
            "print('once')\nimport misbehaving\nfrom pathlib import Path\nfrom extractor.run.limits import Children\n"
            f"job = misbehaving.Load(Path({str(TABLES)!r}))\n"
            "with Children() as reader: print(reader.run(job, 'a.txt').media_type)\n",
            encoding="utf-8",
        )
        done = subprocess.run(
            [sys.executable, "-W", "error", str(script)],
            env=os.environ | {"PYTHONPATH": PATHS},
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
        )
        assert (done.stdout, done.stderr) == ("once\ntext/plain\n", "")


class TestQuestions:
    """What a job asks of the run, and what that costs it."""

    def test_each_has_its_answer(self) -> None:
        with Children(ROOMY) as children:
            assert children.run(misbehaving.Ask(Path("a.txt"), 3), "a.txt", lambda n: n * 10) == (0, 10, 20)

    def test_waiting_for_them_is_not_counted(self) -> None:
        def slowly(number: int) -> int:
            time.sleep(SHORT.seconds * 0.7)
            return number

        with Children(SHORT) as children:
            assert children.run(misbehaving.Ask(Path("a.txt"), 2), "a.txt", slowly) == (0, 1)

    def test_the_time_between_them_is_counted(self, tmp_path: Path) -> None:
        path = tmp_path / "hang.txt"
        with Children(SHORT) as children, fails(UnreadableInput, "reading.late", seconds=3):
            children.run(misbehaving.Ask(path, 2), str(path), lambda n: n)

    def test_an_error_is_the_jobs(self) -> None:
        def refuse(number: int) -> int:
            raise EndpointError(
                "endpoint.failed", kind="A", why="Failed to allocate"
            )  # an endpoint's memory is not the reader's

        with Children(ROOMY) as children:
            before = process(children)
            with fails(EndpointError, "endpoint.failed", why="Failed to allocate"):
                children.run(misbehaving.Ask(Path("a.txt"), 1), "a.txt", refuse)
            assert process(children) == before

    @only_linux
    def test_a_second_child_is_told_what_the_first_was(self) -> None:
        asked: list[int] = []

        def answer(number: int) -> int:
            asked.append(number)
            return number

        with Children(NARROW) as children:
            process(children, "keep-1.txt")
            assert children.run(misbehaving.Ask(Path("keep-2.txt"), 3), "keep-2.txt", answer) == (0, 1, 2)
        assert asked == [0, 1, 2]

    @only_posix
    def test_a_key_stays_with_the_run(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
        with Children(ROOMY) as children:
            assert read(children, Path("environment.txt")).text == ""


class TestErrors:
    def test_ours_are_the_same(self, tmp_path: Path) -> None:
        missing = fails(MissingInput, "file.missing", path=str(tmp_path / "no.txt"))
        with Children(ROOMY) as reader, missing:
            reader.run(misbehaving.Load(tmp_path / "no.txt"), "no.txt")

    def test_they_cost_no_child(self) -> None:
        with Children(ROOMY) as reader:
            before = process(reader)
            for name in ("miss.txt", "stumble.txt"):
                with pytest.raises((MissingInput, KeyError)):
                    read(reader, Path(name))
            assert process(reader) == before

    @pytest.mark.parametrize(
        ("name", "kind", "text"),
        [("stumble.txt", KeyError, "'a bug'"), ("oddly.txt", RuntimeError, "OddError: soso")],
    )
    def test_a_bug_is_shown_with_its_place(self, name: str, kind: type[Exception], text: str) -> None:
        with Children(ROOMY) as reader, pytest.raises(kind) as error:
            read(reader, Path(name))
        assert str(error.value) == text
        shown = error_to_text(Outcome(Task(Path(name), Path("out")), error=error.value))
        assert "(unexpected; please report it)" in shown
        assert "misbehaving.py" in shown and "in _stumble" in shown


class TestTime:
    @pytest.mark.parametrize("name", ["hang.txt", "ponder.txt"])
    def test_a_file_that_takes_too_long(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        with Children(SHORT) as reader:
            assert failure(reader, str(path)) == ("reading.late", 3)
            assert is_gone(told(path))

    def test_the_next_gets_a_fresh_child(self, tmp_path: Path) -> None:
        with Children(SHORT) as reader:
            before = process(reader)
            failure(reader, str(tmp_path / "hang.txt"))
            assert process(reader) != before

    @only_posix
    def test_what_it_started_ends_with_it(self, tmp_path: Path) -> None:
        path = tmp_path / "convert.doc"
        with Children(SHORT) as reader:
            assert failure(reader, str(path)) == ("reading.late", 3)
        assert is_gone(told(path))


class TestMemory:
    @only_linux
    def test_a_file_that_takes_too_much(self) -> None:
        with Children(NARROW) as reader:
            assert failure(reader, "swell.txt") == ("reading.memory", 0.5)
            assert process(reader)

    @only_linux
    def test_no_file_fails_for_what_others_left(self) -> None:
        with Children(NARROW) as reader:
            assert process(reader, "keep-1.txt") != process(reader, "keep-2.txt")

    @only_linux
    def test_parsers_have_their_own_words_for_it(self, tmp_path: Path) -> None:
        path = tmp_path / "a.html"
        path.write_text(
            "<p>2022年政府信息公开工作年度报告</p>" + "<b><i>1</i></b>" * 400_000, encoding="utf-8"
        )
        reason = fails(UnreadableInput, "reading.memory", size=0.1)
        with Children(Limits(PATIENCE, memory=0.1)) as reader, reason:
            reader.run(misbehaving.Load(path), str(path))


class TestEnds:
    @only_posix
    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("crash.txt", ("reading.signal", 11)),
            ("abort.txt", ("reading.signal", 6)),
            ("quit.txt", ("reading.code", 7)),
            ("vanish.txt", ("reading.killed", 9)),
        ],
    )
    def test_a_file_that_ends_its_reader(self, name: str, reason: tuple[str, int]) -> None:
        with Children(ROOMY) as reader:
            before = process(reader)
            assert failure(reader, name) == reason
            assert process(reader) != before

    def test_closing_ends_all(self) -> None:
        with Children(ROOMY) as reader:
            child = process(reader)
        assert is_gone(child)
        with fails(ExtractorError, "run.stopped"):
            process(reader)

    def test_closing_ends_what_is_read(self, tmp_path: Path) -> None:
        path, errors = tmp_path / "hang.txt", list[Exception]()

        def read_on() -> None:
            try:
                read(reader, path)
            except ExtractorError as error:
                errors.append(error)

        with Children(ROOMY) as reader:
            thread = Thread(target=read_on)
            thread.start()
            child = told(path)
        thread.join()
        assert is_gone(child) and len(errors) == 1

    @only_posix
    @pytest.mark.parametrize("name", ["hang.txt", "convert.doc"])
    def test_none_outlives_its_parent(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        code = (
            "import misbehaving, pathlib, sys\nfrom extractor.run.limits import Children\n"
            "Children().run(misbehaving.Act(pathlib.Path(sys.argv[1])), 'a.txt')\n"
        )
        environment = os.environ | {"PYTHONPATH": PATHS}
        with subprocess.Popen([sys.executable, "-c", code, str(path)], env=environment) as parent:
            reader = told(path)
            parent.kill()
        assert is_gone(reader)


class TestRuns:
    @pytest.fixture(params=[1, 4], ids=["one", "four"])
    def outcomes(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Outcome]]:
        names = ("hang.txt", "crash.txt", "a.txt", "swell.txt", "stumble.txt", "b.txt", "c.txt")
        for name in ("a.txt", "b.txt", "c.txt"):
            (tmp_path / name).write_bytes(TABLES.read_bytes())
        limits = Limits(seconds=5, memory=0.5)
        tasks = plan_tasks(find_files(tmp_path / name for name in names).places, tmp_path / "out").tasks
        with Children(limits) as children:

            def read(task: Task) -> Told:
                return cast("Told", children.run(misbehaving.ActOrRead(task), str(task.source)))

            yield list(run_tasks(tasks, read, jobs=request.param))

    @only_linux
    def test_the_others_go_on(self, outcomes: list[Outcome], tmp_path: Path) -> None:
        errors = {o.task.source.name: str(o.error).partition(": ")[2] for o in outcomes if o.error}
        assert errors == {
            "hang.txt": "takes more than 5 seconds to read (--time-limit)",
            "crash.txt": "ended the process that read it (signal 11)",
            "swell.txt": "needs more than 0.5 GB of memory to read (--memory-limit)",
            "stumble.txt": "",
        }
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.json", "b.json", "c.json"]
        tally = Tally()
        for outcome in outcomes:
            tally.add(outcome)
        assert sorted(tally.codes) == [1, 3, 3, 3]


class TestLacksMemory:
    @pytest.mark.parametrize(
        ("error", "lacks"),
        [
            (MemoryError(), True),
            (RuntimeError("std::bad_alloc"), True),
            (UnreadableInput("pdf.broken-because", path="a.pdf", why="RuntimeError"), False),
            (ValueError("no count of the year"), False),
        ],
    )
    def test_by_its_words(self, error: Exception, lacks: bool) -> None:
        assert lacks_memory(error) is lacks

    def test_by_what_lies_behind(self) -> None:
        error = UnreadableInput("sheet.broken", path="a.xlsx", why="MemoryError")
        error.__cause__ = MemoryError()
        assert lacks_memory(error)


def test_a_source_is_loaded_in_a_child_as_it_is_here() -> None:
    path = DOCUMENTS / "demo-2021.txt"
    with Children(Limits()) as children:
        assert children.run(LoadJob(path), path.name) == load_report(path)
        with pytest.raises(MissingInput):
            children.run(LoadJob(path.with_name("no.txt")), "no.txt")
