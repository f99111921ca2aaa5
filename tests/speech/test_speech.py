"""The language of the user: how it is chosen, and that nothing is said in one language alone."""

from __future__ import annotations

import ast
import pickle
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import NamedTuple, get_args

import click
import pytest
from click.testing import CliRunner
from locales import LOCALE, read_po, to_mo

import extractor
from extractor import errors
from extractor.cassettes.check import ProblemKind
from extractor.cli.main import ogi
from extractor.cli.spoken import SpokenContext, find_help, speak
from extractor.errors import EndpointFault, UnreadableInput
from extractor.ids import READERS
from extractor.messages import load_messages
from extractor.output.retelling import retell_error
from extractor.panel.filings import PanelFindingId, Scope
from extractor.run.batch import skipped_to_words
from extractor.speech import LANGS, Lang, choose_language, count_cells, find_asked, load_words, say

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
        text = find_help(("extract",), 76) or ""
    finally:
        speak("en")
    assert max(count_cells(line) for line in text.splitlines()) <= 78  # closing marks hang
    assert "--record none" in text.replace("\n", " ")


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("lang", LANGS)
def test_help_fits_the_terminal(columns: int, lang: Lang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    speak(lang)
    for path, command in walk():
        root = SpokenContext(ogi, info_name="ogi", max_content_width=110)
        context = root if command is ogi else SpokenContext(command, root, path.removeprefix("ogi "))
        lines = context.get_help().splitlines()
        assert [line for line in lines if count_cells(line.rstrip()) > columns] == [], path
    speak("en")


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


ERRORS = frozenset(
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)
)
MISUSE = frozenset({"AssertionError", "AttributeError", "TypeError"})  # of functions, by whoever writes code


class Told(NamedTuple):
    """What is told by an id of schemas/errors.yaml, and where; no details where they come from elsewhere."""

    where: str
    id: str
    details: frozenset[str] | None


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def told() -> Iterator[Told]:
    """All calls of errors and of what stands within them whose id is written there."""
    kinds = ERRORS | {"why"}
    for path in PACKAGE.rglob("*.py"):
        for call in calls(path):
            if name_of(call) in kinds and call.args and isinstance(call.args[0], ast.Constant):
                given = [keyword.arg for keyword in call.keywords]
                details = None if None in given else frozenset(name for name in given if name)
                yield Told(f"{path.name}:{call.lineno}", str(call.args[0].value), details)


def names_in(template: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name)


def prose(node: ast.AST | None) -> Iterator[str]:
    """Texts of more than one word within what is raised; what `say` is asked for is none."""
    for inner in ast.walk(node) if node else ():
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and " " in inner.value.strip():
            yield inner.value


def test_no_error_is_raised_with_prose() -> None:
    spoken = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_misuse = (
                isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and name_of(node.exc) in MISUSE
            )
            if isinstance(node, ast.Raise) and not is_misuse:
                spoken += [f"{path.name}:{node.lineno}: {text}" for text in prose(node.exc)]
    for path in PACKAGE.rglob("*.py"):
        for call in calls(path):  # those that are raised elsewhere, too
            if name_of(call) in ERRORS:
                spoken += [f"{path.name}:{call.lineno}: {text}" for text in prose(call)]
    assert spoken == []


def test_every_error_has_its_words_with_all_its_details_in_both_languages() -> None:
    words = load_words("errors.yaml")
    found = list(told())
    assert len(found) > 200
    for each in found:
        assert each.id in words, each
        for lang in LANGS:
            if each.details is not None:
                assert names_in(words[each.id][lang]) == each.details, each


def test_no_words_are_left_that_no_error_says() -> None:
    texts = {
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert load_words("errors.yaml").keys() - texts == set()


NAMED = {
    "finding": (*load_messages().findings, *get_args(PanelFindingId)),
    "reader": (*READERS, "decided", "all"),
    "problem": get_args(ProblemKind),
    "change": ("added", "removed", "moved", "value", "status"),
    "scope": get_args(Scope),
    "entry": ("alias", "denied", "scope"),
}


@pytest.mark.parametrize("group", NAMED)
def test_every_id_that_is_shown_has_a_name(group: str) -> None:
    words = load_words("screens.yaml")
    assert [id for id in NAMED[group] if f"{group}-{id}" not in words] == []
    assert all(words[f"{group}-{id}"]["en"] == id for id in NAMED[group])


def test_what_is_passed_over_is_told_by_its_kind() -> None:
    skipped = Counter({".DS_Store": 2, "lock-file": 1, ".exe": 3})
    assert skipped_to_words(skipped) == ("2 .DS_Store", "3 .exe file", "1 lock file")
    speak("zh")
    assert skipped_to_words(skipped) == (".DS_Store 2 个", ".exe 文件 3 个", "办公软件的锁定文件 1 个")
    speak("en")


@pytest.mark.parametrize("lang", LANGS)
def test_every_error_is_in_one_language(lang: Lang) -> None:
    for id, words in load_words("errors.yaml").items():
        has_letters = any(part.strip(" :{}") for part, *_ in Formatter().parse(words["en"]))
        chinese = re.sub("政府信息公开|、", "", words[lang])
        assert (re.search("[\u4e00-\u9fff]", chinese) is not None) == (lang == "zh" and has_letters), id


def test_an_error_is_the_same_on_the_other_side_of_a_process() -> None:
    cause = EndpointFault("endpoint.large", size=8)
    error = pickle.loads(pickle.dumps(EndpointFault("model.at", model="m", why=cause)))
    assert isinstance(error, EndpointFault) and isinstance(error.details["why"], EndpointFault)
    assert str(error) == "m: answered with more than 8 MB"
    assert error.words("zh") == "m：回答超过 8 MB"


def test_what_a_system_says_is_put_into_chinese_within_an_error() -> None:
    error = UnreadableInput("file.unreadable", path=Path("a.docx"), why="Permission denied")
    assert str(error) == "a.docx: cannot be read (Permission denied)"
    assert error.words("zh") == "a.docx：无法读取（没有权限）"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (UnreadableInput("file.locked", path="a: b.docx"), "a: b.docx：有密码保护"),
        (
            EndpointFault("model.given-up", why=EndpointFault("model.at", model="m", why="words of its own")),
            "m：words of its own；这次运行不再问",
        ),
        (
            EndpointFault("model.at", model="m at h", why=EndpointFault("endpoint.coding", coding="br")),
            "m at h：回答用了没有要求的压缩方式 'br'",
        ),
    ],
)
def test_a_result_s_english_words_of_an_error_are_told_in_chinese(error: Exception, words: str) -> None:
    assert retell_error(str(error)) == str(error)
    speak("zh")
    assert retell_error(str(error)) == words
    speak("en")
