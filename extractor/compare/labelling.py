"""Labels of other people's files to the form's keys: key, printed label, other printings, phrases, English.

What fits several items alike is given back with all of them, and is mapped to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product

from extractor.compare.words import bare, header_words
from extractor.forms import (
    NARRATIVE_COLUMN,
    NUMBERING,
    Cell,
    Form,
    find_form,
    fold_numbering,
    grid_key,
    label_key,
    load_forms,
    vocabulary,
)
from extractor.language import fold
from extractor.tables import cell_words

BETWEEN = re.compile(r"[-—–_/|:>·,\s]+")  # what stands between a row and a column, or a block and an item
BETWEEN_PARTS = "-"  # of a head of several rows
BRACKET = re.compile(r"[()\[\]]")
Tier = dict[str, set[str]]


def find_keys(label: str, form: Form, block: str = "") -> tuple[str, ...]:
    """The keys that the label may mean: one where it is clear, several where nothing tells them apart."""
    if block:
        qualified = _lookup(f"{block}|{label}", form.id)
        if len(qualified) == 1:
            return qualified
    found = _lookup(label, form.id)
    within = tuple(key for key in found if block and _is_block(form.by_key[key], block))
    return within or found


def _is_block(cell: Cell, name: str) -> bool:
    return bare(name) in {bare(cell.block), bare(vocabulary().blocks[cell.block].name)}


@cache
def _lookup(label: str, form_id: str) -> tuple[str, ...]:
    """The keys of the first tier that knows the label in any of its spellings."""
    spellings = tuple(dict.fromkeys(_spellings(label)))
    for tier in _tiers(form_id):
        for spelling in spellings:
            if spelling and spelling in tier:
                return tuple(sorted(tier[spelling]))
    return _english(label, form_id)


def _spellings(label: str) -> Iterator[str]:
    """As it stands; with what is in brackets counted as a part; without it."""
    yield bare(label)
    yield _joined(re.split(BRACKET, fold(label)))
    yield _joined([label])


def _joined(parts: Iterable[str]) -> str:
    unnumbered = (NUMBERING.sub("", fold_numbering(part.strip())) for part in parts)
    pieces = (piece for part in unnumbered for piece in BETWEEN.split(part))
    return "".join(label_key(piece) for piece in pieces).casefold()


@cache
def _tiers(form_id: str) -> tuple[Tier, ...]:
    """Spelling -> keys, the surest first."""
    form = find_form(form_id)
    keys: Tier = {}
    printed: Tier = {}
    others: Tier = {}
    phrases: Tier = {}
    for cell in form.cells:
        _add(keys, [bare(cell.key)], cell.key)
        _add(phrases, map(label_key, _plain_aliases(cell)), cell.key)
    turned: Tier = {}
    for key, labels, also in _labels(form):
        _add(printed, labels, key)
        _add(others, also, key)
    for key, rows, columns in _grid_labels(form):
        _add(turned, _crossed(columns, rows), key)
    loose: Tier = {}
    for tier in (printed, others):
        for spelling, found in tier.items():
            loose.setdefault(_without_fillers(spelling), set()).update(found)
    return keys, printed, others, phrases, turned, loose


def _add(tier: Tier, spellings: Iterable[str], key: str) -> None:
    for spelling in spellings:
        if spelling:
            tier.setdefault(spelling.casefold(), set()).add(key)


def _without_fillers(spelling: str) -> str:
    return cell_words().fillers.sub("", spelling)


def _plain_aliases(cell: Cell) -> Iterator[str]:
    """The phrases of running text that are labels too: no gaps, no choices."""
    return (alias for alias in cell.wording.aliases if "…" not in alias and "(" not in alias)


def _labels(form: Form) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each key with the spellings of its own label and of the other printings."""
    for row in form.definition.rows:
        if row.key is not None:
            cell = form.by_key[row.key]
            own = {label_key(cell.label), label_key(cell.name)}
            yield cell.key, _qualified(own, cell, form), _qualified(set(map(label_key, row.also)), cell, form)
    for key, rows, columns in _grid_labels(form):
        cell = form.by_key[key]
        own = {label_key(rows[0]) + label_key(columns[0]), label_key(cell.name)}
        also = _crossed(rows, columns)
        if key.endswith(f".{NARRATIVE_COLUMN}") or _is_only_column(cell, form):
            also |= {label_key(text) for text in rows}
        yield key, _qualified(own, cell, form), _qualified(also, cell, form)


def _grid_labels(form: Form) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Each grid cell's key with the printings of its row and of its column, the usual one first."""
    for grid in form.definition.grids:
        for row, column in product((r for r in grid.rows if r.key), grid.columns):
            key = grid_key(grid, row.key or "", column.key)
            yield key, (row.label or "", *row.also), (column.label, *column.also)


def _is_only_column(cell: Cell, form: Form) -> bool:
    row = cell.key.rpartition(".")[0]
    return sum(key.rpartition(".")[0] == row for key in form.by_key) == 1


def _crossed(rows: Iterable[str], columns: Iterable[str]) -> set[str]:
    """Every row with every column. The other order would make 总计-其他 of 其他-总计: it comes last."""
    return {label_key(row) + label_key(column) for row, column in product(rows, columns)}


def _qualified(labels: set[str], cell: Cell, form: Form) -> set[str]:
    """The labels alone, and with their block's or parent's name before or behind."""
    words = {label_key(vocabulary().blocks[cell.block].name), bare(cell.block)}
    if cell.parent:
        words.add(label_key(form.by_key[cell.parent].label))
    plain = {label for label in labels if label}
    around = {text for w, label in product(words, plain) for text in (w + label, label + w)}
    return plain | around


def _english(label: str, form_id: str) -> tuple[str, ...]:
    """The keys whose words the label has, in any order; a grid's total may leave the word out."""
    wanted = _english_words(label)
    if not wanted:
        return ()
    by_words = _english_tier(form_id)
    return tuple(sorted(by_words.get(wanted) or by_words.get(wanted | {NARRATIVE_COLUMN}) or ()))


def _english_words(text: str) -> frozenset[str]:
    words = header_words().english
    found = re.findall(r"[a-z0-9]+", fold(text).lower())
    return frozenset(words.same.get(word, word) for word in found) - words.filler


@cache
def _english_tier(form_id: str) -> dict[frozenset[str], set[str]]:
    tier: dict[frozenset[str], set[str]] = {}
    for cell in find_form(form_id).cells:
        tier.setdefault(_english_words(cell.key), set()).add(cell.key)
    return tier


def guess_form(labels: Iterable[tuple[str, str]], year: int | None) -> Form:
    """The edition that knows most of the labels among those of the year; of several one that prints labels of its own,
    and a national one."""
    editions = [form for form in load_forms().values() if form.covers(year)] or list(load_forms().values())
    named = list(labels)

    def fitness(form: Form) -> tuple[int, bool, bool]:
        known = sum(len(find_keys(label, form, block)) == 1 for block, label in named)
        return known, not form.definition.borrows, form.definition.region is None

    return max(editions, key=fitness)


def list_keys(label: str, block: str = "") -> tuple[str, ...]:
    """The keys that the label alone means, in whatever edition."""
    found = (find_keys(label, form, block) for form in load_forms().values())
    return tuple(dict.fromkeys(keys[0] for keys in found if len(keys) == 1))


def find_in_any_form(label: str, block: str = "") -> bool:
    """Whether some edition has an item of that label, or several."""
    return any(find_keys(label, form, block) for form in load_forms().values())
