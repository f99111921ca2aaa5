"""What is said to the people before the screen: words of the catalogues in their language, in lines that fit.

Door: `say` the words of an id in the `language` of the process, which `choose_language` finds; `break_lines` of a text.

screens      the language that is spoken; the words of schemas/screens.yaml and of other catalogues, filled in
lines        text -> lines of so many cells of a terminal"""

from __future__ import annotations

from extractor.speech.lines import break_lines, count_cells
from extractor.speech.screens import (
    FILLER,
    LANGS,
    OTHERS,
    Filler,
    Lang,
    Worded,
    choose_language,
    find_asked,
    has_words,
    language,
    load_words,
    name_of,
    say,
    speaking,
    to_lang,
    to_spoken,
    use_language,
    word,
)

__all__ = [
    "FILLER",
    "LANGS",
    "OTHERS",
    "Filler",
    "Lang",
    "Worded",
    "break_lines",
    "choose_language",
    "count_cells",
    "find_asked",
    "has_words",
    "language",
    "load_words",
    "name_of",
    "say",
    "speaking",
    "to_lang",
    "to_spoken",
    "use_language",
    "word",
]
