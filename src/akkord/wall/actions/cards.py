"""Cards of links: the page behind a post's first address is asked once, by a job, what it says of itself."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from akkord.flow import clock, outbox
from akkord.net import outgoing
from akkord.net.errors import NotReached
from akkord.words.markup import addresses_in
from akkord.words.page_heads import head_of

from ..models import LinkCard, Post

PATIENCE = 5.0  # seconds, for each page on the way
MOST_BYTES = 256 * 1024  # the head of a page stands at its beginning
MOST_REDIRECTS = 3
MOST_ADDRESS = 600


def note_link(post: Post) -> None:
    """The post has been written or changed: its card is that of the first address it names now."""
    address = next((each for each in addresses_in(post.text) if each.startswith("https://")), "")
    if LinkCard.objects.filter(post=post, address=address).exists():
        return
    LinkCard.objects.filter(post=post).delete()
    if not address or len(address) > MOST_ADDRESS or _site(address) in ("", _site(settings.SITE_URL)):
        return
    LinkCard.objects.create(post=post, address=address)
    outbox.announce("link_written", post=post.pk)


def fetch(post_id: int) -> None:
    """Ask the page; one that does not answer or is none leaves the link without a card. Twice is once."""
    card = LinkCard.objects.filter(post_id=post_id, fetched_at=None).first()
    if card is None:
        return
    answer = _page(card.address)
    head = head_of(answer.body, answer.mime) if answer is not None else None
    with transaction.atomic():
        LinkCard.objects.filter(post_id=post_id, address=card.address).update(
            title=head.title if head else "", about=head.about if head else "", fetched_at=clock.now()
        )


def _page(address: str) -> outgoing.Answer | None:
    """The page, after a few redirects, each asked of the public internet alone like the first."""
    try:
        answer = outgoing.followed(address, _ask, MOST_REDIRECTS)
    except NotReached:
        return None  # a card is a courtesy: the link stands without it
    return answer if answer.status == 200 and answer.mime.startswith("text/html") else None


def _ask(address: str) -> outgoing.Answer:
    return outgoing.get_public(address, timeout=PATIENCE, most=MOST_BYTES)


def _site(address: str) -> str:
    """Whose page it is; "" for what looks like an address and is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
