"""Commands in the language of their user: help from schemas/commands.yaml, click's own words from extractor/locale.

Both are looked up when help or an error is shown: a command that runs pays nothing for them.
"""

from __future__ import annotations

import gettext
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from extractor.errors import ExtractorError
from extractor.speech import LANGS, Lang, break_lines, language, load_words, say, use_language

LOCALE = Path(__file__).parent.parent / "locale"
HELP = "commands.yaml"
# In cells: click counts characters, and Chinese ones take two.
MOST = 110  # of a line of help, however wide the terminal is
INDENT, NAMES = 2, 34  # before a paragraph, and before what is said of an option
HANGING = 4  # two closing marks may stand over the end of a line
LEAST = 20


def tell(error: ExtractorError) -> None:
    """An error that does not end the command, in its line."""
    click.echo(say("error", message=error.words(language())), err=True)


class SpokenContext(click.Context):
    """Words the command before it shows its help."""

    def get_help(self) -> str:
        """The command's help page."""
        word_page(self.command, tuple(_names_to(self)))
        return super().get_help()


def _names_to(context: click.Context) -> Iterator[str]:
    """The names that lead from the first command to this one."""
    if context.parent:
        yield from _names_to(context.parent)
        yield context.info_name or ""


class SpokenGroup(click.Group):
    """A group whose commands, at any depth, are worded by the catalogue and take --lang."""

    context_class = SpokenContext

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        _adopt(self)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Registers the command."""
        super().add_command(cmd, name)
        _adopt(cmd)


def _adopt(command: click.Command) -> None:
    command.context_class = SpokenContext
    if all(param.name != "lang" for param in command.params):
        option = click.Option(["--lang"], type=click.Choice(LANGS), expose_value=False, is_eager=True)
        command.params.append(option)
    if isinstance(command, click.Group):
        for sub in command.commands.values():
            _adopt(sub)


def speak(lang: Lang) -> None:
    """Speaks the language from now on, click too."""
    use_language(lang)
    os.environ["LANGUAGE"] = lang  # gettext asks for it at every message, and children are to speak the same
    gettext.bindtextdomain("messages", str(LOCALE))


def word_page(command: click.Command, path: tuple[str, ...]) -> None:
    """Gives the command what its page of help shows, in the language spoken: its help, that of its options, and what is
    said of the commands right below it. What the catalogue does not know keeps the words that it has."""
    width = min(shutil.get_terminal_size().columns, MOST) - HANGING
    context = click.Context(command)
    command.help = find_help(path, width - INDENT) or command.help
    for param in command.get_params(context):
        if isinstance(param, click.Option):
            param.help = _find_option_help(param, path, max(width - NAMES, LEAST), context)
    if isinstance(command, click.Group):
        names = max(map(len, command.commands))
        for name, sub in command.commands.items():
            sub.help = find_help((*path, name), width - INDENT) or sub.help
            sub.short_help = _find_first_sentence((*path, name), width - names - 2 * INDENT)


def _find_first_sentence(path: tuple[str, ...], width: int) -> str | None:
    """What the list of commands says in Chinese; click makes it of the help in other languages."""
    words = load_words(HELP).get(" ".join(("ogi", *path)))
    if words is None or language() == "en":
        return None
    return _wrapped("".join(words["zh"].strip().split("\n\n")[0].splitlines()).partition("。")[0], width)


def _find_option_help(
    option: click.Option, path: tuple[str, ...], width: int, context: click.Context
) -> str | None:
    """What is said of the option. Behind Chinese, click's own remark on it gets a line of its own."""
    name = option.name or ""
    found = find_help((*path, name), width) or find_help((name,), width, "*") or option.help
    has_remark = any(option.get_help_extra(context).values())
    return f"{found}\n" if found and has_remark and language() == "zh" and not found.endswith("\n") else found


def find_help(path: tuple[str, ...], width: int, first: str = "ogi") -> str | None:
    """What the catalogue says at that path of commands, and of an option behind them; * stands for all commands."""
    words = load_words(HELP).get(" ".join((first, *path)))
    if words is None:
        return None
    lang = language()
    return words[lang].strip() if lang == "en" else _wrapped(words[lang].strip(), width)


def _wrapped(text: str, width: int) -> str:
    paragraphs = (paragraph.split("\n") for paragraph in text.split("\n\n"))
    return "\n\n".join("\b\n" + "\n".join(break_lines("".join(lines), width)) for lines in paragraphs)
