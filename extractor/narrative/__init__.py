"""Sentences -> readings: which number belongs to which item of the form, and of which items a sentence says there were none.

Door: `sentence_to_claims`, then `tell_of_those_before` and `tell_single_cases`; `claims_to_candidates` reads them by rule,
`claims_to_items`, `items_to_questions` and `questions_to_reading` have a model choose. `find_supports` says what a
sentence can stand for in a cell.

names      which items a sentence names, and where
absences   of which items a sentence says that there were none
scopes     why a number beside a name is no count of the year
frames     names that share a number: in turn, apiece, as part and whole
ways       how a number is tied to a name
walk       names -> numbers, left to right over a sentence        (claims)
consequences  claims that follow from claims
totals     what the numbers before a total come to
ties       sentence -> claims: all of this together
own_year   numbers of several years side by side
headed     the number with which the text below a heading opens
those_before  what sentences say of all that was counted before them
single_cases  what became of a single case, told behind it
corrections  notes in which the report corrects its own numbers
           (footnotes: those on a number that bears their mark)
readings   claims -> what they support in a cell, and the candidates of the rules
likeness   which numbers may be an item's beside those that the rules claim for it
offers     claims -> what a model is asked, and may answer
firings    claims -> which entries of the vocabulary and the scopes fired
interview  questions -> the model's candidates; asks again for what does not hold      (rounds, objections)"""

from __future__ import annotations

from extractor.narrative.claims import Claims
from extractor.narrative.corrections import claims_to_corrections
from extractor.narrative.firings import Entry, count_firings, list_entries
from extractor.narrative.interview import RETRIES, questions_to_reading, unasked_findings, unreached_finding
from extractor.narrative.names import LONGEST_LIST
from extractor.narrative.offers import (
    Item,
    Question,
    claims_to_items,
    items_to_questions,
    list_items,
    open_items,
    widen_items,
)
from extractor.narrative.readings import claims_to_candidates, find_supports, sentence_evidence
from extractor.narrative.rounds import LlmReading
from extractor.narrative.single_cases import tell_single_cases
from extractor.narrative.those_before import tell_of_those_before
from extractor.narrative.ties import sentence_to_claims

__all__ = [
    "LONGEST_LIST",
    "RETRIES",
    "Claims",
    "Entry",
    "Item",
    "LlmReading",
    "Question",
    "claims_to_candidates",
    "claims_to_corrections",
    "claims_to_items",
    "count_firings",
    "find_supports",
    "items_to_questions",
    "list_entries",
    "list_items",
    "open_items",
    "questions_to_reading",
    "sentence_evidence",
    "sentence_to_claims",
    "tell_of_those_before",
    "tell_single_cases",
    "unasked_findings",
    "unreached_finding",
    "widen_items",
]
