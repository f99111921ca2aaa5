"""What must never be shown: keys and the values of headers, blotted out however they are spelled."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

SHORTEST = 8  # characters; a shorter one is no secret, and blotting it out would tear numbers and words apart
BLOT = "***"


class Secrets:
    """The secrets of a run. Each is known also escaped as in JSON, URLs and web pages, and inside base64."""

    def __init__(self, values: Iterable[str]) -> None:
        parts = {part for value in values for part in (value.strip(), *value.split())}
        known = sorted((part for part in parts if len(part) >= SHORTEST), key=len, reverse=True)
        spellings = [spelling for secret in known for spelling in _spellings(secret)]
        self._pattern = re.compile("|".join(spellings), re.IGNORECASE) if spellings else None

    def mask(self, text: str) -> str:
        """The text without the secrets."""
        return self._pattern.sub(BLOT, text) if self._pattern else text


def _spellings(secret: str) -> Iterator[str]:
    """Patterns of the secret itself, each character escaped or not, and of its base64."""
    yield "".join(map(_character, secret))
    for code in _codes(secret.encode()):
        yield "".join(map(_character, code))
        if code != (safe := code.replace("+", "-").replace("/", "_")):
            yield "".join(map(_character, safe))


def _character(character: str) -> str:
    """All the ways in which the character may be written. Runs are bounded: text of backslashes is cheap to search."""
    plain, number = re.escape(character), ord(character)
    ways = [plain, rf"\\{{1,8}}(?:u00|x){number:02x}", rf"%(?:25){{0,3}}{number:02x}"]
    ways.append(rf"&#(?:0{{0,6}}{number}|x0{{0,6}}{number:x});")
    if not character.isalnum():
        ways.append(rf"\\{{1,8}}{plain}")
    return f"(?:{'|'.join(ways)})"


def _codes(secret: bytes) -> Iterator[str]:
    """What base64 makes of the secret behind any number of other bytes: the characters that it alone decides."""
    for before in range(3):
        code = base64.b64encode(bytes(before) + secret).decode()
        yield code[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6]
