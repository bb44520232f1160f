"""The life of an archive that is brought here, on one page.

arrived   its bytes are here
checked   its signature, every file and every row are as the format says: its owner is shown what it holds,
          unless they have said yes before
agreed    its owner said which kinds are to come
done      all of them came, and its file is gone
refused   something of it is not as it should be, and is named; nothing of it came
dropped   its owner thought otherwise, or a week went by

Taking in runs kind by kind and may be cut and taken up anywhere: what came is noted in the transaction in
which it came. Nothing of an archive is looked at for taking in before all of it was checked.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction

from akkord.flow import clock
from akkord.flow.lives import Life
from akkord.people.queries import Person, quiet_until

from . import counting
from .errors import Fault, Refused
from .meeting import meet
from .models import Bringing, Formerly
from .opening import Opened, opened
from .rules import SIGNED
from .signing import site_key
from .taking.documents import take_documents
from .taking.errand import Errand
from .taking.music import take_music
from .taking.page import take_face, take_page, take_privacy
from .taking.photos import take_photos
from .taking.podcasts import take_podcasts
from .taking.posts import take_likes, take_posts
from .taking.sounds import take_sounds
from .taking.talks import take_talks
from .taking.ties import take_ties

KEPT = timedelta(days=7)

# In this order: audiences name lists of friends, posts carry photos and documents.
KINDS: dict[str, tuple[Callable[[Errand], None], ...]] = {
    "page": (take_page,),
    "friends": (take_ties,),
    "privacy": (take_privacy,),
    "photos": (take_photos, take_face),
    "documents": (take_documents,),
    "posts": (take_posts, take_likes),
    "talks": (take_talks,),
    "music": (take_music,),
    "podcasts": (take_podcasts,),
    "sounds": (take_sounds,),
}


def file_of(bringing: Bringing) -> Path:
    return folder() / f"{bringing.pk}.zip"


def folder() -> Path:
    place = Path(settings.DATA) / "brought"
    place.mkdir(exist_ok=True)
    return place


def check(bringing: Bringing) -> None:
    """arrived → checked | refused"""
    try:
        with opened(file_of(bringing)) as archive:
            _check_site(archive)
            archive.check_files()
            holds = counting.holds(archive)
            _check_owner(bringing.person, archive)
            about = archive.manifest
            BRINGING.move(
                bringing,
                "agreed" if bringing.parts else "checked",
                site=about.site,
                site_key=about.key,
                whose=archive.owner,
                name=counting.name_in(archive),
                archived_at=about.made_at,
                holds=holds,
            )
    except Refused as refused:
        end(bringing, "refused", fault=asdict(refused.fault))


def _check_site(archive: Opened) -> None:
    """In this site's name nobody signs but this site: words of who is here would be put into their mouths.

    Raises Refused.
    """
    about = archive.manifest
    if urlsplit(about.site).hostname == urlsplit(settings.SITE_URL).hostname and about.key != site_key():
        raise Refused(Fault("signature", SIGNED))


def _check_owner(person: Person, archive: Opened) -> None:
    """An archive is one person's: no two here are who one was there. Raises Refused."""
    key = archive.manifest.key
    there = Formerly.objects.filter(site_key=key, number=archive.owner).first()
    if there is not None and there.person_id != person.pk:
        raise Refused(Fault("other_owner"))
    if Formerly.objects.filter(site_key=key, person=person).exclude(number=archive.owner).exists():
        raise Refused(Fault("other_self"))


def take_in(bringing: Bringing) -> None:
    """agreed → done | refused"""
    try:
        if quiet_until(bringing.person_id):
            raise Refused(Fault("quiet"))
        with opened(file_of(bringing)) as archive:
            if archive.manifest.key != bringing.site_key or archive.owner != bringing.whose:
                raise Refused(Fault("signature"))
            _know_again(bringing, archive)
            errand = Errand(bringing, archive)
            for kind, steps in KINDS.items():
                if kind in bringing.parts:
                    for step in steps:
                        step(errand)
            meet(errand)
    except Refused as refused:
        end(bringing, "refused", fault=asdict(refused.fault))
        return
    end(bringing, "done", left_out=dict(errand.left_out))


def _know_again(bringing: Bringing, archive: Opened) -> None:
    """From now on this person is who the archive's owner was. Raises Refused."""
    _check_owner(bringing.person, archive)
    said = {"person": bringing.person, "site": bringing.site, "since": clock.now()}
    try:
        with transaction.atomic():
            Formerly.objects.get_or_create(site_key=bringing.site_key, number=archive.owner, defaults=said)
    except IntegrityError as another:  # brought by somebody else in this moment
        raise Refused(Fault("other_owner")) from another
    _check_owner(bringing.person, archive)
    if "friends" in bringing.parts:
        Formerly.objects.filter(person=bringing.person, site_key=bringing.site_key).update(found=True)


def end(bringing: Bringing, how: str, **fields: object) -> None:
    """The archive's life is over, and its file is gone."""
    BRINGING.move(bringing, how, ended_at=clock.now(), **fields)
    file_of(bringing).unlink(missing_ok=True)


BRINGING = Life(
    name="bringing",
    model="archive.Bringing",
    steps={"arrived": check, "agreed": take_in},
    ends=frozenset({"checked", "done", "refused", "dropped"}),
)
