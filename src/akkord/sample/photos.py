"""Photos of the sample world: drawn on the spot, so that nobody's pictures are in the repository."""

from io import BytesIO

from PIL import Image, ImageDraw

from akkord.groups.queries import Group
from akkord.people.models import Person
from akkord.photos import actions
from akkord.photos.actions import Described
from akkord.wall import actions as wall

SKIES = ("#2f4a7a", "#7a3f2f", "#2f7a5d", "#5d2f7a")
WORDS = ("Озеро вечером", "Рассвет над крышами", "Лес за дачей", "Сцена перед концертом")


def show_photos(member: Person, club: Group) -> None:
    """An album with three photos, one of them on a post, and one of the member's community."""
    album = actions.make_album(member, Described("Лето", "Прогулки и концерты."))
    first, *_others = [
        actions.send_in(member, a_view(SKIES[place]), album=album, alt=WORDS[place]) for place in range(3)
    ]
    stage = actions.make_album(member, Described("Концерты"), club)
    actions.send_in(member, a_view(SKIES[3]), album=stage, alt=WORDS[3])
    wall.write_post(member, wall_person=member, text="Вчера на озере.", photo_ids=[first.pk])


def a_view(sky: str) -> bytes:
    """A sun over hills, as a JPEG."""
    picture = Image.new("RGB", (800, 600), sky)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((540, 90, 660, 210), fill="#f4d58d")
    pen.polygon(
        [(0, 600), (0, 420), (240, 260), (470, 430), (640, 330), (800, 450), (800, 600)], fill="#20303f"
    )
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
