"""What is written is what is read: any message the tests' writer can write, in every version and form."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from writing import ANOTHER, US, VERSIONS, Album, Song, Terms, new_release

from akkord.catalogue.ern.territories import countries

# Letters XML can carry; blanks are one blank each, because messages are indented by hand.
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp", "Zs"]), min_size=1, max_size=12
)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
CODES = st.sampled_from(sorted(countries()))
SONGS = st.lists(
    st.builds(
        Song,
        isrc=st.from_regex(r"DEA12[0-9]{7}", fullmatch=True),
        title=TEXTS,
        artist=TEXTS,
        milliseconds=st.integers(1, 10**8),
    ),
    min_size=1,
    max_size=4,
).map(lambda songs: tuple(_numbered(song, n) for n, song in enumerate(songs, start=1)))
PERIODS = st.fixed_dictionaries(
    {},
    optional={"StartDate": st.sampled_from(["2014-06-01", "1999-12-31"]), "EndDate": st.just("2020-02-29")},
)
DEALS = st.lists(
    st.builds(
        Terms,
        territories=st.lists(CODES, unique=True, min_size=1, max_size=5).map(tuple),
        uses=st.lists(
            st.sampled_from(["OnDemandStream", "Webcast", "Download"]), unique=True, max_size=3
        ).map(tuple),
        models=st.lists(st.sampled_from(["AsPerContract", "PayAsYouGoModel"]), unique=True, max_size=2).map(
            tuple
        ),
        period=PERIODS,
        channels=st.sampled_from([(), (US,), (ANOTHER, US)]),
    ),
    max_size=4,
).map(tuple)


def _numbered(song: Song, number: int) -> Song:
    return Song(f"A{number}", song.isrc, song.title, song.artist, song.milliseconds)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(VERSIONS),
    SONGS,
    DEALS,
    TEXTS,
    st.booleans(),
    st.sampled_from(["utf-8", "utf-16"]),
    st.data(),
)
def test_what_is_written_is_read(
    ern: SimpleNamespace,
    version: str,
    songs: tuple[Song, ...],
    deals: tuple[Terms, ...],
    title: str,
    tracks: bool,
    encoding: str,
    data: Any,
) -> None:
    order = tuple(data.draw(st.permutations([song.reference for song in songs])))
    album = Album(title=title, songs=order, tracks=tracks)
    prefix = data.draw(st.sampled_from(["ern", "", "x"]))
    written = new_release(
        version, songs=songs, albums=(album,), deals=deals, encoding=encoding, prefix=prefix
    )
    message = ern.read(written.encode(encoding))
    assert not message.refused
    assert [
        (each.reference, each.ids[0].value, each.title, each.artist, each.duration_ms)
        for each in message.recordings
    ] == [(song.reference, song.isrc, song.title, song.artist, song.milliseconds) for song in songs]
    assert message.releases[0].title == title
    assert message.releases[0].resources == (*order, "A99")
    assert [each.resources for each in message.releases[1:]] == (
        [(each,) for each in order] if tracks else []
    )
    assert [_told(deal) for deal in message.deals] == [_meant(terms) for terms in deals]


def _told(deal: Any) -> tuple[Any, ...]:
    (validity,) = deal.validities
    return (
        str(deal.territories),
        tuple(term.value for term in deal.uses),
        tuple(term.value for term in deal.models),
        str(validity.start.day) if validity.start else None,
        str(validity.end.day) if validity.end else None,
        deal.is_for(US),
        deal.refused,
    )


def _meant(terms: Terms) -> tuple[Any, ...]:
    days = terms.period.get("StartDate"), terms.period.get("EndDate")
    for_us = not terms.channels or US in terms.channels
    return " ".join(sorted(terms.territories)), terms.uses, terms.models, *days, for_us, False
