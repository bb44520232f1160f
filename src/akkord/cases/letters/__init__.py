"""Letters of proceedings: each template in every language the site speaks, filled with what it tells."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

LANGUAGES = ("en", "ru")


@dataclass(frozen=True)
class Written:
    """A letter as it is sent."""

    subject: str
    text: str


def write(template: str, language: str, words: Mapping[str, str], footer: str = "footer") -> Written:
    """Fill a template; English for a language we do not write. Raises KeyError for what is not there."""
    texts = _texts(language if language in LANGUAGES else LANGUAGES[0])
    said = texts[template]
    filled = {name: " ".join(value.split()) for name, value in words.items()}
    text, below = (Template(each["text"]).substitute(filled) for each in (said, texts[footer]))
    return Written(Template(said["subject"]).substitute(filled)[:200], f"{text}\n\n{below}\n")


@cache
def _texts(language: str) -> Mapping[str, Mapping[str, str]]:
    text = (Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
