"""The bounded values the native API takes: numbers a database can hold, text it can keep, territories."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from akkord.rights.territories import TerritorySet, UnknownTerritory, parse

MOST_NUMBER = 2**63 - 1


def without_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain the character U+0000")
    return text


def _territory(text: str) -> str:
    try:
        where: TerritorySet = parse(text)
    except UnknownTerritory as unknown:
        raise ValueError(str(unknown)) from unknown
    if not where:
        raise ValueError("name at least one country, or Worldwide")
    return str(where)


Number = Annotated[int, Field(ge=1, le=MOST_NUMBER)]
Text = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(without_nul)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(without_nul)
]
Title = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(without_nul)
]
Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(without_nul)]
Territory = Annotated[
    str,
    StringConstraints(max_length=2000),
    AfterValidator(_territory),
    Field(
        description="Two-letter codes (DE AT), Worldwide, or Worldwide -RU", examples=["Worldwide", "DE AT"]
    ),
]
