"""Text that stood in the report of the year before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.language import fold
from extractor.panel.filings import PanelFinding, Row
from extractor.panel.rules import PanelRules

END = re.compile("[。;!?\n]")
FIGURES = re.compile(r"[\d,.%〇零一二三四五六七八九十百千万亿]+")


def rows_to_reuse(rows: Sequence[Row], texts: Mapping[str, str], rules: PanelRules) -> Iterator[PanelFinding]:
    """Each report most of whose sentences its body's last one had, whatever their figures."""
    sentences = {
        row.key: text_to_sentences(texts[row.filing.name], rules) for row in rows if row.filing.name in texts
    }
    for row in rows:
        before = (row.body, row.year - 1, row.scope)
        if row.key in sentences and before in sentences:
            now, then = sentences[row.key], sentences[before]
            same = [sentence for sentence in now if sentence in then]
            share = sum(map(len, same)) / sum(map(len, now)) if now else 0
            if len(now) >= rules.reuse.sentences and share >= rules.reuse.share:
                yield PanelFinding.of(
                    "text-reused",
                    "info",
                    row,
                    (),
                    (row.filing,),
                    share=round(100 * share),
                    same=len(same),
                    all=len(now),
                )


def text_to_sentences(text: str, rules: PanelRules) -> frozenset[str]:
    """The sentences long enough to be somebody's own, without their figures and blanks."""
    found = set()
    for sentence in END.split(fold(text)):
        bare = FIGURES.sub("", re.sub(r"\s+", "", sentence))
        if len(bare) >= rules.reuse.sentence and not any(words in bare for words in rules.prescribed):
            found.add(bare)
    return frozenset(found)
