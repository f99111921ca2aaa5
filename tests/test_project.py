"""The project's own files: what is shipped, what must not stand in them, samples and their gold."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from pytest_socket import SocketConnectBlockedError

import extractor
from extractor.cli.main import ogi
from extractor.cli.spoken import word_page
from extractor.definitions import read_yaml
from extractor.resources import VERSION

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "documents"
GOLD = sorted(SAMPLES.glob("*.gold.json"))
ESCAPED_CHINESE = re.compile(r"\\u[4-9][0-9a-fA-F]{3}")
# Paths of somebody's machine, and hosts that serve packages: both belong to a set-up, not to the project.
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:root|home|Users|work|mnt)/|\b[A-Z]:\\\\?Users")
REGISTRY_HOST = re.compile(r"pypi\.org|python[h]osted|registry\.npmjs|deb\.debian\.org")


@cache
def project_files() -> tuple[Path, ...]:
    """What git tracks or would; outside of git, everything that is no cache."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    names = listed.stdout.splitlines() if listed.returncode == 0 else _walk()
    return tuple(path for path in (ROOT / name for name in names) if path.is_file())


def _walk() -> Iterator[str]:
    skipped = re.compile(r"(^|/)(\.(?!ci/|gitignore)[^/]*|build|dist|__pycache__)(/|$)")
    names = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*"))
    return (name for name in names if not skipped.search(name))


def lines_with(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    """`file:line` of every line that has the pattern, in files of these suffixes, or in all."""
    found = []
    for path in project_files():
        if not suffixes or path.suffix in suffixes:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            numbers = (n for n, line in enumerate(lines, 1) if pattern.search(line))
            found += [f"{path.relative_to(ROOT)}:{n}" for n in numbers]
    return found


def commands(command: click.Command = ogi, path: str = "ogi") -> Iterator[tuple[str, click.Command]]:
    """Every command and group with its full name."""
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, f"{path} {name}")


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_chinese_stands_unescaped() -> None:
    assert lines_with(ESCAPED_CHINESE, ".json", ".yaml", ".yml", ".md") == []


def test_no_path_of_a_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


def test_no_package_host() -> None:
    assert lines_with(REGISTRY_HOST) == []


@pytest.mark.parametrize(("path", "command"), [pytest.param(*c, id=c[0]) for c in commands()])
def test_command_has_help(path: str, command: click.Command) -> None:
    word_page(command, tuple(path.split()[1:]))
    assert command.help
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [option.name for option in options if not (option.help or option.hidden)] == []


def test_few_modules_stand_outside_of_rooms() -> None:
    package = ROOT / "extractor"
    assert len([path for path in project_files() if path.parent == package and path.suffix == ".py"]) <= 10


def test_tests_reach_no_network() -> None:
    nowhere = ("192.0.2.1", 80)  # an address for documentation
    with socket.socket() as client, pytest.raises((SocketConnectBlockedError, UserWarning)):
        client.connect(nowhere)


def test_prompts_and_schemas_are_shipped() -> None:
    build = pyproject()["tool"]["hatch"]["build"]["targets"]
    for folder in ("prompts", "schemas"):
        assert folder in build["wheel"]["only-include"]
        assert folder in build["sdist"]["only-include"]
        assert build["wheel"]["sources"][folder] == f"extractor/{folder}"
    shipped = {path for path in project_files() if path.parent in (ROOT / "prompts", ROOT / "schemas")}
    assert shipped >= {*ROOT.glob("prompts/**/*.md"), *ROOT.glob("schemas/**/*.yaml")}


def test_version_is_read_from_the_package() -> None:
    settings = pyproject()["tool"]["hatch"]["version"]
    found = re.search(settings["pattern"], (ROOT / settings["path"]).read_text(encoding="utf-8"))
    assert found and found["version"] == VERSION
    assert f"## [{VERSION}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_local_extra_has_every_part_of_the_weights() -> None:
    from extractor.model.weights import QWEN

    parts = {f"{QWEN.package}{n}" for n in range(1, QWEN.parts + 1)}
    named = {line.split("==")[0] for line in pyproject()["project"]["optional-dependencies"]["local"]}
    assert named == parts | {"xllamacpp"}


def test_constraints_pin_every_dependency() -> None:
    project = pyproject()["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    lines = (ROOT / "tests" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {_normal(line) for line in lines if "==" in line}
    assert {_normal(name) for name in wanted} - pinned == set()


def _normal(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", name[0]).lower() if name else ""


def test_public_names_are_sorted_and_exist() -> None:
    assert extractor.__all__ == sorted(extractor.__all__)
    assert [name for name in extractor.__all__ if not hasattr(extractor, name)] == []


def test_every_sample_has_gold() -> None:
    sources = {json.loads(path.read_text(encoding="utf-8"))["source"] for path in GOLD}
    samples = {path.name for path in SAMPLES.iterdir() if not path.name.endswith(".gold.json")}
    assert sources == samples


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.name.removesuffix(".gold.json"))
def test_gold_is_named_by_its_id(path: Path) -> None:
    assert json.loads(path.read_text(encoding="utf-8"))["id"] == path.name.removesuffix(".gold.json")


def test_schemas_say_the_same_where_libyaml_was_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes more for plain text than the reader of Python that stands in for it."""
    files = sorted((ROOT / "schemas").glob("*.yaml"))
    read = list(map(read_yaml, files))
    monkeypatch.setattr("extractor.definitions.LOADER", yaml.SafeLoader)
    assert files and list(map(read_yaml, files)) == read
