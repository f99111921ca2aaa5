"""Takes out of a Word document the text that it does not show, strikes out or has deleted."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from extractor.ids import Hiding
from extractor.loading.docx_looks import Looks, hides_text
from extractor.loading.unshown import hidden_notes, struck_notes
from extractor.loading.word_xml import is_on, name_of, property_of
from extractor.records import Finding

Element = etree._Element

SEAM_TAG = "seam"  # an element of ours, where struck text was
RAISED_TAG = "raised"  # what the text of a run that is set higher or lower stands in
TEXTS = frozenset({"t", "delText"})
ASIDE = frozenset({"Fallback", "del", "moveFrom"})  # what stands in these is not read anyway


@dataclass
class Unseen:
    """What was taken out of a document."""

    passages: list[tuple[str, Hiding]] = field(default_factory=list)  # hidden text, and what hides it
    struck: list[str] = field(default_factory=list)

    def notes(self, shown: str) -> tuple[Finding, ...]:
        """What there is to tell of it, beside the text that is shown."""
        return (*hidden_notes(self.passages, shown), *struck_notes(self.struck, shown))


def drop_unseen(body: Element, styles: Element | None) -> Unseen:
    """Empties runs that are not shown or struck out, and rows that are hidden or deleted."""
    unseen, looks = Unseen(), Looks(styles, body)
    for row in [element for element in body.iter() if name_of(element) == "tr"]:
        _drop_row(row, unseen)
    for element in list(body.iter()):
        name = name_of(element)
        if name == "del":
            unseen.struck.append(_text(element))
        elif name == "r" and not any(name_of(around) in ASIDE for around in element.iterancestors()):
            _read_run(element, looks, unseen)
    return unseen


def _drop_row(row: Element, unseen: Unseen) -> None:
    hidden, deleted = (property_of(row, "trPr", name) for name in ("hidden", "del"))
    if hidden is not None and is_on(hidden):
        unseen.passages.append((_text(row), "hidden-row"))
    elif deleted is not None:
        unseen.struck.append(_text(row))
    else:
        return
    if (parent := row.getparent()) is not None:
        parent.remove(row)


def _read_run(run: Element, looks: Looks, unseen: Unseen) -> None:
    text = _text(run, own=True)
    look = looks.of_run(run)
    if look.vanish:
        unseen.passages.append((_text(run), "hidden"))
        del run[:]
    elif text.strip() and (reason := hides_text(look)):
        unseen.passages.append((text, reason))
        _empty(run)
    elif text.strip() and (look.strike or look.dstrike):
        unseen.struck.append(text)
        _empty(run)
        etree.SubElement(run, SEAM_TAG)
    elif look.raised:
        for element in run:
            if name_of(element) == "t":
                element.tag = RAISED_TAG


def _text(element: Element, *, own: bool = False) -> str:
    """The text in the element; `own`: without that of boxes that are anchored in it."""
    parts = element if own else element.iter()
    return "".join(part.text or "" for part in parts if name_of(part) in TEXTS)


def _empty(run: Element) -> None:
    for element in [element for element in run if name_of(element) == "t"]:
        run.remove(element)
