"""How quickly a large DDEX message is read, and in how much memory: in a child process, three ways.

`parts` hands on row after row and forgets them, `whole` keeps the message, `command` is read_delivery --json.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parent.parent
SOURCES = [ROOT / "src", *(ROOT / "libs" / name / "src" for name in ("earprint", "tilelog"))]
sys.path[:0] = map(str, SOURCES)

from akkord.catalogue.ern.tis import GROUPS

MEGABYTE = 1024 * 1024
TRACKS = 20  # of an album; each album has 12 deals of 48 territories
TERRITORIES = sorted(
    GROUPS["2123"].members | {"AU", "BR", "CA", "CH", "GB", "IL", "JP", "KR", "MX", "NO", "US"}
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--megabytes", type=int, default=100)
    asked.add_argument("--child", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.child:
        child(*options.child)
        return
    with tempfile.TemporaryDirectory(prefix="akkord-bench-") as folder:
        file = Path(folder) / "message.xml"
        write_message(file, options.megabytes)
        size = file.stat().st_size / MEGABYTE
        print(f"{size:.1f} MB, ERN 4.3, made for this bench: albums of {TRACKS} tracks with their deals")
        print(f"{'way':<10}{'seconds':>9}{'MB/s':>8}{'peak MB':>9}  rows")
        for way in ("parts", "whole", "command"):
            told = subprocess.run(
                [sys.executable, str(HERE), "--child", way, str(file)],
                capture_output=True,
                text=True,
                check=True,
            ).stderr.split()
            seconds, peak, rows = float(told[-3]), float(told[-2]), told[-1]
            print(f"{way:<10}{seconds:>9.1f}{size / seconds:>8.1f}{peak:>9.0f}  {rows}")


def child(way: str, file: str) -> None:
    """Read once and tell seconds, peak memory and rows on the last line of stderr."""
    began = time.perf_counter()
    rows = {"parts": read_parts_of, "whole": read_whole, "command": run_command}[way](file)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.3f} {peak:.1f} {rows}", file=sys.stderr)


def read_parts_of(file: str) -> int:
    from akkord.catalogue.ern import read_parts

    with open(file, "rb") as source:
        return sum(1 for _part in read_parts(source, "message.xml"))


def read_whole(file: str) -> int:
    from akkord.catalogue.ern import read_message

    with open(file, "rb") as source:
        message = read_message(source, "message.xml")
    assert not message.refused, message.faults[:3]
    return len(message.resources) + len(message.releases) + len(message.deals)


def run_command(file: str) -> str:
    import os

    with tempfile.TemporaryDirectory(prefix="akkord-bench-") as data:
        os.environ |= {"AKKORD_DATA": data, "DJANGO_SETTINGS_MODULE": "akkord.config.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        with open(os.devnull, "w") as nowhere:
            call_command("read_delivery", file, "--json", stdout=nowhere)
    return "-"


def write_message(file: Path, megabytes: int) -> None:
    """Recordings first, then releases, then deals, about a third of the bytes each."""
    with file.open("w") as out:
        out.write(HEAD)
        albums = max(1, megabytes * MEGABYTE // sum(map(len, all_of(1000))))
        for number, (opening, closing) in enumerate(LISTS):
            out.write(opening)
            for album in range(albums):
                out.write(list(all_of(album))[number])
            out.write(closing)
        out.write("</ern:NewReleaseMessage>")


def all_of(album: int) -> Iterator[str]:
    """What one album adds to each of the three lists."""
    first = album * TRACKS
    yield "".join(RECORDING.format(n=n, code=n % 100_000) for n in range(first, first + TRACKS))
    items = "".join(ITEM.format(n=n) for n in range(first, first + TRACKS))
    tracks = "".join(TRACK.format(n=n) for n in range(first, first + TRACKS))
    yield RELEASE.format(album=album, items=items) + tracks
    territories = "".join(f"<TerritoryCode>{code}</TerritoryCode>" for code in TERRITORIES)
    territories = "".join(f"<TerritoryCode>{code}</TerritoryCode>" for code in TERRITORIES)
    deals = "".join(DEAL.format(territories=territories, day=1 + n) for n in range(12))
    references = "".join(
        f"<DealReleaseReference>T{n}</DealReleaseReference>" for n in range(first, first + TRACKS)
    )
    references += f"<DealReleaseReference>R{album}</DealReleaseReference>"
    yield f"<ReleaseDeal>{references}{deals}</ReleaseDeal>\n"


HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<ern:NewReleaseMessage xmlns:ern="http://ddex.net/xml/ern/43" AvsVersionId="3">
<MessageHeader><MessageThreadId>1</MessageThreadId><MessageId>1</MessageId>
<MessageSender><PartyId>PADPIDA2013042401U</PartyId></MessageSender>
<MessageRecipient><PartyId>PADPIDA2009101501Y</PartyId></MessageRecipient>
<MessageCreatedDateTime>2026-01-01T00:00:00Z</MessageCreatedDateTime></MessageHeader>
<PartyList><Party><PartyReference>P1</PartyReference>
<PartyName><FullName>The Artist</FullName></PartyName></Party>
</PartyList>
"""
LISTS = [(f"<{name}>\n", f"</{name}>\n") for name in ("ResourceList", "ReleaseList", "DealList")]
RECORDING = """<SoundRecording><ResourceReference>A{n}</ResourceReference>
<Type>MusicalWorkSoundRecording</Type>
<SoundRecordingEdition><ResourceId><ISRC>DEA1226{code:05d}</ISRC></ResourceId>
<PLine><Year>2026</Year><PLineText>(P) 2026 A Label</PLineText></PLine>
<TechnicalDetails><TechnicalResourceDetailsReference>T{n}</TechnicalResourceDetailsReference><DeliveryFile>
<Type>AudioFile</Type><File><URI>resources/{n}.flac</URI><HashSum><Algorithm>MD5</Algorithm>
<HashSumValue>d90274d79c45e8759258a536d033b30a</HashSumValue></HashSum></File>
</DeliveryFile></TechnicalDetails>
</SoundRecordingEdition>
<DisplayTitleText>Song {n}</DisplayTitleText><DisplayTitle><TitleText>Song {n}</TitleText></DisplayTitle>
<DisplayArtistName>The Artist</DisplayArtistName><DisplayArtist SequenceNumber="1">
<ArtistPartyReference>P1</ArtistPartyReference>
<DisplayArtistRole>MainArtist</DisplayArtistRole></DisplayArtist>
<Duration>PT3M45S</Duration><ParentalWarningType>NotExplicit</ParentalWarningType></SoundRecording>
"""
RELEASE = """<Release><ReleaseReference>R{album}</ReleaseReference><ReleaseType>Album</ReleaseType>
<ReleaseId><ProprietaryId Namespace="PADPIDA2013042401U">{album}</ProprietaryId></ReleaseId>
<DisplayTitleText>Album {album}</DisplayTitleText>
<DisplayTitle><TitleText>Album {album}</TitleText></DisplayTitle>
<DisplayArtistName>The Artist</DisplayArtistName><ResourceGroup>{items}</ResourceGroup></Release>
"""
ITEM = """<ResourceGroupContentItem><SequenceNumber>{n}</SequenceNumber>
<ReleaseResourceReference>A{n}</ReleaseResourceReference></ResourceGroupContentItem>
"""
TRACK = """<TrackRelease><ReleaseReference>T{n}</ReleaseReference><ReleaseId>
<ProprietaryId Namespace="PADPIDA2013042401U">track {n}</ProprietaryId></ReleaseId>
<ReleaseResourceReference>A{n}</ReleaseResourceReference>
<Genre><GenreText>Pop</GenreText></Genre></TrackRelease>
"""
DEAL = """<Deal><DealTerms>{territories}
<ValidityPeriod><StartDate>2026-01-{day:02d}</StartDate></ValidityPeriod>
<CommercialModelType>SubscriptionModel</CommercialModelType>
<UseType>OnDemandStream</UseType></DealTerms></Deal>
"""

if __name__ == "__main__":
    main()
