"""How our pages are rendered: Jinja2 with translations, static addresses and a few words of formatting."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """The one Jinja2 environment of the site."""
    options["undefined"] = StrictUndefined
    pages = Environment(**options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    pages.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    pages.globals.update(static=static, url=_url)
    return pages


def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)
