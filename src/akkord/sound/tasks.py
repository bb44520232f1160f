"""Jobs of sound: what is played is made once, ahead of its first listener."""

from django_tasks import task

from . import box
from .models import Sound


@task(priority=-5)
def render(sound_id: int) -> None:
    """Make what is played of a sound. Twice is once."""
    box.render_sound(Sound.objects.get(pk=sound_id))
