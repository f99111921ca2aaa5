"""A form that a person sent -> a step in the cell's history, or why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.ids import Status
from extractor.records import Number
from extractor.review import asked
from extractor.speech import say
from extractor.store import Action, Conflict, Standing, Step

if TYPE_CHECKING:
    from extractor.review.desk import Desk
    from extractor.store import Store

CONFLICT, REFUSED = 409, 422


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it. `tried`: what was to be decided, for the person to see it beside what stands."""

    kept: Standing | Conflict | None
    tried: Step | None = None
    problem: str | None = None
    typed: str | None = None  # the value as it was written, which is not to be written again

    @property
    def code(self) -> int:
        """The status of the answer."""
        if isinstance(self.kept, Conflict):
            return CONFLICT
        return REFUSED if self.problem else 200


def decide(store: Store, desk: Desk, key: str, form: asked.Form, person: str) -> Outcome:
    """Does what the form says, unless somebody else did something to the cell meanwhile."""
    try:
        step = _to_step(desk, key, form, person)
    except asked.Refused as refused:
        return Outcome(None, problem=str(refused), typed=form.get("value"))
    follows = asked.to_whole(form.get("before", ""), 10**9) or 0
    return Outcome(store.decisions.add(step, follows), step, typed=form.get("value"))


def _to_step(desk: Desk, key: str, form: asked.Form, person: str) -> Step:
    action, cell = asked.to_action(form), desk.cell(key)
    note = asked.to_note(form)
    if action == "undo" and not desk.standing(key).can_undo:
        raise asked.Refused(say("review.error-undo"))
    if action == "comment" and not note:
        raise asked.Refused(say("review.error-comment"))
    value, status = _to_decided(desk, key, action, form)
    return Step(
        at=desk.at(key),
        action=action,
        value=value,
        status=status,
        was=cell.value,
        was_status=cell.status,
        lines=desk.report.lines,
        person=person,
        note=note,
    )


def _to_decided(
    desk: Desk, key: str, action: Action, form: asked.Form
) -> tuple[Number | None, Status | None]:
    if action == "correct":
        return asked.to_value(form)
    if action == "not_stated":
        return None, "not_stated"
    if action != "accept":
        return None, None
    value, status = desk.holds(key)
    if status == "disputed":
        raise asked.Refused(say("review.error-disputed"))
    return value, status
