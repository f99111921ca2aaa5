"""The editions of the statutory form: schemas/*.yaml turned into cells, units, labels and identities.

Door: `load_forms()` or `find_form(id)` give a `Form`, which every stage reads; `vocabulary()` says how text names its cells.

phrases      which items a text may name, and by which of their aliases
form         a form's cells with the phrases that name them, and its identities
editions     YAML -> forms, every mistake of a file named at once
definitions  what the YAML may hold
units        which numbers a cell's unit allows, and what they are in it
resemblance  how much a text resembles the names of cells
naming       what cells and sums are called before people
labels       printed labels made comparable
english      English labels, and names that statistics programs take
identities   the form's sums held against a report's values
sums         the form's sums as constraints over what is known, and the search for what they leave possible"""

from __future__ import annotations

from extractor.forms.definitions import (
    ColumnDefinition,
    CrosswalkDefinition,
    GridDefinition,
    IdentityDefinition,
    LinkDefinition,
    ListColumns,
    RowDefinition,
    WordingDefinition,
    note_in,
)
from extractor.forms.editions import crosswalk, find_form, load_forms, name_cell_of, name_cells, vocabulary
from extractor.forms.english import EnglishLabels, english_labels, key_to_english, key_to_variable
from extractor.forms.form import NARRATIVE_COLUMN, Cell, Form, Identity, grid_key
from extractor.forms.identities import TOLERANCE, Check, Outcome, check_identities, check_identity, close_sums
from extractor.forms.labels import NUMBERING, fold_numbering, label_key
from extractor.forms.naming import SumNames, name_cell, name_sum
from extractor.forms.phrases import ItemPhrases, PhraseBook, alias_to_phrase
from extractor.forms.sums import UNKNOWN, Bounds, Sums
from extractor.forms.units import in_form_unit, load_units, unit_fits

__all__ = [
    "NARRATIVE_COLUMN",
    "NUMBERING",
    "TOLERANCE",
    "UNKNOWN",
    "Bounds",
    "Cell",
    "Check",
    "ColumnDefinition",
    "CrosswalkDefinition",
    "EnglishLabels",
    "Form",
    "GridDefinition",
    "Identity",
    "IdentityDefinition",
    "ItemPhrases",
    "LinkDefinition",
    "ListColumns",
    "Outcome",
    "PhraseBook",
    "RowDefinition",
    "SumNames",
    "Sums",
    "WordingDefinition",
    "alias_to_phrase",
    "check_identities",
    "check_identity",
    "close_sums",
    "crosswalk",
    "english_labels",
    "find_form",
    "fold_numbering",
    "grid_key",
    "in_form_unit",
    "key_to_english",
    "key_to_variable",
    "label_key",
    "load_forms",
    "load_units",
    "name_cell",
    "name_cell_of",
    "name_cells",
    "name_sum",
    "note_in",
    "unit_fits",
    "vocabulary",
]
