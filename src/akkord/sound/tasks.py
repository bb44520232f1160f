"""Jobs of sound: what is played is made once, ahead of its first listener; what is measured is measured anew
where more is kept of it than before."""

from django_tasks import task

from akkord.flow import jobs

from . import box
from .forms import Kind, Rendition
from .models import Sound

MEASURED_AT_ONCE = 10  # about eight seconds of a core


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


@task(priority=-10)
def fill_levels(after: int = 0) -> None:
    """Sounds measured before the levels of their blocks were kept, some at a time and the rest behind them,
    so that others' jobs come between. What cannot be measured is tried again another day. Twice is once."""
    for sound in (page := box.measured_before_levels(after, MEASURED_AT_ONCE)):
        box.fill_levels(sound)
    if page:
        jobs.put(fill_levels, [page[-1].pk], {}, dedupe=f"fill_levels:{page[-1].pk}")
