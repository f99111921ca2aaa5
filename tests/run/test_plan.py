"""What is named on the command line: which files are read, where their results go, and what is refused."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from support import DOCUMENTS, no_model

from extractor.output.files import write_whole
from extractor.pipeline import Settings
from extractor.run.batch import run_tasks
from extractor.run.plan import find_files, plan_tasks
from extractor.run.reading import read_task

TABLES = DOCUMENTS / "demo-2021.txt"
OTHER = DOCUMENTS / "lanshi-2023.txt"
GRID = Settings(asker=no_model, readers=("grid",))
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")


def make(*files: Path, content: bytes = b"x") -> None:
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def targets(out: Path, *paths: Path) -> list[str]:
    """Where the results go, below `out`."""
    tasks = plan_tasks(find_files(paths, apart=[out]).places, out).tasks
    return [task.target.relative_to(out).as_posix() for task in tasks]


def refusals(out: Path, *paths: Path, overwrite: bool = False) -> list[str]:
    """What is said of the files that are not read."""
    found = find_files(paths)
    return [str(o.error) for o in plan_tasks(found.places, out, overwrite=overwrite).refused]


def read(out: Path, *paths: Path) -> None:
    """The files read, and their results written."""
    tasks = plan_tasks(find_files(paths).places, out).tasks
    for outcome in run_tasks(tasks, lambda task: read_task(task, GRID)):
        assert outcome.error is None


class TestFiles:
    def test_a_folder_stands_for_all_files_below_it(self, tmp_path: Path) -> None:
        make(*(tmp_path / name for name in ("b.txt", "a.html", "县/2015/a.txt", "县/2016/a.txt")))
        assert targets(tmp_path / "out", tmp_path) == [
            "a.json",
            "b.json",
            "县/2015/a.json",
            "县/2016/a.json",
        ]

    def test_recordings_lie_as_the_results_do(self, tmp_path: Path) -> None:
        make(tmp_path / "a.txt", tmp_path / "县" / "a.txt")
        assert list(find_files([tmp_path]).recordings.values()) == ["a.txt", "县/a.txt"]

    def test_junk_is_passed_over_and_counted(self, tmp_path: Path) -> None:
        names = (".DS_Store", "x/.DS_Store", "Thumbs.db", "~$a.docx", ".~lock.a.doc#", "._a.txt", "a.css")
        make(tmp_path / "a.txt", *(tmp_path / name for name in names))
        make(tmp_path / ".git" / "b.txt", tmp_path / "__MACOSX" / "b.txt")
        found = find_files([tmp_path])
        assert [place.file.name for place in found.places] == ["a.txt"]
        assert found.skipped == {
            ".DS_Store": 2,
            "Thumbs.db": 1,
            "lock-file": 2,
            "hidden-file": 1,
            ".css": 1,
            "hidden-folder": 1,
            "__MACOSX": 1,
        }

    def test_what_is_named_itself_is_never_passed_over(self, tmp_path: Path) -> None:
        make(tmp_path / ".a.txt", tmp_path / "b.css")
        found = find_files([tmp_path / ".a.txt", tmp_path / "b.css"])
        assert len(found.places) == 2 and not found.skipped

    def test_results_and_recordings_are_not_searched(self, tmp_path: Path) -> None:
        make(tmp_path / "a.txt", tmp_path / "out" / "b.txt", tmp_path / "cassettes" / "c.txt")
        found = find_files([tmp_path], apart=[tmp_path / "out", tmp_path / "x" / ".." / "cassettes"])
        assert [place.file.name for place in found.places] == ["a.txt"]

    @pytest.mark.skipif(os.name != "posix", reason="links need a privilege")
    def test_links_in_a_circle_and_pipes(self, tmp_path: Path) -> None:
        make(tmp_path / "a" / "a.txt")
        (tmp_path / "a" / "b").symlink_to(tmp_path, target_is_directory=True)
        os.mkfifo(tmp_path / "a" / "pipe.txt")
        found = find_files([tmp_path])
        assert [place.file.name for place in found.places] == ["a.txt"]
        assert found.skipped == {"special-file": 1}

    def test_each_file_once(self, tmp_path: Path) -> None:
        make(tmp_path / "a.txt")
        assert targets(tmp_path / "out", tmp_path / "a.txt", tmp_path, tmp_path / "x" / ".." / "a.txt") == [
            "a.json"
        ]

    def test_an_empty_folder_is_a_failure(self, tmp_path: Path) -> None:
        make(tmp_path / "a" / "a.txt", tmp_path / "b" / ".DS_Store")
        found = find_files([tmp_path / "a", tmp_path / "b"])
        assert [(str(o.error), getattr(o.error, "exit_code", 0)) for o in found.failed] == [
            (f"{tmp_path / 'b'}: is a folder without any file that may be a report", 3)
        ]

    @only_linux
    def test_a_name_that_is_no_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / os.fsdecode(b"\xff\xfe.txt")
        shutil.copy(TABLES, path)
        read(tmp_path / "out", tmp_path)
        (result,) = (tmp_path / "out").iterdir()
        assert os.fsencode(result.name) == b"\xff\xfe.json"
        assert r"\\xff\\xfe.txt" in result.read_text(encoding="utf-8")
        assert refusals(tmp_path / "out", path) == []

    def test_the_longest_name(self, tmp_path: Path) -> None:
        path = tmp_path / ("县" * 83 + ".txt")
        shutil.copy(TABLES, path)
        read(tmp_path / "out", path)
        assert len(list((tmp_path / "out").iterdir())) == 1


class TestStable:
    """A result's name depends neither on the run nor on what came or went since."""

    def test_what_else_the_run_reads(self, tmp_path: Path) -> None:
        make(*(tmp_path / name for name in ("a.txt", "a.html", "b.txt")))
        out = tmp_path / "out"
        assert targets(out, tmp_path / "a.txt") == ["a.txt.json"]
        assert targets(out, tmp_path / "b.txt", tmp_path / "a.txt") == ["b.json", "a.txt.json"]

    def test_a_neighbour_that_came(self, tmp_path: Path) -> None:
        out, path = tmp_path / "out", tmp_path / "a.txt"
        shutil.copy(TABLES, path)
        read(out, path)
        make(tmp_path / "a.html")
        assert targets(out, tmp_path) == ["a.html.json", "a.json"]

    def test_a_neighbour_that_went(self, tmp_path: Path) -> None:
        out, path = tmp_path / "out", tmp_path / "a.txt"
        shutil.copy(TABLES, path)
        make(tmp_path / "a.html")
        read(out, path)
        (tmp_path / "a.html").unlink()
        assert targets(out, path) == ["a.txt.json"]


class TestRefused:
    """No result is put silently in the place of another's."""

    @pytest.fixture
    def out(self, tmp_path: Path) -> Path:
        """Of x/a.txt, read before."""
        (tmp_path / "x").mkdir()
        (tmp_path / "y").mkdir()
        shutil.copy(TABLES, tmp_path / "x" / "a.txt")
        read(tmp_path / "out", tmp_path / "x" / "a.txt")
        return tmp_path / "out"

    def test_another_file_with_another_text(self, out: Path, tmp_path: Path) -> None:
        source = tmp_path / "y" / "a.txt"
        shutil.copy(OTHER, source)
        old = f"{out / 'a.json'} is the result of {tmp_path / 'x' / 'a.txt'}"
        advice = "another --out keeps both, --overwrite replaces it"
        assert refusals(out, source) == [f"{source}: {old}; {advice}"]
        assert refusals(out, source, overwrite=True) == []

    def test_through_a_folder(self, out: Path, tmp_path: Path) -> None:
        shutil.copy(OTHER, tmp_path / "y" / "a.txt")
        assert len(refusals(out, tmp_path / "y")) == 1

    def test_the_same_text_elsewhere_is_the_same(self, out: Path, tmp_path: Path) -> None:
        shutil.copy(TABLES, tmp_path / "y" / "a.txt")
        assert refusals(out, tmp_path / "y" / "a.txt") == []

    def test_the_same_file_with_another_text(self, out: Path, tmp_path: Path) -> None:
        shutil.copy(OTHER, tmp_path / "x" / "a.txt")
        assert refusals(out, tmp_path / "x" / "a.txt") == []

    @pytest.mark.parametrize(
        "content", ["", "{}", '{"source": {"path": 1}}', '{"source": ' + "[" * 9999, "我"]
    )
    def test_a_file_that_is_no_result(self, tmp_path: Path, content: str) -> None:
        target = tmp_path / "out" / "a.json"
        write_whole(target, content)
        make(tmp_path / "a.txt")
        reason = f"{target} is in its result's place, and no result; --overwrite replaces it"
        assert refusals(tmp_path / "out", tmp_path / "a.txt") == [f"{tmp_path / 'a.txt'}: {reason}"]
        assert refusals(tmp_path / "out", tmp_path / "a.txt", overwrite=True) == []

    def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "out" / "a.json").mkdir(parents=True)
        make(tmp_path / "a.txt")
        (reason,) = refusals(tmp_path / "out", tmp_path / "a.txt", overwrite=True)
        assert (
            reason == f"{tmp_path / 'a.txt'}: {tmp_path / 'out' / 'a.json'}: cannot be written (is a folder)"
        )

    @pytest.mark.parametrize("names", [("x/a.txt", "y/a.txt"), ("x/a.txt", "y/A.md")])
    def test_two_of_one_run(self, tmp_path: Path, names: tuple[str, str]) -> None:
        first, second = (tmp_path / name for name in names)
        make(first, second)
        (reason,) = refusals(tmp_path / "out", first, second, overwrite=True)
        assert reason.startswith(
            f"{second}: its result would have the name of that of {first}; name the folder"
        )
        assert targets(tmp_path / "out", tmp_path) == [f"{Path(n).with_suffix('')}.json" for n in names]

    def test_two_of_one_run_with_one_recording(self, tmp_path: Path) -> None:
        make(tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt", tmp_path / "y" / "a.html")
        assert len(refusals(tmp_path / "out", tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt")) == 1
