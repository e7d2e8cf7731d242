"""Letters of another script that look like those of a word: scanners and pasted texts have "Аmal" with a Russian А, and nobody sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Each Latin letter, the Russian and the Greek one that look the same; "-" where there is none.
_ALIKE = (
    "AАΑ", "BВΒ", "CСϹ", "EЕΕ", "HНΗ", "IІΙ", "JЈ-", "KКΚ", "MМΜ", "N-Ν", "OОΟ", "PРΡ", "SЅ-", "TТΤ", "XХΧ",
    "YУΥ", "Z-Ζ", "ËЁ-", "ÏЇΪ", "-ГΓ", "-ПΠ", "-ФΦ", "aаα", "cсϲ", "dԁ-", "eе-", "hһ-", "iіι", "jјϳ",
    "lӏ-", "oоο", "pрρ", "qԛ-", "sѕ-", "u-υ", "v-ν", "wԝ-", "xхχ", "yу-", "ëё-", "ïїϊ",
)  # fmt: skip
_SCRIPTS = tuple(map(re.compile, ("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]", "[\u0400-\u052f]", "[\u0370-\u03ff]")))
# A word of these three, with the marks and joiners that may stand in it.
_WORD = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff\u0400-\u052f\u0300-\u036f\u200c\u200d]+")


def _to(script: int) -> dict[int, str]:
    return str.maketrans({
        letter: row[script] for row in _ALIKE if row[script] != "-" for place, letter in enumerate(row) if place != script and letter != "-"
    })  # fmt: skip


_LATIN, _CYRILLIC = _to(0), _to(1)


def readings_of(text: str) -> tuple[str, ...]:
    """A text, and as it reads where each word of mixed scripts is Latin, or Russian: sign for sign, so that a place in one is that in all.
    Words of one script are left alone: "Сара" is Sara, and nobody's misspelling of "Capa"."""
    if text.isascii():
        return (text,)
    return tuple(dict.fromkeys((text, *(_read(text, table) for table in (_LATIN, _CYRILLIC)))))


def _read(text: str, table: Mapping[int, str]) -> str:
    return _WORD.sub(lambda word: word[0].translate(table) if _mixed(word[0]) else word[0], text)


def _mixed(word: str) -> bool:
    return sum(bool(script.search(word)) for script in _SCRIPTS) > 1
