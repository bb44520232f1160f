"""How words are compared when people look for something: Ё is Е, Юля is Yulia, ghbdtn is привет.

Every word gets a key, the same for all its spellings: small letters without marks, Cyrillic written in Latin,
and the ways of writing one sound in Latin made one. Keys are for comparing only. Pure; no tables.
"""

import re
import unicodedata
from collections.abc import Iterator

LONGEST = 40  # of a key
ONE_TYPO, TWO_TYPOS = 4, 8  # from this length on so many slips of the hand are forgiven

# Sounds that Latin writes with several letters are one letter in a key: š č ž þ (ts).
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "ž", "з": "z",
    "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "þ", "ч": "č", "ш": "š", "щ": "š", "ъ": "", "ы": "i",
    "ь": "", "э": "e", "ю": "iu", "я": "ia", "ј": "i", "љ": "li", "њ": "ni", "ђ": "dž", "ћ": "č", "џ": "dž",
}  # fmt: skip
_LATIN = [
    ("shch", "š"), ("sch", "š"), ("sh", "š"), ("tch", "č"), ("ch", "č"), ("zh", "ž"), ("kh", "h"),
    ("ts", "þ"), ("tz", "þ"), ("ph", "f"), ("ck", "k"), ("yo", "e"), ("ye", "e"), ("je", "e"),
    ("x", "ks"), ("q", "k"), ("c", "k"), ("w", "v"), ("y", "i"), ("j", "i"),
]  # fmt: skip
_UNMARKED = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_WORD = re.compile(r"[^\W_]+")
_PAIR = re.compile("i[ua]")  # ю and я, for which a key has two letters and a keyboard one
_TWICE = re.compile(r"(.)\1+")
_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC = str.maketrans(dict(zip(_LATIN_KEYS, _CYRILLIC_KEYS, strict=True)))
_TO_LATIN = str.maketrans(dict(zip(_CYRILLIC_KEYS, _LATIN_KEYS, strict=True)))


def words_of(text: str) -> list[str]:
    """The words of a text in small letters without marks, in their order."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    # Small once more: letters of mathematics are capitals of others only when they are taken apart.
    return _WORD.findall(plain.casefold().translate(_UNMARKED))


def key_of(word: str) -> str:
    """What all spellings of a word have in common; `word` is one of `words_of`."""
    latin = word
    for letters, sound in _LATIN:
        latin = latin.replace(letters, sound)
    spelled = "".join(_CYRILLIC.get(letter, letter) for letter in latin)
    if spelled.isdigit():
        return spelled[:LONGEST]
    return _TWICE.sub(r"\1", spelled)[:LONGEST]


def keys_of(text: str) -> list[str]:
    """Keys of the words of a text, each once, in their order; a word of soft signs alone has none."""
    return list(dict.fromkeys(key for word in words_of(text) if (key := key_of(word))))


def relaid(text: str) -> str:
    """What the same keys give in the other layout: "ghbdtn" → "привет", "руддщ" → "hello"."""
    small = text.lower()
    cyrillic = sum(letter in _CYRILLIC_KEYS for letter in small)
    latin = sum(letter.isascii() and letter.isalpha() for letter in small)
    return small.translate(_TO_LATIN if cyrillic > latin else _TO_CYRILLIC)


def slips(key: str) -> int:
    """How many slips of the hand are forgiven in a word of this length; none in numbers."""
    if any(letter.isdigit() for letter in key):
        return 0
    return (len(key) >= ONE_TYPO) + (len(key) >= TWO_TYPOS)


def trimmed(key: str, times: int) -> set[str]:
    """The key, and what is left when up to so many of its letters are left out (ю and я are one as well); two
    alike that meet then are one, as in every key.

    Two keys that differ by a slip (a letter more, less, other, or two swapped) have one of these in common.
    """
    found = around = {key}
    for _ in range(times):
        around = set(_shorter(around))
        found = found | around
    return found


def _shorter(keys: set[str]) -> Iterator[str]:
    for key in keys:
        for place in range(len(key)):
            yield _TWICE.sub(r"\1", key[:place] + key[place + 1 :])
        for pair in _PAIR.finditer(key):
            yield _TWICE.sub(r"\1", key[: pair.start()] + key[pair.end() :])


def distance(one: str, other: str) -> int:
    """Letters added, left out, changed or swapped with their neighbour between two keys, where ю and я may be
    one letter each, as they were typed, or the two that a key has for them."""
    apart = _apart(one, other)
    if apart > 1 and (_PAIR.search(one) or _PAIR.search(other)):
        return min(apart, _apart(_typed(one), _typed(other)))
    return apart


def _typed(key: str) -> str:
    return key.replace("iu", "ю").replace("ia", "я")


def _apart(one: str, other: str) -> int:
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, its in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
