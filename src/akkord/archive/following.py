"""What goes into an archive of the podcasts one follows, also as OPML, which other players read."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from akkord.people.queries import Person
from akkord.podcasts import queries

from .gathering import Value


def podcasts(person: Person) -> list[Value]:
    """The latest first."""
    return [
        {"title": str(feed), "address": feed.address, "site": feed.site}
        for feed in queries.feeds_of(person.pk)
    ]


def opml(title: str, rows: Iterable[Value]) -> str:
    """OPML 2.0: a list of subscriptions."""
    outlines = "".join(
        f'<outline type="rss" text={quoteattr(each["title"])} xmlUrl={quoteattr(each["address"])}'
        f" htmlUrl={quoteattr(each['site'])}/>\n"
        for each in rows
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"<head><title>{escape(title)}</title></head>\n<body>\n{outlines}</body>\n</opml>\n"
    )
