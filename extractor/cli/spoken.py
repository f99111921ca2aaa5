"""Commands in the language of their user: help from schemas/commands.yaml, click's own words from extractor/locale.

Both are looked up when help or an error is shown: a command that runs pays nothing for them.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path
from typing import Any

import click

from extractor.lines import break_lines
from extractor.speech import LANGS, Lang, language, load_words, use_language

LOCALE = Path(__file__).parent.parent / "locale"
HELP = "commands.yaml"
HELP_WIDTH, OPTION_WIDTH = 78, 48  # cells; click counts characters, and Chinese ones take two


class SpokenContext(click.Context):
    """Words the commands before it shows help."""

    def get_help(self) -> str:
        """The command's help page."""
        word_commands(self.find_root().command, ())
        return super().get_help()


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


def word_commands(command: click.Command, path: tuple[str, ...]) -> None:
    """Gives the command and those below it their help in the language spoken. What the catalogue does not know keeps
    the words that it has."""
    command.help = find_help(path, HELP_WIDTH) or command.help
    for param in command.get_params(click.Context(command)):
        if isinstance(param, click.Option):
            shared = find_help((param.name or "",), OPTION_WIDTH, "*")
            param.help = find_help((*path, param.name or ""), OPTION_WIDTH) or shared or param.help
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            word_commands(sub, (*path, name))


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
