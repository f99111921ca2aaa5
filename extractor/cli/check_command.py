"""`ogi check`: a report before it is filed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from extractor.cli.groups import console

if TYPE_CHECKING:
    from extractor.check import Checkup, Subject
    from extractor.run import Children


@click.command()
@click.argument("this", type=click.Path(path_type=Path))
@click.option("--last", type=click.Path(path_type=Path))
@click.option("--html", type=click.Path(path_type=Path))
@click.option("--sums", is_flag=True)
@click.option("--form")
@click.pass_context
def check(
    ctx: click.Context, this: Path, last: Path | None, html: Path | None, sums: bool, form: str | None
) -> None:
    """A report's sums, signs and text, and what goes on from the year before."""
    from extractor.check.view import checkup_to_view
    from extractor.run import Children, Limits

    if form:
        from extractor.forms import find_form

        form = find_form(form).id
    with Children(Limits()) as children:
        checkups = _check(this, last, form, children)
    for checkup in checkups:
        console().print(checkup_to_view(checkup, with_sums=sums))
    if html:
        _write_page(html, checkups)
    ctx.exit(1 if any(checkup.count("error") for checkup in checkups) else 0)


def _check(this: Path, last: Path | None, form: str | None, children: Children) -> list[Checkup]:
    from extractor.check import CheckJob, check_report, choose_pairs

    def read(path: Path, form: str | None = None) -> tuple[Subject, ...]:
        return cast("tuple[Subject, ...]", children.run(CheckJob(path, form), str(path)))

    pairs = choose_pairs(read(this, form), read(last) if last else ())
    return [check_report(this, before.report if before else None) for this, before in pairs]


def _write_page(path: Path, checkups: list[Checkup]) -> None:
    from extractor.check.page import checkups_to_page
    from extractor.output import write_whole

    write_whole(path, checkups_to_page(checkups))
