"""The READMEs say what the program does: their output blocks are re-run, their commands are complete."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from readme_blocks import (
    DETERMINISTIC,
    LIVE,
    PAGES,
    READMES,
    SAMPLES,
    find_page,
    read_block,
    run_blocks,
    run_ogi,
    write_block,
)

from extractor import errors
from extractor.cli.main import INTERRUPTED, ogi

ROOT = Path(__file__).resolve().parent.parent


def commands(group: click.Command = ogi, path: str = "ogi") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name."""
    if not isinstance(group, click.Group):
        yield path, group
        return
    for name, command in group.commands.items():
        yield from commands(command, f"{path} {name}")


COMMANDS = dict(commands())


def read(readme: Path) -> str:
    return readme.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DETERMINISTIC)
def test_block_is_what_the_program_prints(name: str) -> None:
    for lang, pages in PAGES.items():
        printed = run_blocks({name: DETERMINISTIC[name]}, lang)[name]
        page = find_page(name, pages)
        assert read_block(read(page), name) == printed, f"{page.name}: run make readme"


def test_write_block_leaves_the_rest_alone() -> None:
    text = "before\n<!-- a: x -->\n<!-- end -->\nbetween\n<!-- b: y -->\nold\n<!-- end -->\nafter\n"
    once = write_block(text, "a", "new\n")
    assert once == text.replace("x -->\n", "x -->\nnew\n")
    assert write_block(once, "a", "new\n") == once


@pytest.mark.parametrize("lang", PAGES)
@pytest.mark.parametrize("name", LIVE)
def test_a_page_shows_a_live_run(lang: str, name: str) -> None:
    block = read_block(read(find_page(name, PAGES[lang])), name)
    assert [line[2:] for line in block.splitlines() if line.startswith("$ ")] == LIVE[name]


@pytest.mark.parametrize(
    "page", [page for pages in PAGES.values() for page in pages], ids=lambda page: page.name
)
class TestPage:
    def test_names_only_options_that_exist(self, page: Path) -> None:
        parameters = [p for command in (ogi, *COMMANDS.values()) for p in command.params]
        options = {option for p in parameters for option in (*p.opts, *p.secondary_opts)}
        named = set(re.findall(r"(?<![\w-])--[a-z][\w-]+", read(page)))
        assert named - options - {"--help", "--version"} == set()

    def test_leads_to_files_that_exist(self, page: Path) -> None:
        links = re.findall(r"\]\((?!http|#)([^)#]+)", read(page))
        assert [link for link in links if not (page.parent / link).exists()] == []

    def test_commands_work_in_every_shell(self, page: Path) -> None:
        """cmd knows no single quotes, and takes them for part of a word; neither it nor PowerShell knows `export`."""
        commands = re.findall(r"^\$ ((?:ogi|pip|pipx|uv) .*)$", read(page), re.MULTILINE)
        assert [command for command in commands if "'" in command.split("#")[0]] == []


CODE = re.compile(r"`(--[a-z-]+|[A-Z_]{6,}|[a-z-]+\.[a-z]+)`")  # options, variables, names of files


def test_every_page_is_there_in_chinese() -> None:
    english, chinese = ({page.name for page in PAGES[lang][1:]} for lang in ("en", "zh"))
    assert chinese == english


@pytest.mark.parametrize("page", PAGES["zh"][1:], ids=lambda page: page.name)
def test_a_page_says_the_same_in_both_languages(page: Path) -> None:
    """As far as can be counted: the rows and points of each part, and what is named in code."""
    texts = read(page), read(ROOT / "docs" / page.name)
    chinese, english = (
        [(part.count("\n|"), part.count("\n- ")) for part in text.split("\n## ")] for text in texts
    )
    assert chinese == english
    named, expected = (set(CODE.findall(text)) for text in texts)
    assert named == expected


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
class TestReadme:
    def test_is_short(self, readme: Path) -> None:
        assert len(read(readme).splitlines()) < 250

    def test_names_every_command(self, readme: Path) -> None:
        assert [name for name in COMMANDS if name not in read(readme)] == []

    def test_names_every_exit_code(self, readme: Path) -> None:
        classes = [c for c in vars(errors).values() if isinstance(c, type)]
        codes = {c.exit_code for c in classes if issubclass(c, errors.ExtractorError)}
        named = re.findall(r"^\| `(\d+)` \|", read(readme), re.MULTILINE)
        assert {int(code) for code in named} == codes | {0, INTERRUPTED}

    def test_names_the_make_targets_of_a_newcomer(self, readme: Path) -> None:
        assert "make demo" in read(readme)
        assert "make test" in read(readme)


def test_make_demo_runs_what_the_readme_shows() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(SAMPLES)", str(SAMPLES))
    (demo,) = (line for line in makefile.splitlines() if "--out build/demo" in line)
    shown = [word for block in (DETERMINISTIC["grid"], LIVE["live"]) for word in block[0].split()]
    assert [word for word in shown if word.startswith(str(SAMPLES)) and word not in demo] == []


@pytest.mark.live
def test_the_embedded_model_fills_cells_with_evidence(tmp_path: Path) -> None:
    source = ROOT / SAMPLES / "demo-2014.txt"
    done = run_ogi(f"ogi extract '{source}' --ask all --out out", tmp_path)
    assert done.returncode == 0, done.stdout
    result = json.loads((tmp_path / "out" / "demo-2014.json").read_text(encoding="utf-8"))
    (report,) = result["reports"]
    candidates = [c for cell in report["cells"].values() for c in cell["candidates"]]
    by_model = [c for c in candidates if c["backend"] == "llm" and c["accepted"]]
    text = source.read_text(encoding="utf-8")
    assert report["usage"]["calls"] > 0
    assert len(by_model) >= 10
    for cell in by_model:
        evidence = cell["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["text"]
