"""What a name sounds like, whatever alphabet and spelling: Qaddafi, Gaddafi, Kadhafi, القذافي and Каддафи meet in one key.

A key is the skeleton of consonants after the letters that languages confuse have been put together, with `a` for a vowel at the
beginning. Where a letter is heard in two ways (ذ as d or z, q as k or g, w as a vowel or as v) a name has several keys; two names sound
alike when they share one. Own small rules, on purpose: they find, they do not prove; the page shows the name as written.
"""

from __future__ import annotations

import re
from itertools import groupby

from alongside.facts.normal import is_han, raw_words

MOST_KEYS, LONGEST_KEY = 8, 12
# A sound in capitals is a consonant that counts. "TS" in brackets: heard as one or the other.
_ARABIC = {
    "ا": "a", "ع": "a", "ي": "y", "و": "w", "ب": "B", "پ": "B", "ت": "T", "ث": "[TS]", "ج": "J", "چ": "S", "ح": "H", "خ": "H",
    "د": "D", "ذ": "[DS]", "ر": "R", "ز": "S", "ژ": "J", "س": "S", "ش": "S", "ص": "S", "ض": "[DS]", "ط": "T", "ظ": "[DS]",
    "غ": "J", "ف": "F", "ڤ": "F", "ق": "[KJ]", "ك": "K", "گ": "[JK]", "ل": "L", "م": "M", "ن": "N", "ه": "h",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "е": "y", "и": "y", "о": "a", "у": "a", "э": "a", "ю": "y", "я": "y", "ы": "a", "і": "y", "є": "y", "б": "B", "в": "F",
    "г": "[JHK]", "ґ": "J", "д": "D", "ж": "J", "з": "S", "к": "K", "л": "L", "м": "M", "н": "N", "п": "B", "р": "R", "с": "S",
    "т": "T", "ф": "F", "х": "H", "ц": "S", "ч": "S", "ш": "S", "щ": "S", "ъ": "", "ь": "", "қ": "K", "ғ": "J", "ў": "w",
    "ұ": "a", "ү": "a", "ө": "a", "һ": "H", "ң": "N", "ј": "y", "љ": "L", "њ": "N", "ћ": "S", "ђ": "J", "џ": "J",
}  # fmt: skip
_LATIN = {
    "a": "a", "e": "a", "i": "y", "o": "a", "u": "a", "y": "y", "b": "B", "c": "K", "d": "D", "f": "F", "g": "[JK]", "h": "h",
    "j": "J", "k": "K", "l": "L", "m": "M", "n": "N", "p": "B", "q": "[KJ]", "r": "R", "s": "S", "t": "T", "v": "F", "w": "w",
    "x": "KS", "z": "S",
}  # fmt: skip
# Before single letters, the longest first. French and English spellings of one sound.
_TOGETHER = (
    ("tsch", "S"), ("shch", "S"), ("sch", "S"), ("tch", "S"), ("дж", "J"), ("dzh", "J"), ("dj", "J"), ("zh", "J"), ("sh", "S"),
    ("ch", "S"), ("kh", "H"), ("gh", "J"), ("th", "[TS]"), ("dh", "[DS]"), ("ph", "F"), ("ck", "K"), ("qu", "[KJ]"), ("ts", "S"),
    ("tz", "S"), ("dz", "S"), ("ou", "u"), ("oo", "a"), ("ce", "S"), ("ci", "S"), ("cy", "S"),
)  # fmt: skip
_LETTERS = _ARABIC | _CYRILLIC | _LATIN
_TOKEN = re.compile("|".join(re.escape(letters) for letters, _ in _TOGETHER) + "|.")
_SOUND = dict(_TOGETHER)
_ARTICLES = frozenset({"al", "el", "ul", "as", "es", "ash", "esh", "ad", "ed", "an", "en", "ar", "er", "at", "et", "az", "ez", "эль", "аль",
                       "бен", "ибн", "ben", "bin", "ibn", "bint", "bent", "بن", "ابن", "بنت"})  # fmt: skip
_SERVANT = re.compile(r"abd|abdu|abdul|abdel|abdal|عبد|абд|абду|абдул|абдель")


def keys(name: str) -> frozenset[str]:
    """The keys of every word of a name; none for Chinese, whose names are written by their sound in a transliteration."""
    return frozenset(key for word in heard(name) for key in word)


def heard(name: str) -> tuple[frozenset[str], ...]:
    """The keys of a name word by word, words without any left out."""
    return tuple(found for word in _joined(name) if (found := word_keys(word)))


def alike(one: str, other: str) -> bool:
    """Whether each word of the shorter name sounds like one of the longer."""
    fewer, more = sorted((heard(one), heard(other)), key=len)
    return bool(fewer) and all(any(word & another for another in more) for word in fewer)


def _joined(name: str) -> tuple[str, ...]:
    """The words of a name without articles and "son of"; "Abd al-Rahman" and عبد الرحمن are one name, and so one word."""
    found: list[str] = []
    waiting = ""
    heard = [word for word in raw_words(name) if not is_han(word)]
    for word in [word for word in heard if word not in _ARTICLES] or heard:
        bare = word[2:] if word.startswith("ال") and len(word) >= 4 and not waiting else word
        if not waiting and _SERVANT.fullmatch(word):
            waiting = word
            continue
        found.append(waiting + bare)
        waiting = ""
    return (*found, waiting) if waiting else tuple(found)


def word_keys(word: str) -> frozenset[str]:
    """The keys of one folded word; empty where no consonant is heard."""
    tokens = [token for token, _ in groupby(_TOKEN.findall(word))]  # doubled letters once
    sounds = [sound for token in tokens if (sound := _SOUND.get(token) or _LETTERS.get(token, ""))]
    if not sounds:
        return frozenset()
    choices = [_heard(sound, number == 0, number == len(sounds) - 1, sounds) for number, sound in enumerate(sounds)]
    arabic, found = word[0] in _ARABIC, set[str]()
    # In the order of every combination, but each beginning once and none longer than a key: spelled out in full, the combinations of a
    # crafted word of forty letters, all of one key, never came to an end.
    met: set[tuple[int, str, str]] = set()
    waiting = [(0, "", "")]
    while waiting and len(found) < MOST_KEYS:
        step = waiting.pop()
        if step in met:
            continue
        met.add(step)
        place, key, last = step
        while place < len(choices) and len(choices[place]) == 1:
            key, last = _longer(key, last, choices[place][0], arabic)
            place += 1
        if place == len(choices) or len(key) > LONGEST_KEY:
            found.add(_whole(key))
            found.discard("")
        else:
            waiting += [(place + 1, *_longer(key, last, way, arabic)) for way in reversed(choices[place])]
    return frozenset(found)


def _heard(sound: str, first: bool, last: bool, sounds: list[str]) -> tuple[str, ...]:
    """The ways in which one sound of a word may be heard: "." marks a vowel, which counts only at the beginning."""
    if sound.startswith("["):
        return tuple(sound[1:-1]) if first or sound in ("[TS]", "[DS]", "[KJ]") else (sound[1],)
    if sound == "h":
        return (".",) if last and not first else ("H",)
    if sound == "w" and first:
        return ("F",)
    if sound == "u" and first:  # "Oualid" begins as Walid does, "Oussama" with a vowel
        return ("F",) if len(sounds) > 1 and sounds[1] in "ay" else ("a",)
    if sound in "uw":
        return (".", "F")
    if sound in "ay":
        return ("a",) if first else (".",)
    return (sound,)


def _longer(key: str, last: str, way: str, arabic: bool) -> tuple[str, str]:
    """A key with one more sound, and the sign it ended with: one sound in two letters counts once, a vowel not at all.

    Arabic does not write short vowels: two letters of one sound there (وفاء) have a vowel between them.
    """
    for sound in way:
        if sound != "." and (arabic or sound != last):
            key += sound.lower()
        last = sound
    return key, last


def _whole(key: str) -> str:
    """A key in its length, the l of "Abdul" lost in what follows it, as in Abderrahmane; empty where there is no consonant."""
    key = re.sub(r"^abdl(?=..)", "abd", key)[:LONGEST_KEY]
    return key if key.strip("a") else ""
