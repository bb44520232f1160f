"""What a DDEX release message says, as plain values: header, parties, recordings, releases, deals, purges.

The words are those of the standard (ERN 3.4.1 to 4.3). What the two generations of the standard say
differently is said here in one way; what a sender wrote is kept as written, also where it is wrong (rights.md
3.1: warn on receive). Every row knows its place in the file, so that whoever refuses it later can still point
at it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import NamedTuple

from .faults import Fault, Place
from .identifiers import Identifier
from .territories import NOWHERE, Territories


class Name(NamedTuple):
    """A name as it is written in one language; the language is empty when the message does not say it."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A company or person: in the party list of ERN 4 under a reference, in ERN 3 where it is named."""

    ids: tuple[Identifier, ...] = ()
    names: tuple[Name, ...] = ()
    reference: str = ""

    @property
    def name(self) -> str:
        """The first name, empty when the party has ids alone."""
        return self.names[0].text if self.names else ""

    @property
    def dpids(self) -> frozenset[str]:
        """Its DDEX party ids, as they are compared."""
        return frozenset(each.canonical for each in self.ids if each.kind == "DPID")


NOBODY = Party()


@dataclass(frozen=True, slots=True)
class Header:
    """Who sent the message to whom, and when it was made: that instant decides which message is newer."""

    message_id: str
    thread_id: str
    created: datetime
    sender: Party
    recipients: tuple[Party, ...]
    on_behalf_of: Party
    test: bool
    update: str  # UpdateIndicator of ERN 3; a newer message replaces the older one either way

    @property
    def recipient(self) -> Party:
        """The first recipient; nobody when none is named."""
        return self.recipients[0] if self.recipients else NOBODY


@dataclass(frozen=True, slots=True)
class Version:
    """Which message of which version: "3.8.2" from ern/382, "4.3" from ern/43."""

    number: str
    namespace: str
    kind: str  # NewRelease | Purge
    profile: str = ""
    language: str = ""

    @property
    def generation(self) -> int:
        """3 or 4: where things stand differs between the two."""
        return int(self.number.partition(".")[0])


class Title(NamedTuple):
    """One of the titles of a sound or release. Territories as given; none is everywhere, -MX all but MX."""

    text: str
    subtitle: str = ""
    kind: str = ""
    language: str = ""
    territories: tuple[str, ...] = ()


class Artist(NamedTuple):
    """A display artist with its roles; `party` is its reference in the party list of ERN 4."""

    name: str
    roles: tuple[str, ...] = ()
    party: str = ""
    ids: tuple[Identifier, ...] = ()
    territories: tuple[str, ...] = ()


class File(NamedTuple):
    """A file of the delivery and the sum its bytes must have."""

    uri: str
    hash_algorithm: str = ""
    hash_value: str = ""
    preview: bool = False


class Fingerprint(NamedTuple):
    """A print in place of the sound: its algorithm, and its value or the file that holds it."""

    algorithm: str
    value: str = ""
    file: str = ""
    hash_algorithm: str = ""
    hash_value: str = ""


class Notice(NamedTuple):
    """A P-line or C-line."""

    year: str
    text: str


class LocalDay(NamedTuple):
    """A whole day by the clocks of each territory (StartDate; an EndDate includes its day)."""

    day: date


class LocalTime(NamedTuple):
    """A time by the clocks of each territory: a StartDateTime or EndDateTime without a zone."""

    wall: datetime


class Instant(NamedTuple):
    """One instant for the whole world: a StartDateTime or EndDateTime with its zone."""

    at: datetime


Moment = LocalDay | LocalTime | Instant


class Validity(NamedTuple):
    """From when to when; an open side is None. An end that is a day includes it, others end before."""

    start: Moment | None = None
    end: Moment | None = None


ALWAYS = Validity()


class Term(NamedTuple):
    """A word of a DDEX list, such as a use type; for UserDefined also whose word and which."""

    value: str
    namespace: str = ""
    user_defined: str = ""


class Delegation(NamedTuple):
    """Uses a rights controller may license on behalf of others (DelegatedUsageRights of ERN 4)."""

    uses: tuple[Term, ...]
    territories: Territories
    validity: Validity


@dataclass(frozen=True, slots=True)
class RightsController:
    """Who holds or administers rights in the recording; a share of None was not stated."""

    party: Party
    roles: tuple[str, ...] = ()
    share: Fraction | None = None
    territories: tuple[str, ...] = ()
    validity: Validity = ALWAYS
    delegated: tuple[Delegation, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of the message; `kind` is its element: SoundRecording, Video, Image, Text, …"""

    place: Place
    kind: str
    reference: str
    type: str = ""
    ids: tuple[Identifier, ...] = ()
    titles: tuple[Title, ...] = ()
    artist_names: tuple[Name, ...] = ()
    artists: tuple[Artist, ...] = ()
    duration_ms: int | None = None
    files: tuple[File, ...] = ()
    fingerprints: tuple[Fingerprint, ...] = ()
    p_lines: tuple[Notice, ...] = ()
    controllers: tuple[RightsController, ...] = ()
    parental_warnings: tuple[str, ...] = ()
    supplemental: bool = False
    refused: bool = False

    @property
    def sounding(self) -> bool:
        """Whether it is a sound recording, what rights attach to here."""
        return self.kind == "SoundRecording"

    @property
    def title(self) -> str:
        """The title to show."""
        return shown(best_title(self.titles))

    @property
    def artist(self) -> str:
        """The artist line to show: as the label wrote it, else made of the display artists."""
        return artist_line(self.artist_names, self.artists)


class Genre(NamedTuple):
    """A genre with its sub-genre, in the label's words."""

    text: str
    sub: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseDate:
    """A date of release as written ("2011" is a date here), its element and its territories."""

    kind: str
    text: str
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """A release: the product itself ("main"), one track of it ("track"), or another ("other")."""

    place: Place
    reference: str
    kind: str
    types: tuple[str, ...] = ()
    ids: tuple[Identifier, ...] = ()
    titles: tuple[Title, ...] = ()
    artist_names: tuple[Name, ...] = ()
    artists: tuple[Artist, ...] = ()
    labels: tuple[Name, ...] = ()
    label_parties: tuple[str, ...] = ()
    genres: tuple[Genre, ...] = ()
    resources: tuple[str, ...] = ()
    dates: tuple[ReleaseDate, ...] = ()
    p_lines: tuple[Notice, ...] = ()
    c_lines: tuple[Notice, ...] = ()
    parental_warnings: tuple[str, ...] = ()
    omits_resources: bool = False  # says why it does not repeat them (ResourceOmissionReason of ERN 3)
    refused: bool = False

    @property
    def title(self) -> str:
        """The title to show."""
        return shown(best_title(self.titles))

    @property
    def artist(self) -> str:
        """The artist line to show."""
        return artist_line(self.artist_names, self.artists)


class Condition(NamedTuple):
    """When a policy applies to a match: "more than 20 Percent of the reference"."""

    value: str
    unit: str = ""
    relator: str = ""
    reference: str = ""
    measurement: str = ""
    segments: tuple[tuple[str, str], ...] = ()


class ClaimPolicy(NamedTuple):
    """What the owner wants done with matches (BlockAccess, Monetize, ReportUsage) if all conditions hold."""

    type: str
    conditions: tuple[Condition, ...] = ()


class WebPolicy(NamedTuple):
    """What users may do with a sound on the web (ERN 3): switches by name."""

    conditions: tuple[Condition, ...] = ()
    switches: tuple[tuple[str, str], ...] = ()


class Price(NamedTuple):
    """A price: its element, the amount with its currency, or the code of a price list."""

    kind: str
    amount: str = ""
    currency: str = ""
    code: str = ""
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """Under which terms releases may be used, or (take_down, all_cancelled) no longer may."""

    place: Place
    releases: tuple[str, ...] = ()
    territories: Territories = NOWHERE
    uses: tuple[Term, ...] = ()
    models: tuple[Term, ...] = ()
    validities: tuple[Validity, ...] = (ALWAYS,)
    channels: tuple[Party, ...] = ()
    excluded_channels: tuple[Party, ...] = ()
    policies: tuple[ClaimPolicy, ...] = ()
    web_policies: tuple[WebPolicy, ...] = ()
    prices: tuple[Price, ...] = ()
    pre_order: bool = False
    take_down: bool = False
    all_cancelled: bool = False
    exclusive: bool = False
    refused: bool = False

    def is_for(self, dpid: str) -> bool:
        """Whether the deal is addressed to the service of that DPID; a list of channels without it is not."""
        if self.channels:
            return any(dpid in channel.dpids for channel in self.channels)
        return not any(dpid in channel.dpids for channel in self.excluded_channels)

    @property
    def ends_rights(self) -> bool:
        """Whether it takes rights away instead of giving them (ERN 3)."""
        return self.take_down or self.all_cancelled


@dataclass(frozen=True, slots=True)
class Purge:
    """A release that is to be forgotten: sent by mistake, or with wrong identifiers."""

    place: Place
    ids: tuple[Identifier, ...]
    titles: tuple[Title, ...] = ()


Part = Version | Header | Party | Resource | Release | Deal | Purge | Fault


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message; when it is `refused`, nothing of it may be used."""

    file: str
    version: Version | None = None
    header: Header | None = None
    parties: tuple[Party, ...] = ()
    resources: tuple[Resource, ...] = ()
    releases: tuple[Release, ...] = ()
    deals: tuple[Deal, ...] = ()
    purges: tuple[Purge, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the message as a whole cannot be used."""
        return any(fault.refuses_message for fault in self.faults)

    @property
    def recordings(self) -> tuple[Resource, ...]:
        """Its sound recordings."""
        return tuple(each for each in self.resources if each.sounding)


# Which title people see, best first: what is made for display, then what is formal, then the reference.
_TITLE_ORDER = ("DisplayTitleText", "DisplayTitle", "FormalTitle", "ReferenceTitle")


def best_title(titles: tuple[Title, ...]) -> Title:
    """The title people should see; an empty one when there is none."""
    rank = {kind: place for place, kind in enumerate(_TITLE_ORDER)}
    return min(titles, key=lambda title: rank.get(title.kind, len(rank)), default=Title(""))


def shown(title: Title) -> str:
    """With its subtitle in brackets, unless the text holds it already (DisplayTitleText of ERN 4 does)."""
    if not title.subtitle or title.subtitle in title.text:
        return title.text
    return f"{title.text} ({title.subtitle})"


def artist_line(names: tuple[Name, ...], artists: tuple[Artist, ...]) -> str:
    """The artist line as the label wrote it, else the main artists of the widest territory."""
    if names:
        return names[0].text
    widest = [artist for artist in artists if artist.territories == artists[0].territories]
    main = [artist.name for artist in widest if "MainArtist" in artist.roles]
    return ", ".join(filter(None, main or [artist.name for artist in widest]))
