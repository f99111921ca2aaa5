"""A document -> the reports it holds: whose they are, on which form, and the sentences and tables they consist of.

Door: `document_to_excerpts`, then `excerpt_to_identification`, `report_to_segments`, `sentences_to_told`, `excerpt_to_damage`.

split         Document -> excerpts, one a report
titles        how issuers, places and titles are written: schemas/places.yaml as patterns
issuers       text -> who made it
identify      excerpt -> issuer, region, year, form
pages         lines -> those that end no page
paragraphs    lines -> paragraphs: what a page or a column broke is put together again
segment       excerpt -> numbered sentences with their chapters, and tables
instructions  sentences -> those that tell of the year
damage        excerpt -> findings: what the text lost or gained on its way"""

from __future__ import annotations

from extractor.report.damage import excerpt_to_damage
from extractor.report.identify import Given, excerpt_to_identification
from extractor.report.instructions import sentences_to_told
from extractor.report.segment import report_to_segments, table_to_sentences
from extractor.report.split import document_to_excerpts

__all__ = [
    "Given",
    "document_to_excerpts",
    "excerpt_to_damage",
    "excerpt_to_identification",
    "report_to_segments",
    "sentences_to_told",
    "table_to_sentences",
]
