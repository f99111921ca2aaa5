"""Folds text for reading, one character for one: full width to half width, traditional to simplified, letters
that stand for digits to these.

Every folded text has the length of the original, so an offset in one is an offset in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.language.lettered import restore_digits

# The radicals that NFKC leaves alone (it folds the Kangxi block, and two of the supplement), with the characters
# that Unicode's EquivalentUnifiedIdeograph.txt gives for them; PDF text has them in place of the characters.
RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺴⺶⺹⺺⺻⺼"
    "⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乛乚乙亻冂刀刂卜小小兀尣尢巳幺彑忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒冗羊耂肀聿肉"
    "艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
# Marks that NFKC keeps apart from their half-width twins, but that mean the same in a report.
MARKS = str.maketrans("。﹒〇○﹝﹞［］【】〖〗", "。.零零〔〕[][][]")
# Circled numbers count the parts of a list and nothing else: read as digits they would be values.
CIRCLED = str.maketrans({chr(code): ";" for code in range(ord("①"), ord("⑳") + 1)})
# Words of regional printings whose characters are right each for itself; twins of the same length, so that
# offsets stay true.
REGIONAL = {
    "答覆": "答复", "反覆": "反复", "资讯": "信息", "程式": "程序", "网路": "网络", "专案数": "项目数",
    "规范性档案": "规范性文件", "法规档案": "法规文件", "新闻释出": "新闻发布", "稿件释出": "稿件发布",
    "线上访谈": "在线访谈", "设定政府": "设置政府", "谘询": "咨询",
}  # fmt: skip
REGIONAL_WORDS = re.compile("|".join(REGIONAL))
# A point between Chinese characters, or with which a line of them ends, is meant as a full stop; behind a numeral it is not,
# but for a 0: 一.主动公开情况.
STOP = re.compile(
    r"\.(?:(?<=[\u4e00-\u9fff)\]%”].)(?<![一二三四五六七八九十].)(?<![一二三四五六七八九十\d]\).)(?=[ \d\u4e00-\u9fff(]|$)"
    r"|(?<=[\u4e00-\u9fff]0.)(?= |$))",
    re.MULTILINE,
)
SHORT = 24  # characters
KEPT = frozenset("\n\r\t")
# How a character is spoken, which mirrors of pages print behind it.
PINYIN = re.compile(r"\((?<=[\u4e00-\u9fff].)[a-z\u00e0-\u00fc\u0101-\u01dc' ]{1,40}\)")
# Characters that are not seen, or only on top of another: of format, of direction, of variation, accents, controls.
# All fold to this one; whoever reads goes over it.
UNSEEN = "\u2060"
UNSEEN_CATEGORIES = frozenset({"Cf", "Mn", "Me", "Cc"})
FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # letters by their category, and empty
KEYCAP = re.compile(
    "[0-9](?=\ufe0f?\u20e3)"
)  # a digit on a key counts the parts of a list as a circled one does
# Raised figures number notes, circled ones entries; as plain digits they would be part of the number before.
POINTER = re.compile("<super>|<circle>")


def fold(text: str) -> str:
    """The text with each character in the form that patterns are written in."""
    if text.isascii() and text.isdecimal():
        return text
    return _fold_short(text) if len(text) <= SHORT else _fold_words(_fold_characters(text))


@lru_cache(maxsize=8192)  # the labels of a form stand in every report
def _fold_short(text: str) -> str:
    return _fold_words(_fold_characters(text))


def _fold_words(characters: str) -> str:
    folded = PINYIN.sub(lambda match: " " * len(match[0]), characters) if "(" in characters else characters
    folded = REGIONAL_WORDS.sub(lambda match: REGIONAL[match[0]], folded)
    return restore_digits(STOP.sub("。", folded) if "." in folded else folded)


def fold_lines(text: str, start: int, end: int) -> str:
    """The folded text of whole lines of a document, which is folded once, however many ask for a part of it."""
    return _fold_document(text).whole[start:end]


def fold_line_characters(text: str, start: int, end: int) -> str:
    """The same with each character alone in its folded form."""
    return _fold_document(text).characters[start:end]


class _Folded(NamedTuple):
    characters: str
    whole: str


@lru_cache(maxsize=4)
def _fold_document(text: str) -> _Folded:
    """No rule of folding reaches over the end of a line."""
    characters = _fold_characters(text)
    return _Folded(characters, _fold_words(characters))


def fold_seen(text: str, folded: str | None = None) -> tuple[str, Sequence[int]]:
    """The folded text without what is not seen, and where in the text each of its characters stands."""
    folded = fold(text) if folded is None else folded
    if UNSEEN not in folded:
        return folded, range(len(text))
    places = [place for place, character in enumerate(folded) if character != UNSEEN]
    return fold("".join(text[place] for place in places)), places


def _fold_characters(text: str) -> str:
    """The text with each character alone in its folded form."""
    text = KEYCAP.sub(";", text) if "\u20e3" in text else text
    for character in find_odd(text):  # none folds to one that folds further, so their order is of no matter
        text = text.replace(character, _fold_character(character))
    return text


def find_odd(text: str) -> set[str]:
    """The characters of the text that may have another form. Most texts have a dozen of them."""
    return set(_odd().findall(text))


@cache
def _odd() -> re.Pattern[str]:
    """All but plain ASCII, and but Chinese characters that are simplified."""
    block = "\n".join(map(chr, range(0x4E00, 0xA000)))  # apart, as words are converted otherwise
    traditional = (own for own, other in zip(block, _simplify(block), strict=True) if own != other)
    beyond = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\u4dff\ua000-\U0010ffff"
    return re.compile(f"[{beyond}{''.join(traditional)}]")


@cache
def is_standard(character: str) -> bool:
    """Whether the character is as mainland texts have it: no traditional form, no radical in its place."""
    if character.isascii() or not character.isalpha():
        return True
    return ord(character) not in RADICALS and _simplify(character) == character


@cache
def _fold_character(character: str) -> str:
    folded = _fold_once(character)
    return folded if folded == character else _fold_character(folded)  # ︻ is 【, and that is [


def _fold_once(character: str) -> str:
    if ord(character) in CIRCLED:
        return character.translate(CIRCLED)
    if _is_unseen(character):
        return UNSEEN
    if character in KEPT or character.isascii() or POINTER.match(unicodedata.decomposition(character)):
        return character
    if character.isspace():
        return " "
    folded = unicodedata.normalize("NFKC", character.translate(RADICALS).translate(MARKS))
    simple = _simplify(folded if len(folded) == 1 else character)
    return simple if len(simple) == 1 and simple not in KEPT else character


def _is_unseen(character: str) -> bool:
    if character.isspace():
        return False
    return unicodedata.category(character) in UNSEEN_CATEGORIES or character in FILLERS


def _simplify(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC  # loading its dictionaries takes a moment; only text needs them

    return OpenCC("t2s")
