"""Another program's file as a side, and its fields as values once the report's form is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from extractor.compare.cells import to_writable
from extractor.compare.files import read_tables
from extractor.compare.labelling import find_in_any_form, find_keys
from extractor.compare.layout import table_to_reports
from extractor.compare.quotes import text_to_evidence
from extractor.compare.sides import Field, Side, SideReport, Unmapped, Value
from extractor.compare.words import bare, is_missing
from extractor.errors import UnreadableInput
from extractor.forms import Form
from extractor.ids import GIVEN, Status
from extractor.tables import text_to_value, unit_in_label

SHOWN_CANDIDATES = 6
GRID_PARTS = 3  # block.row.column
MAX_MISSED = 3  # values of a block; a file that lacks more, and has none, was not meant to have them


@dataclass(frozen=True, slots=True)
class Mapped:
    """A report's fields read by a form. `covered`: the keys that their file can speak of; `named`: those that it
    has for this report or another."""

    values: Mapping[str, Value]
    covered: frozenset[str]
    unmapped: tuple[Unmapped, ...] = ()
    named: frozenset[str] = frozenset()


def read_foreign(path: Path, mapping: Mapping[str, str]) -> Side:
    """The file as a side. What its labels mean is left open until each report's form is known."""
    tables = [table_to_reports(table, mapping) for table in read_tables(path)]
    reports = tuple(_with_labels([report for table in tables for report in table.reports]))
    if not reports:
        raise UnreadableInput("compare.no-items", path=path)
    unmapped = tuple(one for table in tables for one in table.unmapped)
    return Side(
        to_writable(str(path)), reports, unmapped, tuple(c for table in tables for c in table.columns)
    )


def _with_labels(reports: Sequence[SideReport]) -> Iterator[SideReport]:
    """A long file has an item if any of its tables has."""
    labels = frozenset().union(*{report.labels for report in reports if report.is_long})
    for report in reports:
        yield replace(report, labels=labels) if report.is_long else report


def fields_to_values(report: SideReport, form: Form, mapping: Mapping[str, str]) -> Mapped:
    """The fields as values of the form's cells; what is no item, or a second value of one, is listed."""
    values: dict[str, Value] = {}
    unmapped: list[Unmapped] = []
    texts: dict[str, Field] = {}
    lost: set[str] = set()
    for field in report.fields:
        keys = label_to_keys(field.block, field.label, form, mapping)
        if len(keys) != 1:
            if not _is_other_editions_blank(field):
                unmapped.append(_unknown(field, keys, form))
        elif field.is_lost:
            lost.add(keys[0])
        elif keys[0] in texts and texts[keys[0]].text.strip():
            unmapped.extend(_repeated(field, texts[keys[0]], keys[0]))
        else:
            texts[keys[0]] = field
            values[keys[0]] = field_to_value(field, form, keys[0])
    covered, named = _coverage(report, form, mapping)
    return Mapped(values, covered - (lost - values.keys()), tuple(unmapped), named)


def label_to_keys(block: str, label: str, form: Form, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """The keys that a label may mean; a mapping file's word is final."""
    target = mapping.get(bare(block + label)) or mapping.get(bare(label))
    if target is None:
        return find_keys(label, form, block)
    return (target,) if target in form.by_key else ()


def _is_other_editions_blank(field: Field) -> bool:
    """A panel over many years has columns of every edition, empty in the rows of the others."""
    return not field.text.strip() and find_in_any_form(field.label, field.block)


def _unknown(field: Field, keys: tuple[str, ...], form: Form) -> Unmapped:
    what = f"{field.block} {field.label}".strip() or "(no label)"
    if not keys:
        return Unmapped("no-item", what, (("form", form.id),))
    details = (("count", len(keys)), ("form", form.id))
    return Unmapped("ambiguous", what, details, candidates=keys[:SHOWN_CANDIDATES])


def _repeated(field: Field, first: Field, key: str) -> Iterator[Unmapped]:
    if field.text.strip() and field.text.strip() != first.text.strip():
        details = (("key", key), ("text", field.text), ("first", first.text))
        yield Unmapped("second-value", f"{field.label} ({field.place})", details)
    elif field.text.strip() and field.label != first.label:
        yield Unmapped("same-item", field.label, (("first", first.label), ("key", key)))


def field_to_value(field: Field, form: Form, key: str) -> Value:
    """The text read as the form's cell."""
    cell, text = form.by_key[key], "" if is_missing(field.text) else field.text
    read = text_to_value(text, cell, field.unit or unit_in_label(field.label))
    evidence = text_to_evidence(field.evidence, cell, read.value)
    return Value(read.value, _status(field, read.status), evidence, field.text.strip(), read.problem)


def _status(field: Field, read: Status) -> Status:
    """A status column may tell more than the value's text, but never that there is a number where there is none."""
    told = next((status for status in get_args(Status) if status == field.status.strip()), read)
    has_number = read in GIVEN
    return told if (told in GIVEN or told == "derived") == has_number else read


def _coverage(
    report: SideReport, form: Form, mapping: Mapping[str, str]
) -> tuple[frozenset[str], frozenset[str]]:
    """What the file can speak of, and what it has in some report. A wide file can speak of its columns' items; a
    long one leaves out what it did not find, and can speak of all but what an unclear label may stand for."""
    found = [label_to_keys(block, label, form, mapping) for block, label in report.labels]
    named = frozenset(known[0] for known in found if len(known) == 1)
    unclear = {key for known in found if len(known) > 1 for key in known} - named
    return (frozenset(form.by_key) - unclear if report.is_long else named), named


def find_lacking(mapped: Mapped, report: SideReport, others: Mapping[str, Value]) -> frozenset[str]:
    """What the other side gives, and a long file has for no report."""
    given = {key for key, value in others.items() if value.is_given}
    return frozenset(given - mapped.named) if report.is_long else frozenset()


def without_absent(
    mapped: Mapped, report: SideReport, others: Mapping[str, Value], lacks: Mapping[str, int]
) -> Mapped:
    """A long file that never has most of what the other side gives is a choice of items, and says nothing of the rest.
    So it is with a block or a column of a grid if more than a few are lacking, and with an item that it lacks in more
    than a few reports, as `lacks` counts them; one or two are missed."""
    if not report.is_long:
        return mapped
    given = [key for key, value in others.items() if value.is_given]
    lacking = find_lacking(mapped, report, others)
    if 2 * len(lacking) > len(given):
        return replace(mapped, covered=mapped.covered & mapped.named)
    absent = {key for key in lacking if lacks[key] > MAX_MISSED}
    for group in (_block, _column):
        apart, groups = Counter(map(group, lacking)), Counter(map(group, given))
        most = {name for name, count in apart.items() if count > MAX_MISSED and 2 * count > groups[name]}
        absent |= {key for key in mapped.covered - mapped.named if group(key) in most}
    return replace(mapped, covered=mapped.covered - absent)


def _block(key: str) -> str:
    return key.partition(".")[0]


def _column(key: str) -> tuple[str, str]:
    parts = key.split(".")
    return parts[0], parts[-1] if len(parts) >= GRID_PARTS else ""
