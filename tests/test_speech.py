"""The language of the user: how it is chosen, and that nothing is said in one language alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from locales import LOCALE, read_po, to_mo

import extractor
from extractor.cli.main import ogi
from extractor.cli.spoken import HELP_WIDTH, find_help, speak
from extractor.lines import count_cells
from extractor.speech import choose_language, find_asked, load_words, say, to_spoken

PACKAGE = Path(extractor.__file__).parent


@pytest.mark.parametrize(
    ("asked", "environment", "lang"),
    [
        ("zh", {"OGI_LANG": "en"}, "zh"),
        (None, {"OGI_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"OGI_LANG": "", "LANG": "Chinese (Simplified)_China.936"}, "zh"),
        (None, {"LANG": "de_DE"}, "en"),
    ],
)
def test_the_nearest_wish_decides(asked: str | None, environment: Mapping[str, str], lang: str) -> None:
    assert choose_language(asked, environment) == lang


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ((), None),
        (("show", "a", "--lang", "zh"), "zh"),
        (("--lang=zh", "show"), "zh"),
        (("show", "--", "--lang", "zh"), None),
        (("show", "--lang"), None),
    ],
)
def test_the_option_is_found_wherever_it_stands(words: tuple[str, ...], asked: str | None) -> None:
    assert find_asked(words) == asked


def walk(command: click.Command = ogi, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    yield " ".join(("ogi", *path)), command
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from walk(sub, (*path, name))


def test_every_command_and_option_is_in_the_catalogue_and_nothing_else() -> None:
    words = load_words("commands.yaml").keys()
    own = {id for id in words if not id.startswith("* ")}
    options = {
        f"{id} {param.name}": f"* {param.name}"
        for id, command in walk()
        for param in command.params
        if isinstance(param, click.Option)
    }
    assert own == {id for id, _ in walk()} | {
        id for id, shared in options.items() if shared not in words or id in own
    }
    assert words - own == {shared for id, shared in options.items() if id not in own} | {"* help"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_help_is_in_one_language_and_fits_the_screen(lang: str) -> None:
    result = CliRunner().invoke(ogi, ["extract", "--help", "--lang", lang], prog_name="ogi")
    has_chinese = any("\u4e00" <= character <= "\u9fff" for character in result.stdout)
    assert (result.exit_code, has_chinese) == (0, lang == "zh")


def test_chinese_help_is_broken_by_cells() -> None:
    speak("zh")
    try:
        text = find_help(("extract",), HELP_WIDTH) or ""
    finally:
        speak("en")
    assert max(count_cells(line) for line in text.splitlines()) <= HELP_WIDTH + 2  # closing marks hang
    assert "--record none" in text.replace("\n", " ")


def test_a_wrong_option_is_refused_in_the_language_asked_for() -> None:
    result = CliRunner().invoke(ogi, ["show", "--lang", "zh", "--nonsense"], prog_name="ogi")
    assert result.exit_code == 2 and "没有选项" in result.stderr


def test_what_click_says_is_up_to_date() -> None:
    for path in LOCALE.rglob("*.po"):
        assert path.with_suffix(".mo").read_bytes() == to_mo(read_po(path))


def said() -> Iterator[str]:
    """The ids of all words that the package says by a plain id."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
            if is_call and isinstance(node, ast.Call) and isinstance(node.args[0], ast.Constant):
                yield str(node.args[0].value)


def test_everything_that_is_said_has_words() -> None:
    assert sorted(set(said()) - load_words("screens.yaml").keys()) == []


def test_words_are_filled_in() -> None:
    assert say("run.kept", count=3) == " (3 from before)"


# What only whoever writes prompts, forms or proxies meets, or what an endpoint says, stays English.
UNTRANSLATED: tuple[str, ...] = (
    "model/completions.py",
    "model/rendering.py",
    "model/profiles.py",
    "model/received.py",
    "model/client.py",
)
UNTRANSLATED += (
    "model/line.py",
    "definitions.py",
    "forms/editions.py",
    "compare/words.py",
    "check/reading.py",
)
ERRORS = frozenset(
    {"UsageError", "MissingInput", "UnreadableInput", "NotAReport", "LocalModelError", "ExtractorError"}
)


def raised() -> Iterator[str]:
    """What our errors say, `X` for whatever is filled in."""
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).as_posix() in UNTRANSLATED:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                name = node.exc.func.id if isinstance(node.exc.func, ast.Name) else ""
                text = to_sample(node.exc.args[0]) if name in ERRORS else ""
                if text:
                    yield text


def to_sample(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)


def test_every_error_of_a_user_has_its_chinese() -> None:
    speak("zh")
    found = {text: to_spoken(text) for text in raised() if text.removeprefix("--map ").strip("X: ")}
    assert len(found) > 90
    bare = [text for text, words in found.items() if not any("\u4e00" <= c <= "\u9fff" for c in words)]
    assert bare == []


def test_what_stands_before_an_error_stays() -> None:
    speak("zh")
    assert to_spoken("a: b.docx: is protected by a password") == "a: b.docx：有密码保护"
    speak("en")
    assert to_spoken("a.docx: is empty") == "a.docx: is empty"
