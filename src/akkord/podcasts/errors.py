"""What can go wrong with podcasts, one name per reason."""

from django.utils.translation import gettext_lazy as _


class PodcastError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "podcast_error"
    text = _("Something about this podcast did not work.")


class NoSuchPodcast(PodcastError, LookupError):
    code = "no_such_podcast"
    text = _("There is no such podcast.")


class NoAddress(PodcastError):
    code = "podcast_address"
    text = _("This is no address of a feed. It begins with https:// and leads to the public internet.")


class NotYours(PodcastError):
    code = "not_your_podcast"
    text = _("This is for those who speak for the community.")


class TooManyPodcasts(PodcastError):
    code = "too_many_podcasts"
    text = _("A hundred podcasts are followed already.")


class TooManyEpisodes(PodcastError):
    code = "too_many_episodes"
    text = _("Many episodes wait for you already, or have come today. Try again later.")


class CannotBeBrought(PodcastError):
    """It is here, on its way, or was silenced here."""

    code = "episode_not_brought"
    text = _("This episode is here already or on its way.")
