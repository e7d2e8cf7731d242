"""Words as search compares them, in six scripts: the same for what is stored and for what is typed.

Accents, tashkeel, tatweel, the forms of alef, ya and ta marbuta, ё and й, and case make no difference; the Arabic article falls away;
Chinese runs become single characters and pairs, because nothing there says where a word ends.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 40
_ARABIC = str.maketrans({
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ٲ": "ا", "ٳ": "ا",
    "ـ": "", "ء": "",
})  # fmt: skip
# Letters that Unicode does not take apart, and that people type without.
_LATIN = str.maketrans({
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e", "ħ": "h", "ŋ": "n",
    "ʻ": "", "ʼ": "", "ʽ": "", "ʿ": "", "ʾ": "", "'": "", "’": "", "‘": "", "`": "",
})  # fmt: skip
_JOINERS = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_STRIPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+(?:[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f]+[^\\W_{_HAN}]*)*")
_IS_HAN = re.compile(f"[{_HAN}]")


def fold(text: str) -> str:
    """Text without what makes no difference. Marks that are vowels (Devanagari, Thai) stay."""
    text = unicodedata.normalize("NFKD", _JOINERS.sub("", text).casefold())
    text = unicodedata.normalize("NFC", _STRIPPED.sub("", text))
    return text.translate(_ARABIC).translate(_LATIN)


def raw_words(text: str) -> list[str]:
    """The folded words of a text, Chinese runs whole, articles kept."""
    return [run[:LONGEST_WORD] for run in _RUNS.findall(fold(text))]


def without_article(word: str) -> str:
    """An Arabic word without its article, where two letters stay."""
    return word[2:] if word.startswith("ال") and len(word) >= 4 else word


def words(text: str) -> tuple[str, ...]:
    """The words that are stored, each once, in order; of Chinese every character and every pair."""
    found: dict[str, None] = {}
    for run in raw_words(text):
        if is_han(run):
            found |= dict.fromkeys((*pairs(run), *run))
        else:
            found[without_article(run)] = None
    return tuple(found)


def query(text: str) -> tuple[str, ...]:
    """The words to look for, all of which must be there: as stored, of Chinese only the pairs where there are any."""
    found: dict[str, None] = {}
    for run in raw_words(text):
        found |= dict.fromkeys((pairs(run) or [run]) if is_han(run) else [without_article(run)])
    return tuple(found)


def is_han(run: str) -> bool:
    return bool(_IS_HAN.match(run))


def pairs(run: str) -> list[str]:
    """The neighbouring pairs of a run of characters."""
    return [run[at : at + 2] for at in range(len(run) - 1)]
