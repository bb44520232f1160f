"""The page and who sees what: what is empty here is filled, what was not chosen here is chosen as there."""

from datetime import date

from akkord.flow import clock
from akkord.people import actions, queries
from akkord.people.models import Relationships
from akkord.people.rules.privacy import Key
from akkord.photos import actions as photos
from akkord.photos import queries as photo_queries
from akkord.photos.rules import middle

from ..format import ACCOUNT, PROFILE, AccountSaid, ProfileSaid
from .errand import Errand

PLAIN = ("status", "city", "about", "relatives", "education", "career", "interests", "speaks", "contacts")


def take_page(errand: Errand) -> None:
    """Fields that are empty here; a page that was closed there is closed."""
    said: ProfileSaid = errand.archive.read("data/profile.json", PROFILE)
    person = errand.person
    told: dict[str, object] = {
        field: getattr(said, field) for field in PLAIN if not getattr(person, field) and getattr(said, field)
    }
    if not person.site and said.site.startswith(("https://", "http://")):
        told["site"] = said.site
    if not person.relationship and said.relationship in Relationships.values:
        told["relationship"] = said.relationship
    earliest, today = date(1900, 1, 1), clock.now().date()
    if person.born is None and said.born is not None and earliest <= said.born < today:
        told |= {"born": said.born, "born_year_shown": said.born_year_shown}
    if told:
        actions.edit_profile(person, **told)


def take_privacy(errand: Errand) -> None:
    """Audiences of keys that nobody has chosen here yet."""
    said: AccountSaid = errand.archive.read("data/account.json", ACCOUNT)
    profile: ProfileSaid = errand.archive.read("data/profile.json", PROFILE)
    chosen = queries.privacy_of(errand.person.pk).chosen
    wanted = {
        Key(key): errand.audience(audience)
        for key, audience in said.who_sees_what.items()
        if Key(key) not in chosen
    }

    actions.choose_audiences(errand.person, wanted)
    if profile.closed and not errand.person.closed:
        actions.close_page(errand.person, closed=True)


def take_face(errand: Errand) -> None:
    """The picture of the page, where it has none here and its photo came."""
    said: ProfileSaid = errand.archive.read("data/profile.json", PROFILE)
    number = errand.brought("photo").get(said.face or 0)
    if errand.person.face is not None or number is None:
        return
    photo = photo_queries.all_of(errand.person.pk).filter(pk=number).first()
    if photo is not None:
        photos.show_face(errand.person, photo, middle(photo.width, photo.height))
