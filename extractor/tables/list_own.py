"""Lists of an office's own making: 方式 | 件数 over rows that name the items of one block as sentences do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from extractor.forms import Cell, Form, label_key, vocabulary
from extractor.language import SCALES, fold
from extractor.records import TableCell
from extractor.tables.captions import caption_above, caption_to_sort
from extractor.tables.cell_texts import fills_cell, is_share, read_text
from extractor.tables.cell_wording import cell_words
from extractor.tables.list_columns import own_roles, plain_head
from extractor.tables.measures import unit_in_label
from extractor.tables.printed import Progress, only_filled
from extractor.tables.sheets import form_to_sheets

MIN_ROWS = 3  # that name items of the block
LONGEST_PREFIX = 8  # characters of whose the thing is
Line = Sequence[TableCell]


class Entry(NamedTuple):
    """A row: its label, its number, and the item that it is; '' where it is none of the form's, or several rows are."""

    label: TableCell
    value: TableCell
    unit: str = ""  # that its label or its head names
    key: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the row counts all others together."""
        return plain_head(self.label.text) in cell_words().whole | cell_words().subtotals


def own_list(lines: Sequence[Line], n: int, progress: Progress) -> tuple[list[Entry], int]:
    """The entries below the heads of line n, and how many lines they are, where most of them name items of one block, of
    which the heads or the line above speak; nothing where they are another table's."""
    heads = only_filled(lines[n])
    roles = own_roles([plain_head(head.text) for head in heads], progress.year) if len(heads) > 1 else ()
    if roles[:1] != ("item",) or roles.count("item") > 1:
        return [], 0
    caption = caption_above(progress.text, heads[0].start)
    count = heads[roles.index("value")]
    if is_others(caption, progress.year) or _is_scaled(count.text):
        return [], 0
    below = (_to_entry(only_filled(line), count) for line in lines[n + 1 :])
    entries = [entry for entry in takewhile(lambda entry: entry is not None, below) if entry]
    told = " ".join((caption, *(head.text for head in heads)))
    named = name_entries(entries, told, progress.form)
    if cell_words().of_people.search(plain_head(count.text)):  # 网站 40000人次 are no 条
        named = [entry for entry in named if _is_counted_in(entry.key, count.text, progress.form)]
    return named, len(entries)


def _is_scaled(head: str) -> bool:
    """数量（万条）: no measure of the forms, and no plain count."""
    return any(scale in head for scale in SCALES if scale) and not unit_in_label(head)


def _is_counted_in(key: str, head: str, form: Form) -> bool:
    """Whether the head names the unit of the item."""
    return bool(key) and not set(form.by_key[key].unit).isdisjoint(head)


def is_others(caption: str, year: int | None) -> bool:
    """Whether the caption says that what stands below it counts nothing of the report's own."""
    return cell_words().no_counts.search(fold(caption)) is not None or bool(caption_to_sort(caption, year))


def is_spoken_of(block: str, told: str) -> bool:
    """Whether caption and heads name the block, and nothing that another register counts."""
    text, words = fold(told), vocabulary().blocks[block]
    apart = [match[0] for match in cell_words().lists_apart.finditer(text)]
    is_other = any(not any(word in topic for topic in words.topic) for word in apart)
    is_apart = words.apart_words is not None and words.apart_words.search(text) is not None
    return not is_other and not is_apart and words.is_named_in(text)


def _to_entry(line: Line, head: TableCell) -> Entry | None:
    """The line's first text with the number in the column of counts."""
    label = next((cell for cell in line if not fills_cell(cell.text)), None)
    value = next((cell for cell in line if cell.column == head.column), None)
    if label is None or value is None or label.column >= head.column:
        return None
    unit = unit_in_label(label.text) or unit_in_label(head.text)
    return Entry(label, value, unit) if fills_cell(value.text) and not is_share(value.text) else None


def name_entries(entries: Sequence[Entry], told: str, form: Form) -> list[Entry]:
    """The entries with the items of the block that most of them name and of which the heads or the caption speak, of no two
    the same; [] where it is not clear which block."""
    named = [_cells_named(entry.label.text, form) for entry in entries]
    blocks = Counter(block for cells in named for block in {cell.block for cell in cells})
    spoken = [block for block in blocks if is_spoken_of(block, told)]
    most = max((blocks[block] for block in spoken), default=0)
    best = [block for block in spoken if blocks[block] == most]
    keys = [[cell.key for cell in cells if cell.block in best[:1]] for cells in named]
    times = Counter(key for own in keys for key in own)
    sole = [own[0] if len(own) == 1 and times[own[0]] == 1 else "" for own in keys]
    found = [entry._replace(key=key) for entry, key in zip(entries, sole, strict=True)]
    found = [e._replace(key=_whole_key(e, found, form)) if e.is_whole else e for e in found]
    unnamed = sum(not entry.is_whole for entry in entries) - most
    is_sure = most >= MIN_ROWS or any(entry.is_whole and entry.key for entry in found)
    return found if is_sure and len(best) == 1 and unnamed <= most else []


def _whole_key(whole: Entry, entries: Sequence[Entry], form: Form) -> str:
    """The item to which the form says that the others come, where they do come to its number."""
    values = {entry.key: float(read_text(entry.value.text).value) for entry in entries if entry.key}
    total = float(read_text(whole.value.text).value)
    sums = (
        i for i in form.identities if i.kind != "at_most" and len(i.left) == 1 and i.left[0] not in values
    )
    fitting = [i for i in sums if len(values.keys() & set(i.right)) >= min(MIN_ROWS, len(i.right))]
    found = {i.left[0] for i in fitting if sum(values.get(key, 0.0) for key in i.right) == total}
    return found.pop() if len(found) == 1 else ""


def _cells_named(text: str, form: Form) -> list[Cell]:
    """The items that the label names: 其他 are other ways, 区政府门户网站 a 门户网站."""
    label = label_key(text)
    if label in cell_words().rest:
        label += cell_words().rest_kind
    places = range(min(len(label), LONGEST_PREFIX))
    bare = (label[n:] for n in places if n == 0 or cell_words().own_prefix.fullmatch(label[:n]))
    return next(filter(None, (_cells_of(rest, form) for rest in bare)), [])


@lru_cache(maxsize=4096)  # reports name their items alike
def _cells_of(label: str, form: Form) -> list[Cell]:
    rows = (row for sheet in form_to_sheets(form) for row in sheet.rows)
    return [row.cell for row in rows if row.cell and (label in row.labels or row.is_named_by(label))]
