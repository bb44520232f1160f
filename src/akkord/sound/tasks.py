"""Jobs of sound: what is played is made once, ahead of its first listener."""

from django_tasks import task

from . import box
from .forms import Kind, Rendition
from .models import Sound


@task(priority=-5)
def render(sound_id: int) -> None:
    """Make what is played of a sound. Twice is once."""
    box.render_sound(Sound.objects.get(pk=sound_id))


@task(priority=5)
def make_rendition(sound_id: int, kind: Kind, kbit: int, since: int) -> None:
    """Make one form of a sound, for a listener who waits. Twice is once."""
    box.make_rendition(Sound.objects.get(pk=sound_id), Rendition(kind, kbit, since))


@task(priority=5)
def draw_cover(sha256: str, side: int) -> None:
    """Draw a cover in a size, for a listener who waits. Twice is once."""
    box.draw_cover(sha256, side)
