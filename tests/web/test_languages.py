"""Promises of languages: everything the site says is said in Russian, with the same holes to fill."""

import gettext
import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from akkord.config.messages import compile_catalogue
from akkord.config.sayings import find_messages

SOURCE = Path(__file__).resolve().parents[2] / "src" / "akkord"
RUSSIAN = SOURCE / "locale" / "ru" / "LC_MESSAGES" / "django.po"
HOLE = re.compile(r"%\(\w+\)[sd]|%%|%[sd]")


@pytest.fixture(scope="module")
def russian() -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(RUSSIAN))}


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_everything_the_site_says_is_said_in_russian(russian: dict[str, polib.POEntry]) -> None:
    silent = [
        (places[0], one)
        for (one, many), places in find_messages(SOURCE).items()
        if one not in russian
        or not all(forms(russian[one]))
        or (many is not None and len(forms(russian[one])) != 3)
    ]
    assert silent == []


def test_a_translation_has_the_holes_of_its_original(russian: dict[str, polib.POEntry]) -> None:
    odd = [
        (entry.msgid, form)
        for entry in russian.values()
        for form in forms(entry)
        if set(HOLE.findall(form)) != set(HOLE.findall(entry.msgid + (entry.msgid_plural or "")))
    ]
    assert odd == []


def test_the_catalogue_holds_nothing_the_site_no_longer_says(russian: dict[str, polib.POEntry]) -> None:
    said = {one for one, _many in find_messages(SOURCE)}
    assert sorted(set(russian) - said) == []


def test_the_catalogue_says_everything_once() -> None:
    said = Counter((entry.msgctxt, entry.msgid) for entry in polib.pofile(str(RUSSIAN)))
    assert [words for words, times in said.items() if times > 1] == []


def test_russian_counts_in_its_three_forms(tmp_path: Path) -> None:
    compile_catalogue(RUSSIAN, tmp_path / "ru.mo")
    with (tmp_path / "ru.mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    counted = [words.ngettext("friend", "friends", n) for n in (1, 2, 5, 11, 21, 112)]
    assert counted == ["друг", "друга", "друзей", "друзей", "друг", "друзей"]


def test_our_compiler_and_polibs_say_the_same(tmp_path: Path) -> None:
    compile_catalogue(RUSSIAN, tmp_path / "ours.mo")
    polib.pofile(str(RUSSIAN)).save_as_mofile(str(tmp_path / "theirs.mo"))
    ours, theirs = (
        {e.msgid: forms(e) for e in polib.mofile(str(tmp_path / name))} for name in ("ours.mo", "theirs.mo")
    )
    assert ours == theirs


TEXT = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\4"), min_size=1, max_size=30
)


@settings(deadline=None)  # on a machine at work
@given(st.dictionaries(TEXT, TEXT, max_size=20))
def test_any_catalogue_is_compiled_as_polib_would(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("po")
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.extend(polib.POEntry(msgid=key, msgstr=text) for key, text in said.items())
    catalogue.save(str(folder / "any.po"), newline="\n")
    compile_catalogue(folder / "any.po", folder / "any.mo")
    with (folder / "any.mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    assert {key: words.gettext(key) for key in said} == said
