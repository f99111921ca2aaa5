"""English words that results hold without id and details -> the language spoken: what an error was, why a form was taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from extractor.errors import CATALOGUE
from extractor.messages import load_messages
from extractor.speech import OTHERS, Filler, Lang, language, load_words, to_spoken

Known = tuple[re.Pattern[str], str]  # how the English reads, and the template of the other language
NAME = re.compile(r"\{(\w+)[^}]*\}")


class _AsItStood(Filler):
    """Details are taken from a text, where they are formatted already."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return str(value)


FILLER = _AsItStood()


def retell_error(text: str) -> str:
    """What an error said."""
    lang = language()
    return text if lang == "en" else _retell(text, _errors(lang), lang)


def retell_form_reason(text: str, joint: str) -> str:
    """Why a report is taken for one of its form."""
    lang = language()
    return (
        text if lang == "en" else joint.join(_retell(part, _reasons(lang), lang) for part in text.split("; "))
    )


def _retell(text: str, known: Sequence[Known], lang: Lang) -> str:
    for pattern, words in known:
        if found := pattern.fullmatch(text):
            details = found.groupdict()
            if OTHERS in details:
                details[OTHERS] = _retell(details[OTHERS], known, lang)
            return FILLER.fill(words, details)
    return to_spoken(text, lang)


@cache
def _errors(lang: Lang) -> tuple[Known, ...]:
    return _to_known((words["en"], words[lang]) for words in load_words(CATALOGUE).values())


@cache
def _reasons(lang: Lang) -> tuple[Known, ...]:
    english, other = load_messages().identified, load_messages(lang).identified
    return _to_known((words, other[id]) for id, words in english.items())


def _to_known(pairs: Iterable[tuple[str, str]]) -> tuple[Known, ...]:
    """The wordings that say most by themselves first: `{path}: {why}` fits nearly anything."""
    by_length = sorted(pairs, key=lambda pair: -len(NAME.sub("", pair[0])))
    return tuple((re.compile(_to_pattern(english), re.DOTALL), words) for english, words in by_length)


def _to_pattern(template: str) -> str:
    pattern, seen = "", set[str]()
    for n, part in enumerate(NAME.split(template)):
        if n % 2:
            pattern += f"(?P={part})" if part in seen else f"(?P<{part}>.+?)"
            seen.add(part)
        else:
            pattern += re.escape(part)
    return pattern
