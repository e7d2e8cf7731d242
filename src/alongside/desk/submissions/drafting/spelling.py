"""Words as the net compares them: their script, and what a word of a text may be once prefixes and endings are off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import decimal

from alongside.facts import normal

_ARABIC = re.compile("[\u0600-\u06ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_BEFORE = re.compile("[وفبلكس]{0,2}(?:ال|لل)?")  # and, so, by, for, like, will; the article
# Signs that take a word apart for a machine and for nobody else, and are no control characters: fillers of Hangul, vowels of Khmer that are
# not written, the blank of Braille, selectors of variants.
UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_MARKS = re.compile("[\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_ENDINGS = "аеиоуыэюяьіє"
_VOWELS = "аеиоуыэюяіє"
_FLED = ("а", "у", "ом", "ем", "е", "ы", "ами", "ам", "ах")
# Of fewer letters the s makes "dans" of Dan and "this" of Thi; and these are words of every account, and not of Alia or Pari.
_LEAST_OF_MANY = 4
_NOT_MANY = frozenset({"alias", "paris"})
LONGEST_ENDING, LEAST_FLEETING = 3, 4
APOSTROPHES = "'’‘ʼ`´′‛‵＇ʹˈ"
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
# Signs between the parts of a name that Chinese and Japanese write by its sound: one for all.
DOT = "·"
_ONE_DOT = str.maketrans(dict.fromkeys("•‧・･∙⋅⸱●", DOT))
_JOINT = re.compile(r"[·.\s]+")
LEAST_ARTICLED = 6
# Names of families of two signs, simple, traditional and Korean.
DOUBLE = frozenset({
    "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "东方", "東方", "尉迟", "尉遲", "夏侯", "皇甫", "令狐",
    "慕容", "公孙", "公孫", "司徒", "端木", "长孙", "長孫", "宇文", "轩辕", "軒轅", "独孤", "獨孤", "南宫", "南宮",
    "西门", "西門", "闻人", "聞人", "澹台", "澹臺", "淳于", "单于", "單于", "申屠", "呼延", "钟离", "鍾離", "鲜于",
    "鮮于", "赫连", "赫連", "拓跋", "百里", "东郭", "東郭", "公羊", "司空", "太史", "左丘",
    "남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방",
})  # fmt: skip
_HANGUL = re.compile("[\uac00-\ud7a3]+")
LEAST_KOREAN, MOST_KOREAN = 3, 4  # syllables of a name with its family; two of them with a blank between are two other words
LEAST_DOTTED = 4  # fewer signs stand beside each other across the dots of a list
# "Servant of": written apart, with the article or together.
_SERVANT = re.compile(r"(abd|абд)(?:[aeiou]{1,2}l?|[аеиоуэы]{1,2}(?:ль?)?)(?=(sh|th|dh|kh|[^\W\daeiou])?)(?:\2(?=\2))?(\w{2,})")
_SERVANTS = frozenset({"abd", "abdu", "abdul", "abdel", "abdal", "abdoul", "عبد", "абд", "абду", "абдул", "абдель", "абдал"})
ARTICLES = frozenset(
    {"al", "el", "ul", "as", "es", "ash", "esh", "ad", "ed", "an", "en", "ar", "er", "at", "et", "az", "ez", "аль", "эль"}
)
SCRIPTS = {"LATIN": "latin", "ARABIC": "arabic", "CYRILLIC": "cyrillic"}


def script_of(text: str) -> str:
    """`latin`, `arabic`, `cyrillic`, or `other` (where words are not parted by blanks, or take endings of their own), by the first
    letter; empty where there is none."""
    if text[:1].isascii() and text[:1].isalpha():
        return "latin"
    letter = next((sign for sign in text if sign.isalpha()), "")
    return SCRIPTS.get(unicodedata.name(letter, "").split(" ")[0], "other") if letter else ""


def readings(word: str) -> tuple[str, ...]:
    """The words that a folded word of a text may be, the longest first: without Arabic prefixes, without a Russian ending."""
    if word.isascii():
        return (word, together(word)) if word.startswith("abd") else (word,)
    if _ARABIC.match(word):
        start = _BEFORE.match(word)
        longest = start.end() if start is not None else 0
        return tuple(word[cut:] for cut in range(longest + 1) if not cut or len(word) - cut >= 2)
    if _CYRILLIC.match(word):
        bare = [word[: len(word) - cut] for cut in range(LONGEST_ENDING + 1) if not cut or len(word) - cut >= 3]
        return (*bare, *map(together, bare)) if word.startswith("абд") else tuple(bare)
    return (word,)


def one_of(word: str) -> str:
    """A Latin word without the s of several, or of whose something is: one of "the Hassans". Empty where there is none."""
    many = len(word) > _LEAST_OF_MANY and word.isascii() and word[-1] == "s" and word[-2] != "s" and word not in _NOT_MANY
    return word[:-1] if many else ""


def stem(word: str) -> str:
    """A folded word of a name as the net keeps it: without article, in Russian without its ending where three letters stay."""
    if _CYRILLIC.match(word):
        bare = word.rstrip(_ENDINGS)
        return together(bare) if len(bare) >= 3 else word
    if word.startswith("abd"):
        return together(word)
    return word[2:] if word.startswith("ال") and len(word) >= 4 else word


def together(word: str) -> str:
    """ "Abdelrahman", "Abdurrahman" and "Abdirahman" as one: the article and the end are spelled in many ways."""
    found = _SERVANT.fullmatch(word)
    if not found:
        return word
    return f"abdul{found[3].rstrip('eh')}" if word.isascii() else f"абдул{found[3]}"


def joined(words: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """(first, last, spellings) of neighbouring folded words that others write as one: عبد الرحمن, "Abd al-Rahman", "al-Sayed"."""
    for first, word in enumerate(words):
        if word not in _SERVANTS and word not in ARTICLES:
            continue
        last = first + 1 + (word in _SERVANTS and words[first + 1 : first + 2] != [] and words[first + 1] in ARTICLES)
        if last < len(words) and len(words[last]) >= 3:
            whole = words[last]
            if word not in _SERVANTS:
                yield first, last, (f"al{whole}", f"el{whole}")
            elif word == "عبد":
                yield first, last, (word + whole,)
            elif word == "abd" and whole.startswith(("al", "el", "ul")):  # "Abd Allah", "Abd Alrahman"
                yield first, last, (together(word + whole),)
            else:
                yield first, last, (f"abdul{whole}" if word.isascii() else f"абдул{whole}",)


def other_article(word: str) -> tuple[str, ...]:
    """ "Alsayed" for "Elsayed", and the other way round; of short words it would make others, as "alias" of Elias."""
    written = word[:2] in ("al", "el") and word.isascii() and len(word) >= LEAST_ARTICLED
    return (("el" if word[0] == "a" else "al") + word[2:],) if written else ()


def undotted(run: str) -> list[str]:
    """The parts of a folded name in a script without blanks: 伊力哈木·土赫提."""
    return [part for part in _JOINT.split(run) if part]


def own_parts(run: str) -> tuple[str, ...]:
    """The given name of a folded Chinese or Korean name, behind one sign for the family and behind two, and a family that has two. Longer
    rows of Korean are no names, and of 모하메드 the end is nobody's."""
    double = run[:2] in DOUBLE
    if _HANGUL.fullmatch(run):
        deeper = double and len(run) > 3
        given = (run[1:],) if LEAST_KOREAN <= len(run) <= MOST_KOREAN else ()
    else:
        deeper = len(run) > 3
        given = (run[1:],) if len(run) >= 3 and normal.is_han(run) else ()
    return (*given, *((run[2:],) if deeper else ()), *((run[:2],) if double else ())) if given else ()


def dotted(run: str) -> str:
    """The pattern of a folded run: between its parts any sign or none, between Chinese signs a blank, in a long one a dot anywhere."""
    dot = DOT if len(run.replace(DOT, "")) >= LEAST_DOTTED else ""
    return r"[·.\-\s]{0,3}".join(_drawn_out(part, dot) for part in run.split(DOT))


def _drawn_out(part: str, dot: str) -> str:
    """A short name is drawn out with a blank, 李　娜, or has one behind the family, 김 철수, and is broken at the end of a line."""
    korean = len(part) >= LEAST_KOREAN and _HANGUL.fullmatch(part)
    pattern = re.escape(part[:1])
    for before, sign in pairwise(part):
        blank = r"\s" if korean or (normal.is_han(before) and normal.is_han(sign)) else ""
        pattern += (f"[{blank}{dot}]{{0,2}}" if blank or dot else "") + re.escape(sign)
    return pattern


def fleeting(word: str) -> tuple[str, ...]:
    """The forms of a Russian name whose last vowel is lost in them: Павла of Павел, Кравца of Кравец, Льва of Лев. Written out, because
    what stays is short and begins other words: Львов, and "врач" if Вера lost hers."""
    if word == "лев":
        bare = "льв"
    elif len(word) >= LEAST_FLEETING and word.endswith(("ец", "ел", "ок")) and word[-3] not in _VOWELS and _CYRILLIC.match(word):
        bare = word[:-2] + ("ь" if word[-3] == "л" else "") + word[-1]
    else:
        return ()
    return tuple(bare + ending for ending in _FLED)


def digits_of(text: str) -> str:
    """The digits of a folded text."""
    return "".join(sign for sign in text if sign in "0123456789")


def fold(text: str) -> str:
    """A text as search compares it, with the digits of every script as one, mathematical and circled letters as letters, and without
    marks that nobody writes names with."""
    if text.isascii():
        return normal.fold(text)
    text = text.translate(_ONE_APOSTROPHE).translate(_ONE_DOT)
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", UNSEEN.sub("", text)))
    return normal.fold("".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in plain))
