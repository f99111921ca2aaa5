"""The command line as its user meets it: exit codes, one line an error, Ctrl-C, resuming, help."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_args

import click
import jsonschema
import pytest
from click.testing import CliRunner, Result
from support import DOCUMENTS, Wire, completion, fails, left_processes, refusal, serving

import extractor
from extractor.cli.main import INTERRUPTED, ogi
from extractor.cli.reading_options import MODES
from extractor.errors import ModelError, UsageError
from extractor.ids import READERS
from extractor.model.backend import Embedded, Endpoint, choose_backend, without_keys
from extractor.model.extras import Mode
from extractor.output import read_result
from extractor.pipeline import Settings
from extractor.resources import VERSION
from extractor.run.limits import Limits

ROOT = Path(__file__).resolve().parents[2]
TABLES = str(DOCUMENTS / "demo-2021.txt")
PROSE = str(DOCUMENTS / "demo-2014.txt")
PATIENCE = 60.0  # seconds that a busy machine may need for what takes none
HEAVY = {"pydantic", "openai", "instructor", "rich", "lxml", "yaml", "opencc", "jinja2"}
HEAVY |= {"pdfplumber", "pypdfium2", "openpyxl", "PIL", "numpy", "rapidocr"}


@pytest.fixture(autouse=True)
def no_embedded_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A run that asks for the embedded model fails at once."""
    monkeypatch.setenv("OGI_MODEL_PATH", str(tmp_path / "no.gguf"))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(ogi, [str(argument) for argument in arguments], prog_name="ogi")


def extract(*arguments: str | Path, out: Path, reader: str | None = "grid") -> Result:
    return run("extract", *arguments, "--out", out, *(["--reader", reader] if reader else ["--ask", "all"]))


def commands(group: click.Command = ogi, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(group, click.Group):
        for name, command in group.commands.items():
            yield from commands(command, (*path, name))


class TestHelp:
    @pytest.mark.parametrize("path", tuple(commands()), ids=" ".join)
    def test_every_command_has_one(self, path: tuple[str, ...]) -> None:
        result = run(*path, "--help")
        assert result.exit_code == 0
        assert result.stdout.split("\n\n")[1].strip()

    def test_version(self) -> None:
        assert run("--version").stdout == f"ogi, version {VERSION}\n"

    def test_imports_nothing_heavy(self) -> None:
        code = f"import extractor, extractor.cli.main, sys; sys.exit(str({HEAVY!r} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
        assert done.stderr.strip() == "set()"

    def test_a_run_starts_without_what_reads(self) -> None:
        code = "import sys, extractor.model, extractor.run, extractor.run.progress"
        code += f"; sys.exit(str({HEAVY!r} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
        assert done.stderr.strip() == "set()"

    def test_limits_are_the_loaders(self) -> None:
        defaults: dict[str | None, Any] = {
            option.name: option.default for option in ogi.commands["extract"].params
        }
        assert Limits(defaults["time_limit"], defaults["memory_limit"]) == Limits()

    def test_readers_are_the_flows(self) -> None:
        assert {field.name: field.default for field in fields(Settings)}["readers"] == READERS

    def test_modes_are_the_clients(self) -> None:
        assert get_args(Mode) == MODES


class TestPublicNames:
    def test_all_is_sorted_and_whole(self) -> None:
        names = [name for homes in extractor._HOMES.values() for name in homes]
        assert extractor.__all__ == sorted(names)
        assert dir(extractor) == sorted(names)

    @pytest.mark.parametrize("name", extractor.__all__)
    def test_each_is_there(self, name: str) -> None:
        assert getattr(extractor, name).__name__ == name

    def test_unknown(self) -> None:
        with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
            _ = extractor.nothing


BAD = {
    "missing.txt": (None, "no such file"),
    "empty.txt": (b" \n", "is empty"),
    "binary.txt": (b"\x00\x01\x02" * 50, "is binary"),
    "photo.gif": (b"GIF89a", "cannot read .gif files"),
    "report.pdf": (b"%PDF-1.4", "is a broken PDF"),
    "disguised.txt": (b"%PDF-1.4", "is a broken PDF"),
    "damaged.txt": (bytes(range(128, 256)) * 20, "neither UTF-8"),
    "other.txt": ("今天天气很好，适合郊游。\n".encode(), "no report"),
}


class TestBadInput:
    @pytest.mark.parametrize("name", BAD)
    def test_one_line_and_exit_code(self, tmp_path: Path, name: str) -> None:
        content, reason = BAD[name]
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        result = extract(path, out=tmp_path / "out")
        assert result.exit_code == 3
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"error: {path}: ") and reason in line
        assert not (tmp_path / "out").exists()

    @pytest.mark.skipif(sys.platform != "linux", reason="the system has no such limit")
    def test_more_memory_than_allowed(self, tmp_path: Path) -> None:
        path = tmp_path / "a.html"
        path.write_text("<p>政府信息公开</p>" + "<b><i>1</i></b>" * 400_000, encoding="utf-8")
        result = extract(path, TABLES, "--memory-limit", "0.1", out=tmp_path / "out")
        reason = "needs more than 0.1 GB of memory to read (--memory-limit)"
        assert (result.exit_code, result.stderr.splitlines()[0]) == (1, f"error: {path}: {reason}")
        assert [made.name for made in (tmp_path / "out").iterdir()] == ["demo-2021.json"]

    def test_a_folder_of_nothing(self, tmp_path: Path) -> None:
        result = extract(tmp_path, out=tmp_path / "out")
        assert (result.exit_code, result.stderr) == (
            3,
            f"error: {tmp_path}: is a folder without any file that may be a report\n",
        )

    def test_the_others_are_done(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        result = extract(tmp_path / "no.txt", TABLES, tmp_path / "empty", out=tmp_path / "out")
        assert result.exit_code == 1
        assert len([line for line in result.stderr.splitlines() if line.startswith("error: ")]) == 2
        assert result.stdout.splitlines()[-1].startswith("1 files done, 2 failed; 1 reports: 200 cells given")
        assert (tmp_path / "out" / "demo-2021.json").is_file()

    def test_markup_in_a_name_is_no_markup(self, tmp_path: Path) -> None:
        path = tmp_path / "[bold]a.txt"
        assert extract(path, out=tmp_path).stderr == f"error: {path}: no such file\n"


class TestFolders:
    """Whole folders, and what must not happen to the results of others."""

    @pytest.fixture
    def reports(self, tmp_path: Path) -> Path:
        folder = tmp_path / "reports"
        for name in ("2022/a.txt", "2023/a.txt", "~$a.docx", ".DS_Store", "2022/style.css"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(Path(TABLES).read_bytes() + name.encode())
        return folder

    def test_results_lie_as_the_files_do(self, reports: Path, tmp_path: Path) -> None:
        result = extract(reports, "--jobs", "2", "--no-show", out=tmp_path / "out")
        assert result.exit_code == 0
        made = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.*"))
        assert made == ["2022/a.json", "2023/a.json"]
        passed_over, last = result.stdout.splitlines()[-2:]
        assert passed_over == "passed over in folders: 1 .DS_Store, 1 .css file, 1 lock file"
        assert last.startswith("2 files done, 0 failed; ")

    def test_results_do_not_depend_on_jobs(self, reports: Path, tmp_path: Path) -> None:
        contents = []
        for jobs in ("1", "3"):
            out = tmp_path / jobs
            assert extract(reports, DOCUMENTS, "--jobs", jobs, "--quiet", out=out).exit_code == 0
            contents.append({p.relative_to(out): p.read_bytes() for p in out.rglob("*.json")})
        assert contents[0] == contents[1] and len(contents[0]) > 20

    @pytest.mark.parametrize("option", ["--resume", "--no-show"])
    def test_another_files_result_stays(self, reports: Path, tmp_path: Path, option: str) -> None:
        out = tmp_path / "out"
        extract(reports / "2022", out=out)
        before = (out / "a.json").read_bytes()
        result = extract(reports / "2023" / "a.txt", option, out=out)
        assert result.exit_code == 2
        assert result.stderr == (
            f"error: {reports / '2023' / 'a.txt'}: {out / 'a.json'} is the result of "
            f"{reports / '2022' / 'a.txt'}; another --out keeps both, --overwrite replaces it\n"
        )
        assert (out / "a.json").read_bytes() == before
        assert extract(reports / "2023" / "a.txt", "--overwrite", out=out).exit_code == 0
        assert (out / "a.json").read_bytes() != before

    def test_a_run_that_fails_leaves_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "reports" / "x").mkdir(parents=True)
        (tmp_path / "reports" / "x" / "a.txt").write_bytes(b" ")
        result = extract(tmp_path / "reports", "--cassettes", tmp_path / "c" / "d", out=tmp_path / "o" / "p")
        assert result.exit_code == 3
        assert [path.name for path in tmp_path.iterdir()] == ["reports"]

    def test_what_a_killed_run_left_goes(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        out.mkdir()
        (out / ".ogi-abcdefgh.tmp").touch()
        assert extract(TABLES, out=out).exit_code == 0
        assert [path.name for path in out.iterdir()] == ["demo-2021.json"]

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="no folder that takes no files")
    @pytest.mark.parametrize("option", ["--out", "--cassettes"])
    def test_a_folder_that_cannot_be_written_costs_no_call(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
    ) -> None:
        folders = {"--out": str(tmp_path / "out"), "--cassettes": str(tmp_path / "c")}
        folders |= {option: "/proc/ogi"}
        with serving() as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            arguments = [word for pair in folders.items() for word in pair]
            result = run("extract", PROSE, "--model", "m", *arguments)
        assert result.exit_code == 2 and result.stderr.startswith(f"error: {option} /proc/ogi: cannot ")
        assert endpoint.bodies == [] and list(tmp_path.iterdir()) == []

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
    def test_any_name_is_read_and_none_reaches_the_terminal_raw(self, tmp_path: Path) -> None:
        names = (b"\xff.txt", b"\x1b[31mred.txt", "县".encode() * 83 + b".txt", b"\x07\x1b]0;x\n.txt")
        folder = tmp_path / "reports"
        folder.mkdir()
        for name in names:
            (folder / os.fsdecode(name)).write_bytes(Path(TABLES).read_bytes())
        (folder / "\x1b[32mbad.txt").touch()
        result = extract(folder, out=tmp_path / "out")
        assert result.exit_code == 1
        assert len(list((tmp_path / "out").iterdir())) == len(names)
        printed = result.stdout + result.stderr
        assert not any(character in printed for character in "\x1b\x07\udcff")
        assert "failed: " in result.stdout and "␛[32mbad.txt: is empty" in result.stdout
        shown = run("show", *(tmp_path / "out").iterdir())
        assert shown.exit_code == 0 and "␛[31mred.txt" in shown.stdout and "\x1b" not in shown.stdout


class TestMisuse:
    @pytest.mark.parametrize(
        ("options", "line"),
        [
            (["--form", "1999"], "error: no form '1999'; there are: 2008, "),
            (["--reader", "oracle"], "error: no reader oracle; there are: grid, regex, llm"),
        ],
    )
    def test_one_line_and_exit_code(self, tmp_path: Path, options: list[str], line: str) -> None:
        result = run("extract", TABLES, "--out", tmp_path / "out", *options)
        assert result.exit_code == 2
        assert result.stderr.startswith(line) and result.stderr.count("\n") == 1

    def test_out_is_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("", encoding="utf-8")
        result = extract(TABLES, out=tmp_path / "out")
        assert result.exit_code == 2
        assert result.stderr == f"error: --out {tmp_path / 'out'}: cannot make this folder (File exists)\n"

    @pytest.mark.parametrize("arguments", [(), ("extract",), ("extract", TABLES), ("forms", "show")])
    def test_missing_arguments(self, arguments: tuple[str, ...]) -> None:
        assert run(*arguments).exit_code == 2


class TestWhose:
    def test_the_command_line_supplies_what_a_file_lacks(self, tmp_path: Path) -> None:
        report = tmp_path / "report.txt"
        report.write_text("政府信息公开工作情况\n\n全年收到政府信息公开申请46件。\n", encoding="utf-8")
        extract(report, out=tmp_path / "out", reader="regex")
        (silent,) = read_result(tmp_path / "out" / "report.json").reports
        assert (silent.issuer, silent.year) == (None, None)
        told = ("--issuer", "青柳县教育局", "--year", "2016", "--resume")
        assert extract(report, *told, out=tmp_path / "out", reader="regex").exit_code == 0
        (report_of_it,) = read_result(tmp_path / "out" / "report.json").reports
        assert (report_of_it.issuer, report_of_it.year) == ("青柳县教育局", 2016)

    def test_what_a_report_says_of_itself_stands(self, tmp_path: Path) -> None:
        extract(TABLES, "--issuer", "青柳县教育局", "--year", "2001", out=tmp_path)
        (report,) = read_result(tmp_path / "demo-2021.json").reports
        assert (report.issuer, report.year) == ("澄湖市人民政府", 2022)


class TestOutput:
    def test_a_view_of_few_reports(self, tmp_path: Path) -> None:
        result = extract(TABLES, out=tmp_path)
        assert "澄湖市人民政府  2022" in result.stdout
        assert result.stderr == f"[1/1] {TABLES}: 1 report, 200 of 200 cells given\n"

    def test_a_table_of_many(self, tmp_path: Path) -> None:
        names = ["demo-2021.txt", "lanshi-2023.txt", "jiangyu-2010.html", "wanglan-construction-2019.html"]
        result = extract(*(DOCUMENTS / name for name in names), out=tmp_path)
        assert "issuer" in result.stdout and "第二十条" not in result.stdout
        assert result.stdout.splitlines()[-1].startswith("4 files done, 0 failed; 4 reports: ")

    @pytest.mark.parametrize("option", ["--quiet", "--no-show"])
    def test_only_the_last_line(self, tmp_path: Path, option: str) -> None:
        result = extract(TABLES, option, out=tmp_path)
        assert result.stdout.count("\n") == 1
        assert bool(result.stderr) is (option == "--no-show")

    def test_same_stem(self, tmp_path: Path) -> None:
        for name in ("r.txt", "r.md"):
            (tmp_path / name).write_bytes(Path(TABLES).read_bytes())
        extract(tmp_path / "r.txt", tmp_path / "r.md", out=tmp_path / "out")
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["r.md.json", "r.txt.json"]

    def test_resume(self, tmp_path: Path) -> None:
        extract(TABLES, out=tmp_path)
        result = extract(TABLES, PROSE, "--resume", "--no-show", "--jobs", "2", out=tmp_path)
        assert "(from before)" in result.stderr
        assert result.stdout.startswith("2 files done (1 from before), 0 failed; ")

    def test_show(self, tmp_path: Path) -> None:
        shown = extract(TABLES, out=tmp_path).stdout
        assert run("show", tmp_path / "demo-2021.json").stdout in shown

    def test_show_refuses_other_files(self, tmp_path: Path) -> None:
        result = run("show", PROSE)
        assert (result.exit_code, result.stderr) == (
            3,
            f"error: {PROSE}: not a result file of this program\n",
        )

    def test_result_fits_its_schema(self, tmp_path: Path) -> None:
        extract(TABLES, out=tmp_path)
        schema = json.loads(run("schema", "result").stdout)
        jsonschema.validate(json.loads((tmp_path / "demo-2021.json").read_text(encoding="utf-8")), schema)

    def test_forms(self) -> None:
        assert "2008-zhejiang" in run("forms", "list").stdout
        assert "requests.received" in run("forms", "show", "2014").stdout
        assert "requests.received" in json.loads(run("forms", "json-schema", "2014").stdout)["properties"]

    def test_unknown_form(self) -> None:
        result = run("forms", "show", "1999")
        assert result.exit_code == 2
        assert result.stderr.startswith("error: no form '1999'; there are: ")

    def test_score(self, tmp_path: Path) -> None:
        extract(TABLES, out=tmp_path / "run")
        (tmp_path / "gold").mkdir()
        gold = DOCUMENTS / "demo-2021.gold.json"
        (tmp_path / "gold" / gold.name).write_bytes(gold.read_bytes())
        arguments = ("score", tmp_path / "run", "--gold", tmp_path / "gold")
        assert json.loads(run(*arguments, "--json").stdout)["overall"]["all"]["f1"] == 1.0
        assert "overall" in run(*arguments, "--backend", "grid").stdout
        assert run(*arguments, "--markdown").stdout.startswith("| by report | right |")

    def test_a_wrong_cell_is_named_in_the_language_spoken(self, tmp_path: Path) -> None:
        extract(TABLES, out=tmp_path / "run")
        gold = json.loads((DOCUMENTS / "demo-2021.gold.json").read_text(encoding="utf-8"))
        gold["cells"]["requests.granted.total"]["value"] += 1
        (tmp_path / "gold").mkdir()
        (tmp_path / "gold" / "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
        for lang, name in (("en", "requests.granted.total"), ("zh", "予以公开")):
            for shape in ((), ("--markdown",)):
                told = run("score", tmp_path / "run", "--gold", tmp_path / "gold", *shape, "--lang", lang)
                assert name in told.stdout and (lang == "en" or "requests.granted" not in told.stdout)

    def test_model_status(self, tmp_path: Path) -> None:
        assert run("model", "status").stdout.startswith(f"weights: {tmp_path / 'no.gguf'} (not there yet, ")

    def test_model_prepare_fails_in_one_line(self) -> None:
        result = run("model", "prepare")
        assert result.exit_code == 4
        assert result.stderr.startswith("error: OGI_MODEL_PATH: ") and result.stderr.count("\n") == 1


class TestModel:
    def test_none_to_be_had(self, tmp_path: Path) -> None:
        result = extract(PROSE, out=tmp_path, reader="llm")
        assert result.exit_code == 4
        reason = (
            "OGI_MODEL_PATH: cannot read " if find_spec("xllamacpp") else "the embedded model needs xllamacpp"
        )
        assert result.stderr.splitlines()[-1].startswith(f"error: {PROSE}: {reason}")

    def test_tables_and_rules_do_without(self, tmp_path: Path) -> None:
        result = extract(PROSE, TABLES, "--jobs", "2", out=tmp_path, reader=None)
        assert result.exit_code == 0
        assert "no model could be reached for 1 files" in result.stdout.splitlines()[-1]
        assert sorted(p.name for p in tmp_path.glob("*.json")) == ["demo-2014.json", "demo-2021.json"]

    def test_an_endpoint_answers(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with serving([completion("{}")] * 50) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            options = ("--model", "qwen2.5-coder-1.5b", "--retries", "0", "--no-show")
            result = extract(PROSE, *options, out=tmp_path, reader=None)
        assert result.exit_code == 0
        assert len(endpoint.bodies) > 0
        tokens = (
            f"{len(endpoint.bodies)} calls, {11 * len(endpoint.bodies)} + {7 * len(endpoint.bodies)} tokens"
        )
        assert result.stdout.rstrip().endswith(tokens)

    @pytest.mark.parametrize(("options", "most"), [(["--calls", "1"], 1), ([], 3)])
    def test_as_many_calls_as_are_allowed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], most: int
    ) -> None:
        active, seen, all_there = 0, [0], threading.Barrier(most)

        def answer(body: dict[str, Any]) -> Wire:
            nonlocal active
            active += 1
            seen.append(active)
            with suppress(threading.BrokenBarrierError):
                all_there.wait(PATIENCE)
            active -= 1
            return completion("{}")

        sources = []
        for number in range(3):
            sources.append(tmp_path / f"{number}.txt")
            sources[-1].write_bytes(Path(PROSE).read_bytes())
        with serving(otherwise=answer) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            options = ["--model", "m", "--retries", "0", "--jobs", "3", "--quiet", *options]
            result = extract(*sources, *options, out=tmp_path / "out", reader=None)
        assert result.exit_code == 0
        assert max(seen) == most

    def test_a_refusal_names_no_key(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-123")
        with serving([refusal(401, "wrong key sk-secret-123")]) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            result = extract(PROSE, "--model", "gpt-4o", "--quiet", out=tmp_path, reader=None)
        assert result.exit_code == 4
        assert result.stderr.startswith(f"error: {PROSE}: model gpt-4o at 127.0.0.1: ")
        assert result.stderr.count("\n") == 1 and "sk-secret" not in result.output

    @pytest.fixture
    def reports(self, tmp_path: Path) -> list[Path]:
        paths = [tmp_path / f"report-{n}.txt" for n in range(5)]
        for path in paths:
            path.write_text(Path(PROSE).read_text(encoding="utf-8"), encoding="utf-8")
        return paths

    @pytest.mark.parametrize(
        "wire",
        [
            (200, {"content-type": "text/html"}, b"<html>log in</html>"),
            (200, {}, b'{"error": {"message": "no such thing"}}'),
            (204, {}, b""),
            completion("{}", finish="content_filter"),
        ],
        ids=["page", "error", "nothing", "filter"],
    )
    def test_what_is_no_answer_fails_the_file(
        self, wire: Wire, reports: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with serving(otherwise=lambda _: wire) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            options = ("--model", "m", "--no-show")
            alone = extract(*reports, *options, out=tmp_path / "out", reader=None)
            assert len(endpoint.bodies) == 3
            mixed = extract(reports[0], TABLES, *options, out=tmp_path / "out", reader=None)
        assert (alone.exit_code, mixed.exit_code) == (4, 1)
        assert alone.stderr.count("nothing more is asked in this run") == 2
        assert alone.stdout.splitlines()[-1].startswith("0 files done, 5 failed")
        assert [p.name for p in (tmp_path / "out").iterdir()] == ["demo-2021.json"]

    def test_a_resumed_run_asks_what_no_model_could_be_asked(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = extract(PROSE, "--no-show", out=tmp_path, reader=None)
        assert first.exit_code == 0 and "no model could be reached for 1 files" in first.stdout
        with serving([completion("{}")] * 50) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            options = ("--model", "m", "--mode", "json_object", "--no-show", "--resume")
            second = extract(PROSE, *options, out=tmp_path, reader=None)
            calls = len(endpoint.bodies)
            third = extract(PROSE, *options, out=tmp_path, reader=None)
        assert calls > 0 and len(endpoint.bodies) == calls
        assert "no model could be reached" not in second.stdout and "1 from before" in third.stdout

    def test_headers_and_fields(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with serving([completion("{}")] * 50) as endpoint:
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            options = (
                "--model",
                "qwen3-32b",
                "--header",
                "X-Team=red",
                "--request-field",
                "enable_thinking=false",
            )
            result = extract(PROSE, *options, "--retries", "0", "--no-show", out=tmp_path, reader=None)
        assert result.exit_code == 0
        assert endpoint.requests[0]["enable_thinking"] is False and endpoint.headers[0]["x-team"] == "red"

    @pytest.mark.parametrize("option", [("--header", "x"), ("--request-field", "model=m")])
    def test_an_option_that_cannot_be(self, option: tuple[str, str], tmp_path: Path) -> None:
        assert extract(PROSE, *option, out=tmp_path).exit_code == 2

    def test_a_base_url_that_is_none(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "http://[::1:bad")
        result = extract(PROSE, "--model", "m", out=tmp_path, reader=None)
        assert result.exit_code == 2
        assert result.stderr == "error: OPENAI_BASE_URL is no URL; it must be like http://host:8000/v1\n"


class TestBackend:
    @pytest.mark.parametrize(
        ("model", "environ", "id"),
        [
            (None, {"OPENAI_API_KEY": "k"}, "model.no-name"),
            ("m", {}, "model.no-endpoint"),
            ("m", {"OPENAI_BASE_URL": "localhost:8080"}, "model.scheme"),
        ],
    )
    def test_what_cannot_work(self, model: str | None, environ: dict[str, str], id: str) -> None:
        with fails(UsageError, id):
            choose_backend(model, environ=environ)

    @pytest.mark.parametrize(
        ("model", "environ", "name"),
        [
            ("m", {"OPENAI_API_KEY": "k", "OGI_MODEL": "other"}, "m"),
            (None, {"OPENAI_BASE_URL": "http://localhost:1/v1", "OGI_MODEL": "other"}, "other"),
        ],
    )
    def test_endpoint(self, model: str | None, environ: dict[str, str], name: str) -> None:
        backend = choose_backend(model, environ=environ)
        assert isinstance(backend, Endpoint)
        assert (backend.name, backend.asker(Path("any.txt")).model) == (name, name)
        assert backend.asker(Path("any.txt")) is backend.asker(Path("any.txt"))
        backend.close()

    def test_a_failed_start_is_remembered(self) -> None:
        backend = choose_backend(None, environ={"OGI_MODEL": "no endpoint, so not used"})
        assert isinstance(backend, Embedded)
        errors = []
        for _ in range(2):
            with pytest.raises(ModelError) as error:
                backend.asker(Path("any.txt"))
            errors.append(error.value)
        assert errors[0] is errors[1]
        backend.close()

    def test_without_keys(self) -> None:
        assert without_keys("a sk-123456 b", {"OPENAI_API_KEY": "sk-123456"}) == "a *** b"
        assert without_keys("a sk-1 b", {"OPENAI_API_KEY": "sk-1"}) == "a sk-1 b"
        assert without_keys("a sk-123456 b", {}) == "a sk-123456 b"


@contextmanager
def running(*arguments: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """The program as a process that Ctrl-C reaches: a shell in the background has its children ignore it."""
    start = "import signal as s; s.signal(s.SIGINT, s.default_int_handler); from extractor.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", start, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def wait_for(path: Path) -> None:
    """Until the file is there, and its line was told."""
    deadline = time.monotonic() + 60
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.2)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c(tmp_path: Path, jobs: str) -> None:
    options = ("--out", str(tmp_path), "--model", "qwen2.5-coder-1.5b", "--jobs", jobs, "--ask", "all")
    mark = f"{tmp_path}-{jobs}"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(60)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        with running("extract", TABLES, PROSE, *options, OPENAI_BASE_URL=url, MARK=mark) as child:
            connection, _ = silent.accept()  # the second file's first question; it is never answered
            with connection:
                wait_for(tmp_path / "demo-2021.json")
                child.send_signal(signal.SIGINT)
                printed, told = child.communicate(timeout=20)
    assert child.returncode == INTERRUPTED
    assert printed == ""
    assert told.splitlines()[-1] == "stopped: 1 of 2 files done; the same command with --resume goes on"
    assert [path.name for path in tmp_path.iterdir()] == ["demo-2021.json"]
    assert left_processes(f"MARK={mark}", PATIENCE) == []


def test_ctrl_c_before_a_command_has_begun() -> None:
    start = (
        "import extractor.cli.main as c\n"
        "def stop(*_): raise KeyboardInterrupt\n"
        "c.choose_language = stop\n"
        "c.main()"
    )
    done = subprocess.run([sys.executable, "-c", start, "forms", "list"], cwd=ROOT, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, b"", b"")


def test_a_bug_is_shown_in_full_without_keys() -> None:
    code = "import extractor.cli.main as c, extractor.output as r; r.result_schema = lambda: 1 / len('') or 'sk-9'; c.main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "schema", "result"],
        cwd=ROOT,
        env=os.environ | {"OPENAI_API_KEY": "ZeroDivisionError"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert "Traceback" in done.stderr and "***: division by zero" in done.stderr
    assert "ZeroDivisionError" not in done.stderr
