"""Runs over many files: what is kept, threads, sums, exit codes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from support import DOCUMENTS, QueuedAsker, no_model, reply

from extractor.errors import LocalModelError, ModelError, StoreError
from extractor.model.asker import Asker
from extractor.output.files import write_whole
from extractor.output.results import read_result
from extractor.pipeline import Settings
from extractor.run.batch import (
    NAMED,
    Keep,
    Outcome,
    Tally,
    Task,
    Told,
    run_tasks,
    tally_to_line,
    tally_to_lines,
)
from extractor.run.plan import find_files, plan_tasks
from extractor.run.reading import read_task, to_told
from extractor.run.resume import find_kept

TABLES = DOCUMENTS / "demo-2021.txt"
PROSE = DOCUMENTS / "demo-2014.txt"
GRID = Settings(asker=no_model, readers=("grid",))


def silent_model(path: Path | None = None, count: int = 50) -> QueuedAsker:
    """A model that leaves every item out."""
    return QueuedAsker([reply({}) for _ in range(count)], model="silent")


def run(sources: Sequence[Path], out: Path, settings: Settings = GRID, jobs: int = 1) -> list[Outcome]:
    tasks = plan_tasks(find_files(sources).places, out).tasks
    return list(run_tasks(tasks, lambda task: read_task(task, settings), jobs=jobs))


def no_server(path: Path) -> Asker:
    raise LocalModelError("weights.missing", command="pip")


@pytest.mark.parametrize("jobs", [1, 3])
def test_one_bad_file_stops_no_other(tmp_path: Path, jobs: int) -> None:
    outcomes = run([tmp_path / "no.txt", TABLES, PROSE], tmp_path / "out", jobs=jobs)
    failed = [outcome for outcome in outcomes if outcome.error]
    assert [str(outcome.error) for outcome in failed] == [f"{tmp_path / 'no.txt'}: no such file"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["demo-2014.json", "demo-2021.json"]


def test_a_missing_model_fails_only_a_run_of_the_model_alone(tmp_path: Path) -> None:
    outcomes = run([PROSE, TABLES], tmp_path, Settings(asker=no_server, readers=("llm",)))
    assert [type(outcome.error) for outcome in outcomes] == [LocalModelError, type(None)]


def test_without_a_model_the_rules_still_fill_the_form(tmp_path: Path) -> None:
    with_rules = run([PROSE], tmp_path / "rules", Settings(asker=no_model, readers=("grid", "regex")))
    outcomes = run([PROSE, TABLES], tmp_path / "out", Settings(asker=no_server, ask="all"))
    prose, tables = (read_result(outcome.task.target) for outcome in outcomes)
    ruled = read_result(with_rules[0].task.target)
    assert prose.reports[0].cells == ruled.reports[0].cells
    (told,) = (f for f in prose.reports[0].findings if f.type == "model-unreachable")
    assert "the embedded model is not installed" in told.message and len(told.keys) > 10
    assert prose.reports[0].usage.calls == 0 and prose.reports[0].provenance.model is None
    assert "model-unreachable" not in {f.type for f in tables.reports[0].findings}


def test_the_last_line_tells_of_a_missing_model(tmp_path: Path) -> None:
    tally = Tally()
    for outcome in run([PROSE, TABLES], tmp_path, Settings(asker=no_server, ask="all")):
        tally.add(outcome)
    assert tally.exit_code == 0
    assert tally_to_line(tally).endswith(
        "; no model could be reached for 1 files: the same command with --resume asks again"
    )


def test_a_result_that_cannot_be_written_fails_its_file_alone(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    tasks = [Task(TABLES, tmp_path / "made"), Task(PROSE, tmp_path / "demo-2014.json")]
    outcomes = list(run_tasks(tasks, lambda task: read_task(task, GRID)))
    assert [str(outcome.error or "") for outcome in outcomes][1] == ""
    assert "cannot be written" in str(outcomes[0].error)
    assert not list(tmp_path.glob(".*.tmp"))


class TestSeveralAtOnce:
    """What several jobs have done within a moment is kept at once."""

    @staticmethod
    def outcomes(tmp_path: Path, keep: Keep, jobs: int = 2, count: int = 6) -> list[Outcome]:
        tasks = [Task(Path(f"{number}.txt"), tmp_path / f"{number}.json") for number in range(count)]
        return list(run_tasks(tasks, lambda task: Told((), text="{}"), jobs=jobs, keep=keep))

    def test_each_result_is_kept_once(self, tmp_path: Path) -> None:
        groups: list[list[str]] = []

        def keep(results: Sequence[tuple[Task, Told]]) -> None:
            groups.append([task.source.stem for task, _ in results])

        outcomes = self.outcomes(tmp_path, keep, count=200)
        assert sorted(name for group in groups for name in group) == sorted(map(str, range(200)))
        assert len(groups) < 20 and max(map(len, groups)) <= 64
        assert not any(outcome.error for outcome in outcomes) and len(outcomes) == 200

    def test_one_job_keeps_each_as_it_comes(self, tmp_path: Path) -> None:
        groups: list[int] = []
        self.outcomes(tmp_path, lambda results: groups.append(len(results)), jobs=1)
        assert groups == [1] * 6

    def test_one_that_cannot_be_kept_loses_no_other(self, tmp_path: Path) -> None:
        kept: list[str] = []

        def keep(results: Sequence[tuple[Task, Told]]) -> None:
            names = [task.source.stem for task, _ in results]
            if "3" in names:
                raise StoreError("store.said", address="a", why="no room")
            kept.extend(names)

        outcomes = self.outcomes(tmp_path, keep)
        assert sorted(kept) == ["0", "1", "2", "4", "5"]
        assert [outcome.task.source.stem for outcome in outcomes if outcome.error] == ["3"]

    def test_a_bug_is_raised_when_all_before_it_are_kept(self, tmp_path: Path) -> None:
        kept: list[str] = []

        def keep(results: Sequence[tuple[Task, Told]]) -> None:
            if any(task.source.stem == "3" for task, _ in results):
                raise ValueError("a bug")
            kept.extend(task.source.stem for task, _ in results)

        tasks = [Task(Path(f"{number}.txt"), tmp_path / f"{number}.json") for number in range(5)]
        told: list[str] = []
        with pytest.raises(ValueError, match="a bug"):
            for outcome in run_tasks(tasks, lambda task: Told((), text="{}"), jobs=2, keep=keep):
                told.append(outcome.task.source.stem)
        assert told == kept


class TestKept:
    """Which results of an earlier run this run would make again."""

    @pytest.fixture
    def task(self, tmp_path: Path) -> Task:
        source = tmp_path / "report.txt"
        shutil.copy(PROSE, source)
        return Task(source, tmp_path / "out" / "report.json")

    def make(self, task: Task, settings: Settings) -> None:
        (outcome,) = run([task.source], task.target.parent, settings)
        assert outcome.error is None

    def change(self, task: Task, change: dict[str, object]) -> None:
        content = json.loads(task.target.read_text(encoding="utf-8"))
        content["reports"][0]["provenance"] |= change
        write_whole(task.target, json.dumps(content))

    def test_nothing_there(self, task: Task) -> None:
        assert find_kept(task, GRID, None) is None

    def test_same_source_and_settings(self, task: Task) -> None:
        self.make(task, GRID)
        assert find_kept(task, GRID, None) == read_result(task.target)

    def test_source_changed(self, task: Task) -> None:
        self.make(task, GRID)
        task.source.write_text(task.source.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        assert find_kept(task, GRID, None) is None

    def test_source_gone(self, task: Task) -> None:
        self.make(task, GRID)
        task.source.unlink()
        assert find_kept(task, GRID, None) is None

    def test_no_result_file(self, task: Task) -> None:
        write_whole(task.target, "{}")
        assert find_kept(task, GRID, None) is None

    def test_other_version(self, task: Task) -> None:
        self.make(task, GRID)
        self.change(task, {"version": "0.0.0"})
        assert find_kept(task, GRID, None) is None

    def test_other_form(self, task: Task) -> None:
        self.make(task, GRID)
        assert find_kept(task, Settings(asker=no_model, readers=("grid",), form="2021"), None) is None

    def test_questions_left_open_by_a_run_without_a_model(self, task: Task) -> None:
        self.make(task, GRID)
        assert find_kept(task, Settings(asker=no_model, ask="all"), "silent") is None

    def test_a_result_made_while_no_model_could_be_reached(self, task: Task) -> None:
        self.make(task, Settings(asker=no_server, ask="all"))
        assert find_kept(task, Settings(asker=no_model, ask="all"), "silent") is None
        assert find_kept(task, GRID, None) is not None

    def test_tables_that_left_no_question_open(self, tmp_path: Path) -> None:
        task = Task(TABLES, tmp_path / "demo-2021.json")
        self.make(task, GRID)
        assert find_kept(task, Settings(asker=no_model), "silent") is not None

    @pytest.mark.parametrize(("model", "is_kept"), [("silent", True), ("other", False), (None, False)])
    def test_model(self, task: Task, model: str | None, is_kept: bool) -> None:
        asked = Settings(asker=silent_model, ask="all")
        self.make(task, asked)
        assert (find_kept(task, asked, model) is not None) is is_kept


@pytest.mark.parametrize(
    ("done", "errors", "code"),
    [
        (2, [], 0),
        (1, [ModelError("endpoint.nothing")], 1),
        (0, [ModelError("endpoint.nothing"), LocalModelError("embedded.silent", address="a")], 4),
        (0, [ModelError("endpoint.nothing"), OSError("o")], 1),
        (0, [ValueError("a bug")], 1),
    ],
)
def test_exit_code(done: int, errors: list[Exception], code: int) -> None:
    tally, task = Tally(targets=[Path("x")] * done), Task(Path("a"), Path("b"))
    for error in errors:
        tally.add(Outcome(task, error=error))
    assert tally.exit_code == code


def test_the_last_line_sums_up(tmp_path: Path) -> None:
    tally, model = Tally(), silent_model()
    for outcome in run(
        [TABLES, PROSE, tmp_path / "no.txt"], tmp_path, Settings(asker=lambda path: model, ask="all")
    ):
        tally.add(outcome)
    calls = len(model.asked)
    line = tally_to_line(tally)
    assert line.startswith("2 files done, 1 failed; 2 reports: 218 cells given, ")
    assert line.endswith(f"{calls} calls, {calls * 10} + {calls * 10} tokens")


def test_what_an_earlier_run_spent_is_not_counted(tmp_path: Path) -> None:
    (outcome,) = run([PROSE], tmp_path, Settings(asker=silent_model, ask="all"))
    tally = Tally()
    tally.add(Outcome(outcome.task, to_told(outcome.task, read_result(outcome.task.target), kept=True)))
    assert tally_to_line(tally).startswith("1 files done (1 from before), 0 failed; ")
    assert tally_to_line(tally).endswith("; 0 calls, 0 + 0 tokens")


def test_the_lines_before_it_name_what_failed_and_why(tmp_path: Path) -> None:
    tally = Tally()
    for outcome in run([TABLES, tmp_path / "no.txt"], tmp_path / "out"):
        tally.add(outcome)
    tally.add(Outcome(Task(Path("b.txt"), Path("b.json")), error=KeyError("a\x1b[31m bug\n")))
    assert list(tally_to_lines(tally)) == [
        f"failed: {tmp_path / 'no.txt'}: no such file",
        "failed: b.txt: KeyError: 'a\\x1b[31m bug\\n'",
    ]


def test_so_many_failures_are_not_all_named_twice() -> None:
    tally = Tally()
    for number in range(NAMED + 5):
        tally.add(Outcome(Task(Path(f"{number}.txt"), Path("x")), error=ModelError("endpoint.nothing")))
    *named, rest = tally_to_lines(tally)
    assert len(named) == NAMED
    assert rest == "failed: 5 more, each named above where it happened"


def test_no_line_names_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123")
    tally = Tally()
    tally.add(Outcome(Task(Path("a.txt"), Path("x")), error=ValueError("bad sk-planted-0123")))
    assert list(tally_to_lines(tally)) == ["failed: a.txt: ValueError: bad ***"]
