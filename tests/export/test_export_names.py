"""Names and labels: legal where they are read, in both languages, for every item of every form."""

from __future__ import annotations

import re

import pytest

from extractor.export.stata_files import LONGEST_LABEL, column_to_label
from extractor.export.words import Column, export_words
from extractor.forms import (
    english_labels,
    key_to_english,
    key_to_variable,
    load_forms,
    load_units,
    name_cells,
    vocabulary,
)

KEYS = tuple(dict.fromkeys(key for form in load_forms().values() for key in form.by_key))
LONGEST = 32  # of a name in Stata
STATA = "_all _b byte _coef _cons double float if in int long _n _N _pi _pred _rc _skip strL using with str1 str20"
R = "if else repeat while function for next break TRUE FALSE NULL Inf NaN NA in"
RESERVED = {*STATA.split(), *R.split()}
COLUMNS = {column.name: column for table in export_words().tables.values() for column in table.columns}


def test_every_item_has_a_name_that_stata_and_r_take() -> None:
    suffix = export_words().companions["status"].suffix
    for key in KEYS:
        name = key_to_variable(key)
        assert re.fullmatch("[a-z][a-z0-9_]*", name), name
        assert len(name + suffix) <= LONGEST, name
        assert name not in RESERVED


def test_no_two_variables_have_the_same_name() -> None:
    names = [key_to_variable(key) for key in KEYS]
    assert len(set(names)) == len(names)
    assert not set(names) & set(COLUMNS)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_has_a_legal_name_and_a_label_that_fits(name: str) -> None:
    assert re.fullmatch("[a-z][a-z0-9_]*", name) and name not in RESERVED
    assert len(column_to_label(COLUMNS[name])) <= LONGEST_LABEL


def test_every_item_has_an_english_label() -> None:
    assert [key for key in KEYS if key_to_english(key) == key] == []
    names = name_cells()
    for key in KEYS:
        column = Column(name="x", kind="number", zh=names[key], en=key_to_english(key))
        assert len(column_to_label(column)) <= LONGEST_LABEL, key


def test_english_labels_are_of_things_that_are_there() -> None:
    words = english_labels()
    rows = {key.rpartition(".")[0] for key in KEYS if key not in words.items}
    assert set(words.items) <= set(KEYS)
    assert set(words.rows) == rows
    assert set(words.columns) == {key.rpartition(".")[2] for key in KEYS if key not in words.items}
    assert set(words.units) == set(load_units())
    assert set(words.blocks) == set(vocabulary().blocks)


def test_codes_of_statuses_are_their_own() -> None:
    codes = [words.code for words in export_words().statuses.values()]
    assert sorted(codes) == list(range(1, len(codes) + 1))
