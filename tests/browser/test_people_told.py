"""What the site tells people: what happened, what is found, in which language and theme, to which program.

Whoever acts here is new, so that no other test misses a friend.
"""

import json
import random
import re
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from alerts.push_service import FakeBrowser, PushService, push_service
from browser import disguise
from browser.conftest import PASSWORD, NewContext
from browser.crowd import OTHERS, Crowd, Someone, database
from browser.journeys import choose
from browser.looking import barriers
from browser.newcomers import newcomer, place_of, post, publish
from living_site import LivingSite, until

NEW = "What is new?"  # the box on one's own page and in the feed
SLOWLY = 60_000  # ms: what the worker does meanwhile


def test_five_likes_are_one_line_that_leads_to_the_post_and_a_kind_switched_off_is_not_told(
    contexts: NewContext, person: NewContext, site: LivingSite, crowd: Crowd
) -> None:
    hers, _ = newcomer(contexts(), "Anna Told")
    place = publish(hers, NEW, "Five will like this.")
    first, *rest = (crowd[name] for name in OTHERS[:5])
    for each in rest:
        like(site, each, place)
    his = person(first.email).new_page()
    his.goto(place)
    his.get_by_role("button", name="Like").first.click()
    expect(his.get_by_role("button", name="Like").first).to_have_attribute("aria-pressed", "true")
    expect(hers.locator(".bell .count")).to_have_text("+5", timeout=SLOWLY)  # live, on the page she is on

    hers.get_by_role("link", name="Notifications").click()
    line = hers.get_by_role("link", name=re.compile(r"and 4 others liked your post\."))
    expect(line).to_have_count(1)
    expect(hers.locator("main .rung li")).to_have_count(1)
    line.click()
    hers.wait_for_url(f"**{place}")
    expect(post(hers, "Five will like this.")).to_be_visible()

    hers.goto("/settings/notifications")
    hers.get_by_role("checkbox", name="A like: On the site").uncheck()
    hers.get_by_role("button", name="Save").click()
    expect(hers.locator("#toasts")).to_contain_text("Saved.")
    expect(hers.get_by_role("checkbox", name="A like: On the site")).not_to_be_checked()
    like(site, crowd[OTHERS[5]], place)
    his.reload()
    said = comment(his, "And this is said.")
    expect(hers.locator(".bell .count")).to_have_text("+1", timeout=SLOWLY)
    nothing_waits(site, "liked")
    hers.goto("/notifications")
    expect(hers.locator("main .rung li.new")).to_have_count(1)
    hers.get_by_role("link", name=f"{first.name} commented on a post of yours.").click()
    hers.wait_for_url(re.compile(re.escape(said)))
    expect(hers.locator(f"#{said.rpartition('#')[2]}")).to_be_in_viewport()


def like(site: LivingSite, who: Someone, place: str) -> None:
    """In a browser of their own, without scripts."""
    with closing(site.browser(who.email, password=PASSWORD)) as theirs:
        assert theirs.send_form(f"{place}/like").status_code == 200


def comment(page: Page, text: str) -> str:
    """Below the post whose page it is; where the comment stands, its mark included."""
    page.locator("#post-text").fill(text)
    page.locator("#write").get_by_role("button").last.click()
    return place_of(page.locator("main .comment", has=page.get_by_text(text, exact=True)))


def nothing_waits(site: LivingSite, task: str) -> None:
    """Whatever the worker had to do of this kind is done."""

    def idle() -> bool:
        with database(site) as rows:
            asked = "SELECT count(*) FROM flow_job WHERE task LIKE ? AND state IN ('waiting', 'running')"
            return int(rows.execute(asked, (f"%.{task}",)).fetchone()[0]) == 0

    until(idle, 60, 0.2, f"{task} to be done")


# The browser's own push service is the world's; this one answers to the test.
SUBSCRIBED = """([endpoint, p256dh, auth]) => {
    let held = null;
    const given = {endpoint, toJSON: () => ({endpoint, keys: {p256dh, auth}}), unsubscribe: async () => true};
    PushManager.prototype.subscribe = async () => (held = given);
    PushManager.prototype.getSubscription = async () => held;
}"""


# The click of a hand on the notification; where it leads, for no page of the site is open.
CLICKED = """async () => {
    const [line] = await registration.getNotifications(), opened = [];
    clients.openWindow = async (place) => void opened.push(place);
    const event = new NotificationEvent("notificationclick", { notification: line });
    let done = null;
    Object.defineProperty(event, "waitUntil", { value: (promise) => { done = promise; } });
    dispatchEvent(event);
    await done;
    return [line.body, opened[0]];
}"""


def test_a_push_comes_to_a_closed_tab_and_its_click_lands_on_the_comment(
    whole_browser: Browser, contexts: NewContext, person: NewContext, site: LivingSite, crowd: Crowd
) -> None:
    her_browser, keys = contexts(of=whole_browser), FakeBrowser()
    her_browser.grant_permissions(["notifications"], origin=site.url)
    with push_service() as service:
        told = json.dumps([service.address, keys.p256dh, keys.auth_said])
        her_browser.add_init_script(f"({SUBSCRIBED})({told})")
        hers, _ = newcomer(her_browser, "Anna Pushed")
        place = publish(hers, NEW, "Ring when somebody answers.")
        hers.goto("/settings/notifications")
        hers.get_by_role("button", name="Tell me in this browser").click()
        expect(hers.get_by_role("button", name="Tell me here no more")).to_be_visible()
        elsewhere = her_browser.new_page()
        registration = registration_of(elsewhere, site)
        hers.close()

        him = crowd[OTHERS[0]]
        his = person(him.email).new_page()
        his.goto(place)
        said = comment(his, "Here is an answer.")
        until(lambda: service.came, 60, 0.2, "the push service to be told")
        body, opened = delivered(her_browser, elsewhere, registration, site, opened_by(keys, service))
    assert body == f"{him.name} commented on a post of yours."
    assert opened == f"{site.url}{said}"
    landed = her_browser.new_page()
    landed.goto(opened)
    expect(landed.locator("main .comment", has_text="Here is an answer.")).to_be_in_viewport()


def opened_by(keys: FakeBrowser, service: PushService) -> str:
    """What only this browser could open, as it goes to its worker."""
    ((headers, sealed),) = service.came
    assert headers["content-encoding"] == "aes128gcm"
    return json.dumps(keys.open(sealed))


def registration_of(page: Page, site: LivingSite) -> str:
    """The number of the site's worker in this browser."""
    found: list[str] = []

    def updated(event: dict[str, list[dict[str, str]]]) -> None:
        found.extend(
            each["registrationId"] for each in event["registrations"] if each["scopeURL"] == f"{site.url}/"
        )

    session = page.context.new_cdp_session(page)
    session.on("ServiceWorker.workerRegistrationUpdated", updated)
    session.send("ServiceWorker.enable")
    for _ in range(50):
        if found:
            break
        page.wait_for_timeout(100)
    assert found, "no worker is registered"
    return found[0]


def delivered(
    context: BrowserContext, page: Page, registration: str, site: LivingSite, said: str
) -> tuple[str, str]:
    """What stands in the notification, and where a click on it leads."""
    session = context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    about = {"origin": site.url, "registrationId": registration, "data": said}
    session.send("ServiceWorker.deliverPushMessage", about)
    shown = "async () => (await registration.getNotifications()).length"
    for _ in range(50):
        if context.service_workers and context.service_workers[0].evaluate(shown):
            break
        page.wait_for_timeout(100)
    body, opened = context.service_workers[0].evaluate(CLICKED)
    return str(body), str(opened)


def test_one_query_finds_people_communities_music_and_posts_and_nothing_that_is_private(
    contexts: NewContext, tmp_path: Path
) -> None:
    # Letters that are one sound each: without its x, a word of one is two sounds shorter.
    word = "Kvar" + "".join(random.choices("abdeglmnoruv", k=6))
    hers, place = newcomer(contexts(), f"Anna {word}")
    send_in(hers, disguise.unknown(tmp_path, f"{word} Waltz.mp3", random.randrange(2_000, 10**6)))
    for name, door in ((f"Friends of {word}", "Open"), (f"Secret {word}", "Private")):
        found_club(hers, name, door)
    hers.goto(place)
    publish(hers, NEW, f"Everybody may read of {word}.")
    narrow(hers, "Only me")
    publish(hers, NEW, f"Nobody may read of {word}.")

    his, _ = newcomer(contexts(), "Boris Seeks")
    wanted = ("People", "Communities", "Music", "Posts")
    ask(his, word)
    until(
        lambda: his.reload() and all(section(his, name).count() for name in wanted),
        90,
        0.4,
        "all of it to be found",
    )
    expect(section(his, "People")).to_contain_text(f"Anna {word}")
    expect(section(his, "Communities")).to_contain_text(f"Friends of {word}")
    expect(section(his, "Music")).to_contain_text(f"{word} Waltz")
    expect(section(his, "Posts")).to_contain_text(f"Everybody may read of {word}.")
    guest = contexts().new_page()
    guest.goto("/search")
    for page in (his, guest):
        ask(page, word)
        expect(section(page, "Posts")).to_be_visible()
        for private in (f"Secret {word}", f"Nobody may read of {word}."):
            assert private not in page.locator("main").inner_text()
    ask(hers, f"Nobody {word}")
    expect(section(hers, "Posts")).to_contain_text(f"Nobody may read of {word}.")  # it is there to be found

    words = his.locator("#words")
    words.fill(slip := f"Anna {word[:5]}{word[6:]}")
    found_by(his, slip)
    expect(section(his, "People")).to_contain_text(f"Anna {word}")
    words.fill("")
    words.press_sequentially(begun := f"anna {word[:7].lower()}", delay=20)
    found_by(his, begun)  # while it is still being typed
    expect(section(his, "People")).to_contain_text(f"Anna {word}")
    section(his, "People").get_by_role("link", name=f"Anna {word}").click()
    his.wait_for_url(f"**{place}")


def narrow(page: Page, audience: str) -> None:
    """For whom the next post is."""
    page.get_by_title("For whom, and when").press("Enter")
    page.get_by_label("For whom", exact=True).select_option(label=audience)


def send_in(page: Page, file: Path) -> None:
    page.goto("/audio/upload")
    page.locator("#upload-file").set_input_files(file)
    item = page.locator("[data-upload-list] .upload-item").first
    expect(item.locator(".story-steps")).to_have_attribute("data-state", "live", timeout=SLOWLY)


def found_club(page: Page, name: str, door: str) -> None:
    page.goto("/clubs/new")
    page.get_by_label("Name of the community").fill(name)
    page.get_by_role("radio", name=re.compile(f"^{door}")).check()
    page.get_by_role("button", name="Found it").click()
    page.wait_for_url(re.compile(r"/club\d+"))


def ask(page: Page, words: str) -> None:
    """In the box on top of every page."""
    page.locator("#search").fill(words)
    page.locator("#search").press("Enter")
    expect(page.locator("#words")).to_have_value(words)


def found_by(page: Page, words: str) -> None:
    """What stands there is what these words find."""
    page.wait_for_url(lambda address: parse_qs(urlsplit(address).query).get("q") == [words])


def section(page: Page, name: str) -> Locator:
    return page.locator("#found section", has=page.get_by_role("heading", name=name, exact=True))


def test_the_language_changes_at_once_with_what_is_typed_and_right_to_left_mirrors_the_page(
    contexts: NewContext, site: LivingSite
) -> None:
    hers, place = newcomer(contexts(viewport={"width": 1280, "height": 900}), "Anna Bilingual")
    publish(hers, NEW, "One of mine.")
    talk = hers.locator("main article.post").first
    talk.get_by_text("Comment", exact=True).click()
    talk.get_by_label("Your comment").fill("half a comm")
    hers.get_by_label(NEW).fill("half a po")
    for choice, spoken, word in (("Русский", "ru", "Лента"), ("English", "en", "Feed")):
        hers.locator(".look summary").click()
        hers.get_by_role("button", name=choice).click()
        expect(hers.locator("html")).to_have_attribute("lang", spoken)
        expect(hers.locator("#menu")).to_contain_text(word)
        expect(hers.locator("#post-text")).to_have_value("half a po")
        comment_box = hers.locator("textarea[id^=say]").first
        expect(comment_box).to_be_visible()
        expect(comment_box).to_have_value("half a comm")

    choose(hers.context, language="ru")
    for many, words in ((1, "1 запись"), (2, "2 записи"), (5, "5 записей")):
        hers.goto(place)
        while hers.locator("main article.post").count() < many:
            before = hers.locator("main article.post").count()
            hers.locator("#post-text").fill(f"Ещё {before}.")
            hers.locator("#write").get_by_role("button").last.click()
            expect(hers.locator("main article.post")).to_have_count(before + 1)
        hers.goto(place)
        expect(hers.locator(".counters a[href='#wall']")).to_have_text(words)

    hers.goto("/audio/new")
    hers.locator("main [data-playable] button.track-play").first.click()
    expect(hers.locator("#player")).to_be_visible()
    assert order(hers) == [True, True]
    hers.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    assert order(hers) == [False, False]


def order(page: Page) -> list[bool]:
    """Whether the menu stands left of the content, and the player's buttons left of its title."""
    left = "(places) => places.map((place) => document.querySelector(place).getBoundingClientRect().left)"
    menu, content, buttons, title = page.evaluate(
        left, ["#menu", "#main", "#player .player-buttons", "#player .player-now"]
    )
    return [menu < content, buttons < title]


def test_the_site_can_be_installed_has_a_page_without_a_network_and_three_themes(
    contexts: NewContext,
) -> None:
    browser = contexts()
    hers, _ = newcomer(browser, "Anna Installs")
    session = browser.new_cdp_session(hers)
    assert session.send("Page.getAppManifest")["errors"] == []
    why_not = {
        each["errorId"] for each in session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    }
    assert why_not <= {"in-incognito"}  # as every context of a test is

    publish(hers, NEW, "Seen in every theme.")
    hers.goto("/audio/new")
    row = hers.locator("main [data-playable]").first
    title = row.locator("a").first.inner_text()
    row.locator("button.track-play").click()
    expect(hers.locator("#player")).to_contain_text(title)
    for theme, name in (("light", "Light"), ("dark", "Dark"), ("classic", "Classic, as in 2014")):
        hers.goto("/feed")
        hers.locator(".look summary").click()
        hers.get_by_role("button", name=name, exact=True).click()
        expect(hers.locator("html")).to_have_attribute("data-theme", theme)
        assert barriers(hers) == [], theme  # contrast among them (WCAG 2.2, 1.4.3)

    hers.evaluate("() => navigator.serviceWorker.ready.then((it) => Boolean(it.active))")
    browser.watch.excuse(r"", 0)  # type: ignore[attr-defined]
    browser.set_offline(True)
    hers.goto("/clubs", wait_until="commit")
    expect(hers.get_by_role("heading", name="No connection")).to_be_visible()
    expect(hers.get_by_role("region", name="Queue").get_by_role("listitem").first).to_contain_text(title)


ATOM = "{http://www.w3.org/2005/Atom}"


def test_a_public_wall_is_a_feed_and_a_token_that_only_reads_cannot_post(contexts: NewContext) -> None:
    hers, place = newcomer(contexts(), "Anna Writes")
    hers.goto(place)
    said = publish(hers, NEW, "For everybody and their readers.")
    narrow(hers, "Friends")
    publish(hers, NEW, "For friends.")
    guest = contexts().new_page()
    guest.goto(place)
    named = guest.locator('link[rel=alternate][type="application/atom+xml"]').get_attribute("href")
    answer = guest.request.get(str(named))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.text())
    assert feed.tag == f"{ATOM}feed"
    (entry,) = feed.findall(f"{ATOM}entry")
    for part, needs in ((feed, "id title updated"), (entry, "id title updated")):  # RFC 4287, 4.1.1 and 4.1.2
        assert all(part.findtext(f"{ATOM}{each}") for each in needs.split())
    assert str(entry.find(f"{ATOM}link").get("href")).endswith(said)  # type: ignore[union-attr]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Anna Writes"

    hers.goto("/settings/tokens")
    hers.get_by_label("What it is for").fill("watcher")
    hers.get_by_label("It only reads and changes nothing").check()
    hers.get_by_role("button", name="Make a token").click()
    token = {"Authorization": f"Bearer {hers.locator('code.secret').first.inner_text()}"}
    expect(hers.get_by_role("listitem").filter(has_text="watcher")).to_contain_text("only reads")
    program = contexts().request
    assert "For friends." in program.get("/api/v1/feed", headers=token).text()
    refused = program.post("/api/v1/posts", data={"text": "By a program."}, headers=token)
    assert (refused.status, refused.json()["error"]) == (403, "key_only_reads")
    hers.goto(place)
    expect(hers.locator("main article.post")).to_have_count(2)
