"""Results on the terminal. Forms and all that shows them are loaded already in the process that has read a report: it
draws, the run only prints."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from extractor.errors import ExtractorError
from extractor.run import shown
from extractor.speech import Lang, language, use_language

if TYPE_CHECKING:
    from extractor.run import Children, Line


class SafeConsole(Console):
    """A terminal that shows control characters, whatever text of a report or of a name they come in, and obeys those
    of rich alone."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces of the output."""
        for segment in super().render(renderable, options):
            text = segment.text
            if segment.control or text.isprintable() or text == "\n":
                yield segment
            else:
                yield segment._replace(text="\n".join(map(shown, text.split("\n"))))


@dataclass(frozen=True, slots=True)
class Terminal:
    """What of a terminal, and of who sits there, decides how something looks on it."""

    width: int
    color_system: Any
    force_terminal: bool
    no_color: bool
    lang: Lang = "en"

    @classmethod
    def of(cls, console: Console) -> Terminal:
        """That of the console."""
        return cls(console.width, console.color_system, console.is_terminal, console.no_color, language())


@dataclass(frozen=True, slots=True)
class DrawingJob:
    """Results drawn in a child."""

    paths: tuple[Path, ...]
    terminal: Terminal

    def __call__(self, line: Line) -> str:
        look = self.terminal
        use_language(look.lang)
        page = StringIO()
        console = SafeConsole(
            file=page,
            width=look.width,
            color_system=look.color_system,
            force_terminal=look.force_terminal,
            no_color=look.no_color,
            legacy_windows=False,
        )
        print_results(self.paths, console)
        return page.getvalue()


def show_results(paths: Sequence[Path], children: Children) -> None:
    """The results on stdout."""
    console = SafeConsole()
    if not paths:
        return
    page = None
    if not console.legacy_windows and console.encoding.startswith("utf"):  # for others a child cannot draw
        with suppress(ExtractorError):  # the limits are those of reading
            page = children.run(DrawingJob(tuple(paths), Terminal.of(console)), str(paths[0]))
    if page is None:
        print_results(paths, console)
    else:
        sys.stdout.write(page)


def print_results(paths: Sequence[Path], console: Console) -> None:
    """The results on the console."""
    from extractor.output import read_result
    from extractor.output.terminal import result_to_view

    for path in paths:
        console.print(result_to_view(read_result(path), console.width))
