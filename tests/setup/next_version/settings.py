"""The site's settings with the app of the next version; NEXT_VERSION says what its last migration does."""

from akkord.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "setup.next_version"]  # noqa: F405
