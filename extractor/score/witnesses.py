"""What each witness is worth: where rules and model meet, where they differ, what one alone found, and who was right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from extractor.ids import MODEL, RULES
from extractor.output import MEETINGS, Meeting, meet
from extractor.records import Number
from extractor.score.scoring import ReportScore

Proposed = Mapping[str, Number | None]


@dataclass(frozen=True, slots=True)
class Worth:
    """Cells in which the witnesses met so: in how many the rules were right, the model, and the judge of both.

    Where a report states nothing, only the judge can be right: by giving nothing."""

    cells: int = 0
    rules: int = 0
    model: int = 0
    judge: int = 0

    def __add__(self, other: Worth) -> Worth:
        return Worth(
            self.cells + other.cells,
            self.rules + other.rules,
            self.model + other.model,
            self.judge + other.judge,
        )


def count_worth(scores: Iterable[ReportScore]) -> dict[Meeting, Worth]:
    """The sums over all cells that no printed table told and of which at least one witness said something."""
    worth = dict.fromkeys(MEETINGS, Worth())
    for score in scores:
        for key, meeting in _meetings(score).items():
            worth[meeting] += _judge(score, key)
    return worth


def _meetings(score: ReportScore) -> Mapping[str, Meeting]:
    rules, model = score.proposed.get(RULES, {}), score.proposed.get(MODEL, {})
    keys = (rules.keys() | model.keys()) - score.told - set(score.gold.ambiguous)
    met = ((key, meet(rules.get(key), model.get(key))) for key in sorted(keys))
    return {key: meeting for key, meeting in met if meeting}


def _judge(score: ReportScore, key: str) -> Worth:
    def is_right(judged: Mapping[str, str]) -> int:
        return judged.get(key) == "right"

    is_silent = key not in score.gold.stated and key not in score.decided
    return Worth(
        1,
        is_right(score.judge_backend(RULES)),
        is_right(score.judge_backend(MODEL)),
        is_right(score.decided) or is_silent,
    )


def worth_to_json(worth: Mapping[Meeting, Worth]) -> dict[str, dict[str, int]]:
    """As plain data."""
    return {meeting: asdict(found) for meeting, found in worth.items()}
