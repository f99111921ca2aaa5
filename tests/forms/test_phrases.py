"""Which items a text names, searched for by the words of their phrases."""

from __future__ import annotations

import pytest

from extractor.forms.editions import load_forms
from extractor.forms.phrases import COUNTED_AHEAD, ItemPhrases, PhraseBook, alias_to_phrase

BOOK = PhraseBook(
    ItemPhrases(key, tuple(map(alias_to_phrase, aliases)), frozenset(avoid))
    for key, aliases, avoid in (
        ("total", ("公开…信息", "公开"), ("网站公开",)),
        ("online", ("(网上|网络)申请", "网申#"), ()),
        ("issued", ("制发#>文件",), ()),
    )
)
FOUND: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "literal-and-gap": ("公开各类信息", {("公开", "total"), ("公开各类信息", "total")}),
    "first-piece-alone": ("公开栏目", {("公开", "total")}),
    "last-piece-alone": ("各类信息", set()),
    "avoided": ("网站公开信息", set()),
    "avoided-elsewhere": ("网站公开,主动公开", {("公开", "total")}),
    "choice": ("网络申请", {("网络申请", "online")}),
    "things-counted-ahead": ("制发1,203余件文件,制发3件决定,制发文件3件", {("制发", "issued")}),
    "number-ahead": ("网申3件,网申量", {("网申", "online")}),
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
def test_a_text_names_these_items(text: str, found: set[tuple[str, str]]) -> None:
    assert {(text[start:end], key) for start, end, key in BOOK.find(text)} == found


def to_example(part: str | tuple[str, ...]) -> str:
    """What the part of a phrase stands for."""
    if isinstance(part, tuple):
        return part[0]
    return f"9条{part.removeprefix(COUNTED_AHEAD)}" if part.startswith(COUNTED_AHEAD) else ""


@pytest.mark.parametrize("id", load_forms())
def test_every_phrase_of_a_form_is_found_by_its_words(id: str) -> None:
    form = load_forms()[id]
    for cell in form.named:
        for alias, phrase in zip(
            sorted(cell.wording.aliases, key=len, reverse=True), cell.phrases, strict=True
        ):
            text = "".join(map(to_example, phrase.parts)) + "9件"
            found = {key for start, _, key in form.phrases.find(text) if start == 0}
            assert cell.key in found or any(word in text for word in cell.wording.avoid), alias
