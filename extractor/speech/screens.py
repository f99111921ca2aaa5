"""The language of the people before the screen, and the words of screens and pages in it: schemas/screens.yaml.

Results stay in one language, whoever reads them. What is shown is worded at the edge, in the language of the process.
"""

from __future__ import annotations

import locale
import string
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Literal, Protocol, get_args, runtime_checkable

from extractor.resources import SCHEMAS

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = get_args(Lang)
VARIABLES = ("OGI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides
OTHERS = "why"  # the detail that is what a system or a library says


class Filler(string.Formatter):
    """What may stand behind the colon of a detail: what joins a list, or how a number is printed."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple):
            return (format_spec or ", ").join(map(str, value))
        return str(super().format_field(value, format_spec))

    def fill(self, template: str, shown: Mapping[str, object]) -> str:
        """The template with these in place of its names."""
        return self.vformat(template, (), shown)


FILLER = Filler()


class _Spoken:
    """The language of this process: one, since it has one user; servers of pages have more."""

    lang: Lang = "en"
    here: ContextVar[Lang | None] = ContextVar("language", default=None)


def language() -> Lang:
    """The language that is spoken."""
    return _Spoken.here.get() or _Spoken.lang


def use_language(lang: Lang) -> None:
    """Speaks it from now on."""
    _Spoken.lang = lang


@contextmanager
def speaking(lang: Lang) -> Iterator[None]:
    """Speaks it for a while, to whoever is answered here; nobody else is spoken to otherwise."""
    token = _Spoken.here.set(lang)
    try:
        yield
    finally:
        _Spoken.here.reset(token)


def choose_language(asked: str | None, environment: Mapping[str, str]) -> Lang:
    """The language asked for; else that of the environment; else that of the system's settings."""
    told = asked or next((environment[name] for name in VARIABLES if environment.get(name)), None)
    return to_lang(told or _system_locale())


def to_lang(name: str) -> Lang:
    """`zh_CN.UTF-8`, `Chinese (Simplified)_China.936`, `zh-Hans` -> zh; whatever else -> en."""
    return "zh" if name.strip().casefold().startswith(("zh", "chinese", "中文", "cn")) else "en"


def find_asked(arguments: Sequence[str]) -> str | None:
    """The value of --lang, wherever on the command line it stands: help and errors need it before all else."""
    for word, following in zip(arguments, (*arguments[1:], None), strict=False):
        if word == "--":
            return None
        if word == "--lang":
            return following
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return None


def _system_locale() -> str:
    try:
        return locale.getlocale()[0] or ""
    except ValueError:  # a name that the system does not know
        return ""


def say(id: str, /, **details: object) -> str:
    """The words of that id in the language spoken, filled in."""
    return FILLER.fill(load_words("screens.yaml")[id][language()], details)


def name_of(group: str, id: str) -> str:
    """The name of an id of that group in the language spoken; the id itself where it has none, as one of the user's."""
    return say(f"{group}-{id}") if has_words(f"{group}-{id}") else id


def has_words(id: str) -> bool:
    """Whether screens have words of that id."""
    return id in load_words("screens.yaml")


@cache
def load_words(name: str) -> dict[str, dict[Lang, str]]:
    """A catalogue: the words of both languages by id. Without pydantic, since a run's first line waits for it."""
    words: dict[str, dict[Lang, str]] = _read_yaml(name)
    return words


def _read_yaml(name: str) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((SCHEMAS / name).read_text(encoding="utf-8"), loader)


@runtime_checkable
class Worded(Protocol):
    """What has words in each language, and may stand within others."""

    def words(self, lang: Lang, /) -> str:
        """It in that language."""


def word(words: Mapping[Lang, str], details: Mapping[str, object], lang: Lang) -> str:
    """The words of that language, filled in; what is Worded itself in the same language."""
    return FILLER.fill(words[lang], {name: _to_shown(name, detail, lang) for name, detail in details.items()})


def _to_shown(name: str, detail: object, lang: Lang) -> object:
    if isinstance(detail, tuple):
        return tuple(_to_shown(name, part, lang) for part in detail)
    if isinstance(detail, str):
        return to_spoken(detail, lang) if name == OTHERS else detail
    return detail.words(lang) if isinstance(detail, Worded) else detail


def to_spoken(text: str, lang: Lang) -> str:
    """What a system or a library says in English, in that language where it is known (schemas/phrases.yaml)."""
    return text if lang == "en" else _load_phrases().get(text, text)


@cache
def _load_phrases() -> dict[str, str]:
    phrases: dict[str, str] = _read_yaml("phrases.yaml")
    return phrases
