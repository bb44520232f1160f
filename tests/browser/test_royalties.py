"""A month of royalties, walked through by the operator and a label: closed, read, disputed, answered.

In both languages, by the keyboard, every page on the way looked at.
"""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from browser.conftest import NewContext
from browser.journeys import LANGUAGES
from browser.roles import LABEL, OPERATOR
from browser.test_journeys import SLOWLY, in_language
from browser.world import ORIGINAL_TITLE
from living_site import LivingSite

pytestmark = pytest.mark.parametrize("language", LANGUAGES)

PLAYS = 3
# The site decides and counts plays now; the test moves them into months that are over. Those of all months
# at once: a day that was moved into files takes no play more. In Britain, where no other journey silences it.
HEARD = f"""
import django; django.setup()
from datetime import datetime, timedelta
from akkord.flow import clock
from akkord.music import actions
from akkord.music.models import Play, Track
from akkord.music.rules import Listener
from akkord.people.models import Person
months = [datetime.fromisoformat(each) for each in {{months}}]
track = Track.objects.filter(title="{ORIGINAL_TITLE}").order_by("pk").first()
listener = Listener(Person.objects.get(email="member@akkord.example").pk, "GB")
for at in [month + timedelta(days=4, hours=n) for month in months for n in range({PLAYS})]:
    if not Play.objects.filter(counted_at=at).exists():
        started = actions.start_play(listener, track.pk)
        with clock.at(clock.now() + timedelta(minutes=1)):
            assert actions.count_play(listener, started.play_id, 60)
        Play.objects.filter(pk=started.play_id).update(started_at=at, counted_at=at)
"""
WORDS = {
    "en": ("Our own report says more.", "Three plays lie in the files, and no more."),
    "ru": ("В нашем отчёте больше.", "В файлах три прослушивания, и не больше."),
}


def test_a_month_is_closed_read_line_by_line_disputed_and_answered(
    person: NewContext, site: LivingSite, language: str
) -> None:
    months = [month_before(len(LANGUAGES) - n) for n in range(len(LANGUAGES))]
    month = months[LANGUAGES.index(language)]  # the earlier one is closed first
    site.python(HEARD.format(months=[each.isoformat() for each in months]))
    name = f"{month:%Y-%m}"
    operator, clerk = (in_language(person(mail), language) for mail in (OPERATOR, LABEL))

    operator.go("/staff/months").fill(month=name)
    operator.press("main form[aria-labelledby=begin] button").at(f"/staff/months/{name}")
    entered = 'main form[action$="/revenue"]'
    for field, text in {"sold_in": "GB", "currency": "EUR", "gross": "100.50", "source": "bank"}.items():
        operator.page.locator(f"{entered} [name={field}]").fill(text)
    operator.press(f"{entered} button").at(f"/staff/months/{name}")
    books = operator.page.locator("section[aria-labelledby=books]")
    expect(books.get_by_role("row", name="100.50 EUR")).to_be_visible()
    for step in ("count", "check", "share"):
        operator.press(f'main form[action$="/{step}"] button')
        expect(operator.page.locator(f'li[data-stands=done] form[action$="/{step}"]')).to_be_visible(
            timeout=2 * SLOWLY  # a step waits for all that journeys beside it have asked of the worker
        )
        operator.looks()
    operator.press('main a[href$="/preview"]').at(f"/staff/months/{name}/preview")
    operator.press('main a[href$="/close"]').at(f"/staff/months/{name}/close")
    operator.press('main form[action$="/close"] button').at(f"/staff/months/{name}")
    expect(operator.page.locator("section[aria-labelledby=statements] li").first).to_be_visible()

    clerk.go("/rights/1/royalties").press(f'main th a:has-text("{name}/")').at("/royalties/*")
    statement = clerk.page.url
    clerk.press(f'main th a:has-text("{ORIGINAL_TITLE}")').at("/lines/*")
    line = clerk.page.url
    expect(clerk.page.locator("section[aria-labelledby=plays] tbody tr")).to_have_count(PLAYS)
    disputed, answer = WORDS[language]
    clerk.fill(text=disputed).press('main form[action$="/dispute"] button').at("/lines/*")
    expect(clerk.page.locator("section[aria-labelledby=asked] .badge.warn")).to_be_visible()

    operator.go("/staff/line-questions")
    operator.page.locator("main [name=verdict][value=upheld]").first.check()
    operator.fill(text=answer).press('main form[action*="/line-questions/"] button').at("/line-questions")
    clerk.page.goto(line)
    expect(clerk.page.locator("section[aria-labelledby=asked]")).to_contain_text(answer)
    clerk.looks()
    archive = clerk.page.context.request.get(f"{statement}/archive.zip")
    assert archive.headers["content-type"] == "application/zip"
    clerk.go("/transparency/waiting-money")


def month_before(count: int) -> datetime:
    """The first instant of the month so many before this one."""
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
    return first
