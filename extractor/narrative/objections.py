"""What is wrong with a model's answers: two items with one number, sums that another answer would mend. It is asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.forms import Form, Identity, check_identities, check_identity
from extractor.ids import MODEL
from extractor.language import plain
from extractor.model import load_prompt
from extractor.narrative.offers import Item, Offer
from extractor.narrative.rounds import Round, accept
from extractor.records import Decision, Reason


def drop_shared_numbers(state: Round, form: Form, text: str) -> None:
    """One printed number belongs to one item; where two take it, only those keep it that its clause names. Where it names
    none of them and the rules claim it for each, the model is asked again."""
    by_place: dict[tuple[int, tuple[int, int]], list[str]] = {}
    for key, offer in state.taken.items():
        if offer.support.status != "none_stated":
            by_place.setdefault((offer.claims.sentence.number, offer.support.span), []).append(key)
    for (sentence, _), keys in by_place.items():
        kept = _with_own_claims(state, keys) if len(keys) > 1 else set(keys)
        names = "、".join(form.by_key[key].name for key in keys)
        for key in (k for k in keys if k not in kept):
            offer, name = state.taken.pop(key), form.by_key[key].name
            shared = accept(offer, key, form, text)._replace(accepted=False, why=Reason.of("of-another-item"))
            state.rejected.append(shared)
            if not kept and offer.support.why is None:
                state.open[name] = to_problem(
                    "shared-number", name, sentence=sentence, value=plain(offer.support.printed), others=names
                )


def _with_own_claims(state: Round, keys: Sequence[str]) -> set[str]:
    """Those of the items, which took the same number, that it is claimed for, each by itself: 复议、诉讼各2件."""
    exact = {key for key in keys if state.taken[key].support.exact}
    return {key for key in exact if _has_own_claim(state.taken[key], key, exact - {key})}


def _has_own_claim(offer: Offer, key: str, others: set[str]) -> bool:
    """Whether the number is claimed for the item by a claim that is none of the others'."""
    claims = (c for c in offer.claims.numbers if (c.number.start, c.number.end) == offer.support.span)
    return any(key in claim.owners and claim.owners.isdisjoint(others) for claim in claims)


def reopen_failed_sums(state: Round, form: Form) -> None:
    """A failed sum is asked again where another answer to one of its items would let it hold."""
    values = {
        key: Decision(key, offer.support.value, offer.support.status, MODEL, Reason.of("sole"))
        for key, offer in state.taken.items()
    }
    items = {item.cell.key: item for item in state.question.items}
    for check in check_identities(form, values):
        if check.outcome != "fails" or check.identity.severity == "info":
            continue
        keys = [k for k in check.identity.keys if k in values and _may_mend(check.identity, items[k], values)]
        terms = "、".join(
            form.by_key[k.lstrip("-")].name for k in check.identity.right if k.lstrip("-") in values
        )
        total = form.by_key[check.identity.left[0].lstrip("-")].name
        for key in keys:
            state.open.setdefault(
                form.by_key[key].name,
                to_problem("identity", total, left=plain(check.left), right=plain(check.right), others=terms),
            )


def _may_mend(identity: Identity, item: Item, values: Mapping[str, Decision]) -> bool:
    """Whether the sum holds with another of the item's offers, all else as it was answered."""
    key = item.cell.key
    tried = ({**values, key: values[key]._replace(value=offer.support.value)} for offer in item.offers)
    return any(check_identity(identity, other).outcome == "holds" for other in tried)


def to_problem(kind: str, name: str, **details: object) -> str:
    """The words in which the model is told what is wrong."""
    inputs = dict.fromkeys(("sentence", "value", "others", "left", "right")) | details
    return load_prompt("problems").render(kind=kind, name=name, **inputs)[0]["content"]
