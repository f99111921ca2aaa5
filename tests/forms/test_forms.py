"""The forms as their YAML files define them, and what is said of mistakes in them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml
from support import fails

from extractor.definitions import read_definition, read_yaml
from extractor.errors import DefinitionError, UsageError
from extractor.forms.definitions import FormDefinition
from extractor.forms.editions import crosswalk, find_form, load_forms, vocabulary
from extractor.forms.form import Form
from extractor.forms.phrases import alias_to_phrase
from extractor.forms.units import load_units
from extractor.resources import SCHEMAS

FORMS = load_forms()
BLOCKS = {block for group in vocabulary().groups for block in group}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shared files alone."""
    for path in SCHEMAS.glob("[a-z]*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def good_form(**changes: object) -> dict[str, object]:
    """A small form without mistakes."""
    rows = [
        {"key": "requests.received", "label": "收到申请数", "unit": "件"},
        {"key": "requests.in_person", "label": "当面", "unit": "件", "parent": "requests.received"},
    ]
    sums = {
        "id": "req",
        "kind": "sum",
        "left": ["requests.received"],
        "right": ["requests.in_person"],
        "severity": "error",
    }
    form = {
        "id": "2008-small",
        "name": "小表",
        "years": [2008, 2010],
        "legal_basis": "无",
        "series": 2008,
        "signals": [],
    }
    return form | {"rows": rows, "identities": [sums]} | changes


def write(folder: Path, *forms: dict[str, object]) -> Path:
    """The forms as files of the folder."""
    for form in forms:
        (folder / f"{form['id']}.yaml").write_text(yaml.safe_dump(form, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("form", "count"), [("2019", 198), ("2021", 200), ("2008-zhejiang", 35)])
def test_number_of_cells(form: str, count: int) -> None:
    assert len(find_form(form).cells) == count


def test_a_form_without_labels_of_its_own_bears_those_of_others() -> None:
    labels = {row.key: row.also for row in FORMS["2008"].definition.rows}
    assert "1.当面申请数" in labels["requests.in_person"]
    assert not set(labels["requests.in_person"]) & set(labels["requests.fax"])


def test_every_file_named_for_a_year_is_the_form_of_that_id() -> None:
    assert set(FORMS) == {path.stem for path in SCHEMAS.glob("[0-9]*.yaml")}
    assert next(iter(FORMS)).startswith("2008") and list(FORMS)[-1] == "2021"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_is_whole(form: Form) -> None:
    keys = set(form.by_key)
    assert len(keys) == len(form.cells) > 0
    assert {c.parent for c in form.cells} - {None} <= keys
    assert {key for i in form.identities for key in i.keys} <= keys
    assert {c.unit for c in form.cells} <= set(load_units())
    assert {c.block for c in form.cells} <= BLOCKS
    assert all(c.label and c.name for c in form.cells)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_every_item_of_a_list_has_its_wording(form: Form) -> None:
    keys = [row.key for row in form.definition.rows if row.key]
    assert [key for key in keys if key not in vocabulary().items] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_names_tell_the_items_of_a_form_apart(form: Form) -> None:
    names = [cell.name for cell in form.named]
    assert sorted(n for n in set(names) if names.count(n) > 1) == []


def test_every_year_since_2008_has_a_form_of_the_country() -> None:
    national = [form for form in FORMS.values() if not form.definition.needs_table]
    for year in range(2008, 2031):
        assert [form.id for form in national if form.covers(year)], year
    assert not any(form.covers(None) for form in national)


def test_an_open_end_covers_later_years() -> None:
    assert find_form("2021").covers(2031) and not find_form("2019").covers(2021)


def test_the_crosswalk_names_cells_that_are_there() -> None:
    for link in crosswalk().links:
        for series in ("2008", "2014", "2019", "2021"):
            keys = {c.key for f in FORMS.values() if str(f.definition.series) == series for c in f.cells}
            for key in getattr(link, f"s{series}"):
                pattern = re.compile(re.escape(key).replace(r"\*", "[^.]*"))
                assert any(pattern.fullmatch(k) for k in keys), f"{series}: {key}"


def identity(form: str, id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = next(i for i in find_form(form).identities if i.id == id)
    return found.left, found.right


def test_an_identity_of_each_column_has_one_copy_a_column() -> None:
    ids = [i.id for i in find_form("2021").identities if i.id.startswith("balance")]
    assert len(ids) == 7
    assert identity("2021", "balance[research]") == (
        ("requests.new.research", "requests.carried_in.research"),
        ("requests.total.research", "requests.carried_out.research"),
    )


def test_an_identity_of_each_row_has_one_copy_a_row() -> None:
    rows = {c.key.split(".")[1] for c in find_form("2021").cells if c.block == "requests"}
    ids = {i.id for i in find_form("2021").identities if i.id.startswith("applicants")}
    assert ids == {f"applicants[{row}]" for row in rows}
    left, right = identity("2021", "applicants[granted]")
    assert left == ("requests.granted.total",)
    assert len(right) == 6 and all(key.startswith("requests.granted.") for key in right)


def test_outcomes_add_all_rows_between_the_headings() -> None:
    assert len(identity("2019", "outcomes[total]")[1]) == 19
    assert len(identity("2021", "outcomes[total]")[1]) == 21


def test_a_small_form_loads(folder: Path) -> None:
    form = find_form("2008-small", write(folder, good_form()))
    assert [c.key for c in form.cells] == ["requests.received", "requests.in_person"]
    assert [c.label for c in form.cells] == ["收到申请数", "当面"]


def test_extends_adds_to_rows_and_identities(folder: Path) -> None:
    row = {"key": "complaints.total", "label": "投诉", "unit": "件"}
    more = good_form(id="2009-more", extends="2008-small", rows=[row], identities=[])
    form = find_form("2009-more", write(folder, good_form(), more))
    assert [c.key for c in form.cells] == ["requests.received", "requests.in_person", "complaints.total"]
    assert [i.id for i in form.identities] == ["req"]


def test_extends_needs_a_form(folder: Path) -> None:
    with fails(DefinitionError, "schema.no-base", other="none"):
        load_forms(write(folder, good_form(extends="none")))


def test_all_mistakes_of_shape_are_named_at_once_with_their_path(tmp_path: Path) -> None:
    rows = [{"key": "requests.received", "colour": "red"}, {"heading": "一", "key": "requests.fax"}]
    bad = good_form(rows=rows, years="always", identities=[{"id": "x", "kind": "product", "left": []}])
    path = write(tmp_path, bad) / "2008-small.yaml"
    with fails(DefinitionError, "schema.mistakes", path=path.name) as caught:
        read_definition(path, FormDefinition)
    text = str(caught.value)
    assert "2008-small.yaml" in text and caught.value.exit_code == 2
    for place in (
        "rows -> 0 -> colour",
        "rows -> 1",
        "years",
        "identities -> 0 -> kind",
        "identities -> 0 -> severity",
    ):
        assert f"  {place}: " in text


def test_all_mistakes_of_meaning_are_named_at_once(folder: Path) -> None:
    rows = [
        {"key": "requests.received", "unit": "件"},
        {"key": "requests.received", "unit": "件"},
        {"key": "nowhere.total", "unit": "件"},
        {"key": "requests.fax", "unit": "斤"},
        {"key": "requests.mail", "unit": "件", "parent": "requests.nothing"},
    ]
    sums = {
        "id": "req",
        "kind": "sum",
        "left": ["requests.total"],
        "right": ["-requests.gone"],
        "severity": "error",
    }
    with fails(DefinitionError, "form.mistakes", path="2008-small.yaml") as caught:
        load_forms(write(folder, good_form(rows=rows, identities=[sums])))
    text = str(caught.value)
    for part in (
        "2008-small.yaml",
        "requests.received: stands twice",
        "block 'nowhere'",
        "unit '斤'",
        "parent 'requests.nothing'",
        "identity req: no such key: requests.total, requests.gone",
    ):
        assert part in text


@pytest.mark.xfail(
    strict=True, reason="the cells of a folder's forms are checked against the program's own units"
)
def test_units_are_those_of_the_folder(folder: Path) -> None:
    (folder / "units.yaml").write_text("件: {words: [件]}\n斤: {words: [斤]}\n", encoding="utf-8")
    row = {"key": "requests.received", "label": "收到", "unit": "斤"}
    form = find_form("2008-small", write(folder, good_form(rows=[row], identities=[])))
    assert form.cells[0].unit == "斤"


def test_a_mistake_in_the_units_is_a_definition_error(folder: Path) -> None:
    (folder / "units.yaml").write_text("件: {colour: red}\n", encoding="utf-8")
    with pytest.raises(DefinitionError):
        load_units(folder)


def test_broken_yaml_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("id: [", encoding="utf-8")
    with fails(DefinitionError, "schema.no-yaml") as caught:
        read_yaml(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with fails(DefinitionError, "said", path=str(tmp_path / "gone.yaml")):
        read_yaml(tmp_path / "gone.yaml")


def test_an_empty_folder_has_no_forms(tmp_path: Path) -> None:
    with fails(DefinitionError, "schema.no-forms"):
        load_forms(tmp_path)


def test_an_unknown_form_names_those_there_are() -> None:
    with fails(UsageError, "form.unknown", name="1999", known=tuple(load_forms())):
        find_form("1999")
    assert {"2019", "2021"} <= load_forms().keys()


ALIASES: dict[str, tuple[str, str, str | None]] = {
    "literal": ("当面", "以当面方式", "当面"),
    "gap": ("公开…文件", "公开了规范性文件", "公开了规范性文件"),
    "empty-gap": ("公开…文件", "公开文件", "公开文件"),
    "gap-ends-at-a-clause": ("公开…文件", "公开,文件", None),
    "gap-ends-at-a-colon": ("公开…文件", "公开:文件", None),
    "gap-holds-no-digit": ("公开…文件", "公开9件文件", None),
    "gap-is-short": ("公开…文件", "公开" + "的" * 17 + "文件", None),
    "gap-is-lazy": ("公开…文件", "公开文件和文件", "公开文件"),
    "choice": ("(网上|网络)申请", "网络申请", "网络申请"),
    "no-choice": ("培训会议(班)", "培训会议(班)", "培训会议(班)"),
    "dot-is-literal": ("1.5", "105", None),
    "full-width-folds": ("（班）", "(班)", "(班)"),
    "two-gaps": ("维持…驳回…请求", "维持行为或者驳回原告请求", "维持行为或者驳回原告请求"),
}


@pytest.mark.parametrize(("alias", "text", "found"), ALIASES.values(), ids=ALIASES)
def test_an_alias_becomes_a_pattern(alias: str, text: str, found: str | None) -> None:
    match = alias_to_phrase(alias).pattern.search(text)
    assert (match and match[0]) == found


def test_patterns_are_tried_longest_first() -> None:
    patterns = [phrase.pattern for phrase in find_form("2014").by_key["requests.online"].phrases]
    assert len(patterns) == len(find_form("2014").by_key["requests.online"].wording.aliases)
    assert re.escape("网络") in {p.pattern for p in patterns}


@pytest.mark.parametrize(
    ("text", "is_it"),
    {
        "网站申请": True,
        "网上申请": True,
        "网上提交的申请": True,
        "网上申请数": False,
        "申请网上": False,
    }.items(),
)
def test_a_phrase_may_be_the_whole_text(text: str, is_it: bool) -> None:
    assert alias_to_phrase("网(站|上)…申请").is_all_of(text) is is_it


def test_notes_are_told_in_both_languages() -> None:
    noted = [*load_forms().values()]
    notes = [n for f in noted for n in (*f.definition.notes, *(i.note for i in f.definition.identities)) if n]
    assert len(notes) > 10 and not [note for note in notes if isinstance(note, str)]
    assert not [link.note for link in crosswalk().links if isinstance(link.note, str)]
