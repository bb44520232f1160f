"""How our pages are rendered: Jinja2 with translations, static addresses and a few words of formatting."""

from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any

from django.forms import BoundField
from django.template.defaultfilters import filesizeformat
from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.safestring import SafeString
from jinja2 import Environment, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup

from akkord.money import decimal
from akkord.subscriptions.rules import minor_digits
from akkord.words.markup import linked, marked

from . import statics
from .waveforms import voice_path

# The first that fits: a browser names those it is like, too.
PROGRAMS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser", "Yandex Browser"), ("Firefox", "Firefox"),
    ("Chrome", "Chrome"), ("Chromium", "Chromium"), ("Safari", "Safari"), ("curl", "curl"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def environment(**options: Any) -> Environment:
    """The one Jinja2 environment of the site."""
    options["undefined"] = StrictUndefined
    pages = Environment(**options, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    pages.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    pages.globals.update(static=static, url=_url, modules_of=statics.modules_of, version=statics.version)
    pages.globals.update(gettext=_words, _=_words)
    pages.filters.update(
        birthday=birthday,
        browser=browser,
        money=money,
        initials=initials,
        described=described,
        linked=linked,
        marked=marked,
        moment=moment,
        day=day,
        day_of_year=day_of_year,
        minutes=minutes,
        filesizeformat=filesizeformat,
        voice_path=voice_path,
    )
    _draw_once(pages)
    return pages


def _draw_once(pages: Environment) -> None:
    """Icons are the same on every page, and a page draws some two hundred: each is made once."""
    icons = pages.get_template("parts/icons.html").module
    for name, macro in list(vars(icons).items()):
        if isinstance(macro, Macro) and not macro.arguments:
            setattr(icons, name, partial(Markup, macro()))


def _words(said: str, **named: Any) -> Markup:
    """What is said, in the reader's language, with what is `named` put in. A page says some five hundred
    things, most of them often, so a saying is looked up once for a language."""
    words = _words_in(translation.get_language() or "", said)
    return words % named if named else _whole(words)


@lru_cache(maxsize=20_000)
def _words_in(language: str, said: str) -> Markup:
    with translation.override(language or None):
        return Markup(translation.gettext(said))


@lru_cache(maxsize=20_000)
def _whole(words: Markup) -> Markup:
    """Of a saying in which nothing is named: "100 %%" is "100 %"; what stands for "%s" a script puts in."""
    return Markup("%s").join(part % {} for part in words.split("%s"))


def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def initials(name: str) -> str:
    """One or two letters for an avatar: "Anna Petrova" → "AP"."""
    words = [word for word in name.split() if word[0].isalnum()] or [name or "?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def described(bound: BoundField) -> SafeString:
    """The field's input, joined to its hint and to its error for those who hear the page."""
    notes = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    attributes: dict[str, str | bool] = {"aria-invalid": "true"} if bound.errors else {}
    if bound.errors:
        notes.append(f"{bound.auto_id}_error")
    if notes:
        attributes["aria-describedby"] = " ".join(notes)
    return bound.as_widget(attrs=attributes)


def moment(at: datetime) -> str:
    """Day and hour in the reader's language, without the year while it is this one."""
    local = timezone.localtime(at)
    this_year = local.year == timezone.localtime().year
    return formats.date_format(local, "j E, H:i" if this_year else "j E Y, H:i")


def day_of_year(on: date) -> str:
    """A day in the reader's language, without its year: "29 November"."""
    return formats.date_format(on, "j E")


def day(at: datetime) -> str:
    """A date in the reader's language."""
    return formats.date_format(timezone.localtime(at), "j E Y")


def browser(agent: str) -> str:
    """What people call a program by the name it gives itself: "Firefox, Linux"."""
    program = next((name for mark, name in PROGRAMS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (program, system) if part) or agent[:40] or "—"


def birthday(born: date, year: bool) -> str:
    """A birthday in the reader's language, with or without its year."""
    return formats.date_format(born, "j E Y" if year else "j E")


def money(amount: int, currency: str) -> str:
    """Micro-units as an amount with its currency, in the reader's language: "9.99 EUR"."""
    written = decimal(amount, minor_digits(currency))
    point = formats.get_format("DECIMAL_SEPARATOR")
    return f"{written.replace('.', str(point))}\u00a0{currency}"


def minutes(seconds: float) -> str:
    """Minutes and seconds of a track: 187.3 → "3:07"."""
    whole = int(seconds + 0.5)
    hours, rest = divmod(whole, 3600)
    full, left = divmod(rest, 60)
    return f"{hours}:{full:02}:{left:02}" if hours else f"{full}:{left:02}"
