"""A paragraph on the terminal: rich breaks lines at blanks alone, which Chinese does without."""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from extractor.speech import break_lines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text behind a mark, as `1. `, its lines below each other. `indent`: cells before all of it."""

    text: str
    style: str = ""
    mark: str = ""
    mark_style: str = ""
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        before = " " * self.indent
        width = max(options.max_width - self.indent - len(self.mark), 2)
        for number, line in enumerate(break_lines(self.text, width - 1)):
            mark = self.mark if number == 0 else " " * len(self.mark)
            yield Text.assemble(
                before, (mark, self.mark_style), (line, self.style), no_wrap=True, overflow="ignore"
            )
