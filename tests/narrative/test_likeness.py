"""What a model may answer beside what the rules claim: what resembles an item's name, and what the rules doubt."""

from __future__ import annotations

from dataclasses import replace

from support import to_claims

from extractor.forms.editions import find_form
from extractor.forms.resemblance import Resemblance, to_pairs
from extractor.model.answers import SILENT
from extractor.narrative.likeness import LIKEST, find_alike
from extractor.narrative.offers import claims_to_items, widen_items

FORM = find_form("2014")


def alike(text: str) -> dict[str, set[tuple[float, str]]]:
    found = find_alike(to_claims(text), FORM)
    return {key: {(s.value, s.why.id) for _, s in pairs if s.why} for key, pairs in found.items()}


def test_a_text_is_read_as_pairs_of_chinese_characters() -> None:
    assert to_pairs("网络3申请数") == {"网络", "申请", "请数"}


def test_the_name_of_which_the_text_holds_most_comes_first() -> None:
    names = Resemblance({"online": ["网络申请数"], "mail": ["信函申请数"], "fees": ["收取费用"]})
    ranked = names.rank("通过网络渠道提交的申请")
    assert ranked["online"] > ranked["mail"] and "fees" not in ranked
    assert names.rank("参加会议") == {}


def test_a_number_that_no_alias_names_is_offered_for_the_item_that_its_clause_resembles() -> None:
    assert alike("维护信息公开专栏的专职人员由局里派出3名。")["capacity.staff_part_time"] == {
        (3, "resembles")
    }


def test_a_number_is_offered_for_a_few_items_only() -> None:
    found = alike("维护信息公开专栏的专职人员由局里派出3名。")
    assert 1 <= sum("resembles" in {id for _, id in pairs} for pairs in found.values()) <= LIKEST


def test_what_the_rules_doubt_is_offered_with_the_doubt() -> None:
    assert alike("上年收到申请46件。")["requests.received"] == {(46, "previous-year")}


def test_what_stands_behind_an_instruction_is_not_offered() -> None:
    claims = to_claims("上年收到申请46件。")
    behind = [replace(c, sentence=c.sentence._replace(trusted=False)) for c in claims]
    assert find_alike(claims, FORM) and not find_alike(behind, FORM)


def test_an_item_is_asked_with_both() -> None:
    claims = to_claims("全年收到申请30件,上年收到申请46件。")
    items = widen_items(claims_to_items(claims, FORM, FORM.by_key), claims, FORM, FORM.by_key)
    (received,) = (item for item in items if item.cell.key == "requests.received")
    assert received.answers == ("1:30", "1:46", SILENT)
