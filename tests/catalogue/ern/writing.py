"""Writes release messages in the forms of ERN 3.4.1 to 4.3, from one description, for the tests.

Self-made from knowledge of the standard: no file of DDEX or of anybody else was copied.
"""

from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

LABEL, US, ANOTHER = "PADPIDA2013042401U", "PADPIDA2009101501Y", "PADPIDA2014120401D"
VERSIONS = (
    "3.4.1",
    "3.5",
    "3.6",
    "3.7",
    "3.7.1",
    "3.8",
    "3.8.1",
    "3.8.2",
    "3.8.3",
    "4.1",
    "4.1.1",
    "4.2",
    "4.3",
)


@dataclass(frozen=True)
class Song:
    """A recording with everything the tests look for."""

    reference: str = "A1"
    isrc: str = "DEA122600001"
    title: str = "Song"
    artist: str = "The Artist"
    milliseconds: int = 225_000
    file: str = "resources/1.flac"
    md5: str = "d90274d79c45e8759258a536d033b30a"
    fingerprint: str = ""
    print_file: str = ""  # the file of a print in place of the sound
    print_algorithm: str = "earprint-2"


@dataclass(frozen=True)
class Album:
    """A main release, and a track release for each of its songs when `tracks`."""

    reference: str = "R0"
    icpn: str = "9008798224074"
    title: str = "Album"
    artist: str = "The Artist"
    label: str = "A Label"
    songs: tuple[str, ...] = ("A1",)
    tracks: bool = False
    omits: bool = False  # ERN 3: says why its resources are not repeated


@dataclass(frozen=True)
class Terms:
    """A deal."""

    releases: tuple[str, ...] = ("R0",)
    territories: tuple[str, ...] = ("Worldwide",)
    excluded: tuple[str, ...] = ()
    uses: tuple[str, ...] = ("OnDemandStream",)
    models: tuple[str, ...] = ("SubscriptionModel",)
    period: dict[str, str] = field(default_factory=lambda: {"StartDate": "2014-06-01"})
    channels: tuple[str, ...] = ()
    excluded_channels: tuple[str, ...] = ()
    take_down: bool = False
    all_cancelled: bool = False
    policy: str = ""
    price: str = ""


def el(name: str, *inside: str, **attributes: str) -> str:
    """An element; texts inside are given escaped (`txt`), attributes are not."""
    named = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<{name}{named}>{''.join(inside)}</{name}>"


txt = escape


def many(name: str, values: tuple[str, ...]) -> str:
    return "".join(el(name, txt(value)) for value in values)


def new_release(
    version: str = "4.3",
    created: str = "2014-04-03T12:00:00Z",
    songs: tuple[Song, ...] = (Song(),),
    albums: tuple[Album, ...] = (Album(),),
    deals: tuple[Terms, ...] = (Terms(),),
    **header: Any,
) -> str:
    """A NewReleaseMessage as text."""
    four = version.startswith("4")
    lists = [
        el("ResourceList", *(_song(song, four) for song in songs), _cover(four) if songs else ""),
        el("ReleaseList", *(_release(album, songs, four) for album in albums)),
        el("DealList", *(_deal(terms, four) for terms in deals)) if deals else "",
    ]
    if four:
        names = dict.fromkeys([each.artist for each in (*songs, *albums)] + [album.label for album in albums])
        lists.insert(0, el("PartyList", *(_party(name) for name in names)))
    else:
        lists.insert(0, el("UpdateIndicator", "OriginalMessage"))
    return _root("NewReleaseMessage", version, created, lists, **header)


def purge(
    version: str = "4.3", created: str = "2014-09-01T12:00:00Z", icpn: str = "9008798224074", **header: Any
) -> str:
    """A PurgeReleaseMessage as text."""
    return _root(
        "PurgeReleaseMessage",
        version,
        created,
        [el("PurgedRelease", el("ReleaseId", el("ICPN", icpn)))],
        **header,
    )


def _root(
    name: str,
    version: str,
    created: str,
    lists: list[str],
    *,
    prefix: str | None = "ern",
    encoding: str = "UTF-8",
    message_id: str | None = None,
    test: bool = False,
    sender: str = LABEL,
    recipient: str = US,
) -> str:
    """`prefix` None writes no namespace at all, "" a default one."""
    digits = version.replace(".", "")
    header = el(
        "MessageHeader",
        el("MessageThreadId", "thread"),
        el("MessageId", created if message_id is None else message_id),
        el("MessageSender", el("PartyId", sender), el("PartyName", el("FullName", "A Label"))),
        el("MessageRecipient", el("PartyId", recipient), el("PartyName", el("FullName", "Akkord"))),
        el("MessageCreatedDateTime", created),
        el("MessageControlType", "TestMessage" if test else "LiveMessage"),
    )
    attributes = {"LanguageAndScriptCode": "en"}
    attributes |= {"AvsVersionId": "3"} if version[0] == "4" else {"MessageSchemaVersionId": f"ern/{digits}"}
    if prefix is not None:
        attributes[f"xmlns:{prefix}" if prefix else "xmlns"] = f"http://ddex.net/xml/ern/{digits}"
    tag = f"{prefix}:{name}" if prefix else name
    return f'<?xml version="1.0" encoding="{encoding}"?>\n' + el(
        tag, "\n", header, "\n", "\n".join(lists), **attributes
    )


def _party(name: str) -> str:
    return el("Party", el("PartyReference", _p(name)), el("PartyName", el("FullName", txt(name))))


def _p(name: str) -> str:
    return "P" + "".join(f"{ord(letter):x}" for letter in name)


def _song(song: Song, four: bool) -> str:
    return _song_4(song) if four else _song_3(song)


def _duration(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    fraction = f".{rest:03d}" if rest else ""
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}{fraction}S"


def _file(song: Song, four: bool) -> str:
    if not song.file:
        return ""
    if four:
        return el(
            "File", el("URI", song.file), el("HashSum", el("Algorithm", "MD5"), el("HashSumValue", song.md5))
        )
    folder, _slash, name = song.file.rpartition("/")
    hashed = el("HashSum", el("HashSum", song.md5), el("HashSumAlgorithmType", "MD5"))
    return el("File", el("FileName", name), el("FilePath", folder + "/"), hashed)


def _print(song: Song) -> str:
    algorithm = el("Algorithm", "UserDefined", Namespace=LABEL, UserDefinedValue=song.print_algorithm)
    if song.print_file:
        summed = el("HashSum", el("Algorithm", "MD5"), el("HashSumValue", song.md5))
        return el("Fingerprint", algorithm, el("File", el("URI", song.print_file), summed))
    if not song.fingerprint:
        return ""
    return el("Fingerprint", algorithm, el("FingerprintValue", song.fingerprint))


def _song_4(song: Song) -> str:
    technical = el(
        "TechnicalDetails",
        el("TechnicalResourceDetailsReference", "T" + song.reference),
        el("DeliveryFile", el("Type", "AudioFile"), _file(song, four=True)) if song.file else "",
        _print(song),
    )
    return el(
        "SoundRecording",
        el("ResourceReference", song.reference),
        el("Type", "MusicalWorkSoundRecording"),
        el("SoundRecordingEdition", el("ResourceId", el("ISRC", song.isrc)), _p_line(), technical),
        el("DisplayTitleText", txt(song.title)),
        el("DisplayTitle", el("TitleText", txt(song.title)), ApplicableTerritoryCode="Worldwide"),
        el("DisplayArtistName", txt(song.artist)),
        _artist_4(song.artist),
        el("Duration", _duration(song.milliseconds)),
        el("ParentalWarningType", "NotExplicit"),
    )


def _artist_4(name: str) -> str:
    return el(
        "DisplayArtist",
        el("ArtistPartyReference", _p(name)),
        el("DisplayArtistRole", "MainArtist"),
        SequenceNumber="1",
    )


def _artist_3(name: str) -> str:
    return el("DisplayArtist", el("PartyName", el("FullName", txt(name))), el("ArtistRole", "MainArtist"))


def _p_line() -> str:
    return el("PLine", el("Year", "2014"), el("PLineText", "(P) 2014 A Label"))


def _song_3(song: Song) -> str:
    details = el(
        "SoundRecordingDetailsByTerritory",
        el("TerritoryCode", "Worldwide"),
        el("Title", el("TitleText", txt(song.title)), TitleType="DisplayTitle"),
        _artist_3(song.artist),
        _p_line(),
        el("ParentalWarningType", "NotExplicit"),
        el("TechnicalSoundRecordingDetails", _file(song, four=False), _print(song)),
    )
    return el(
        "SoundRecording",
        el("SoundRecordingType", "MusicalWorkSoundRecording"),
        el("SoundRecordingId", el("ISRC", song.isrc)),
        el("ResourceReference", song.reference),
        el("ReferenceTitle", el("TitleText", txt(song.title))),
        el("Duration", _duration(song.milliseconds)),
        details,
    )


def _cover(four: bool) -> str:
    number = el("ProprietaryId", "cover", Namespace=LABEL)
    if four:
        return el(
            "Image", el("ResourceReference", "A99"), el("Type", "FrontCoverImage"), el("ResourceId", number)
        )
    return el(
        "Image", el("ImageType", "FrontCoverImage"), el("ImageId", number), el("ResourceReference", "A99")
    )


def _release(album: Album, songs: tuple[Song, ...], four: bool) -> str:
    known = {song.reference: song for song in songs}
    tracks = [known[reference] for reference in album.songs] if album.tracks else []
    if four:
        return _release_4(album) + "".join(_track_4(song) for song in tracks)
    return _release_3(album) + "".join(_track_3(song, album) for song in tracks)


def _group(album: Album, *, linked: bool) -> str:
    items = (
        el(
            "ResourceGroupContentItem",
            el("SequenceNumber", str(place)),
            el("ReleaseResourceReference", reference),
        )
        for place, reference in enumerate(album.songs, start=1)
    )
    cover = el("LinkedReleaseResourceReference", "A99") if linked else ""
    return el("ResourceGroup", el("ResourceGroup", el("SequenceNumber", "1"), *items), cover)


def _release_4(album: Album) -> str:
    return el(
        "Release",
        el("ReleaseReference", album.reference),
        el("ReleaseType", "Album"),
        el("ReleaseId", el("ICPN", album.icpn)),
        el("DisplayTitleText", txt(album.title)),
        el("DisplayTitle", el("TitleText", txt(album.title))),
        el("DisplayArtistName", txt(album.artist)),
        _artist_4(album.artist),
        el("ReleaseLabelReference", _p(album.label), ApplicableTerritoryCode="Worldwide"),
        el("Genre", el("GenreText", "Pop")),
        el("ReleaseDate", "2014-06-01", ApplicableTerritoryCode="Worldwide"),
        _group(album, linked=True),
    )


def _track_4(song: Song) -> str:
    return el(
        "TrackRelease",
        el("ReleaseReference", "RT" + song.reference),
        el("ReleaseId", el("ProprietaryId", "track " + song.isrc, Namespace=LABEL)),
        el("ReleaseResourceReference", song.reference),
    )


def _release_3(album: Album) -> str:
    details = el(
        "ReleaseDetailsByTerritory",
        el("TerritoryCode", "Worldwide"),
        el("DisplayArtistName", txt(album.artist)),
        el("LabelName", txt(album.label)),
        el("Title", el("TitleText", txt(album.title)), TitleType="DisplayTitle"),
        _artist_3(album.artist),
        "" if album.omits else _group(album, linked=False),
        el("Genre", el("GenreText", "Pop")),
        el("ReleaseDate", "2014-06-01"),
    )
    return el(
        "Release",
        el("ReleaseId", el("ICPN", album.icpn)),
        el("ReleaseReference", album.reference),
        el("ReferenceTitle", el("TitleText", txt(album.title))),
        el("ResourceOmissionReason", "UserDefined")
        if album.omits
        else el("ReleaseResourceReferenceList", many("ReleaseResourceReference", (*album.songs, "A99"))),
        el("ReleaseType", "Album"),
        details,
        IsMainRelease="true",
    )


def _track_3(song: Song, album: Album) -> str:
    return el(
        "Release",
        el("ReleaseId", el("ISRC", song.isrc)),
        el("ReleaseReference", "RT" + song.reference),
        el("ReferenceTitle", el("TitleText", txt(song.title))),
        el("ReleaseResourceReferenceList", el("ReleaseResourceReference", song.reference)),
        el("ReleaseType", "TrackRelease"),
        el("ReleaseDetailsByTerritory", el("TerritoryCode", "Worldwide"), el("LabelName", txt(album.label))),
    )


def _deal(terms: Terms, four: bool) -> str:
    inside = [
        el("TakeDown", "true") if terms.take_down else "",
        el("AllDealsCancelled", "true") if terms.all_cancelled else "",
        many("CommercialModelType", terms.models),
        many("UseType", terms.uses) if four else el("Usage", many("UseType", terms.uses)),
        many("TerritoryCode", terms.territories),
        many("ExcludedTerritoryCode", terms.excluded),
        "".join(el("DistributionChannel", el("PartyId", each)) for each in terms.channels),
        "".join(el("ExcludedDistributionChannel", el("PartyId", each)) for each in terms.excluded_channels),
        el("PriceInformation", el("WholesalePricePerUnit", terms.price, CurrencyCode="EUR"))
        if terms.price
        else "",
        el("ValidityPeriod", *(el(key, value) for key, value in terms.period.items())),
        _policy(terms.policy) if terms.policy else "",
    ]
    if four:  # ERN 4 begins with the territory; ERN 3 with the model
        inside = [*inside[4:6], *inside[9:10], *inside[2:4], *inside[6:9], *inside[10:]]
    return el(
        "ReleaseDeal", many("DealReleaseReference", terms.releases), el("Deal", el("DealTerms", *inside))
    )


def _policy(kind: str) -> str:
    condition = el("Condition", el("Value", "20"), el("Unit", "Percent"), el("RelationalRelator", "MoreThan"))
    return el("RightsClaimPolicy", condition, el("RightsClaimPolicyType", kind))
