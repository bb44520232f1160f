"""People write to each other, each in their own browser: walls, lists, the box for posts, comments,
the feed, communities, and whom one keeps out.

Everybody here is new, so that no other test misses a friend or finds a post more.
"""

import re
from io import BytesIO
from typing import Protocol
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Request, expect

from browser.conftest import NewContext
from browser.journeys import Walker
from browser.looking import let_it_stand
from browser.newcomers import befriend, newcomer, place_of, post, publish
from browser.world import playable
from living_site import LivingSite, until

AT_ONCE = 100  # ms: from a press to what it changes
MOVED = 2  # px: a scrolled place is the same within
GONE = (403, 404, 422)


class Someone(Protocol):
    """Makes newcomers in browsers of their own; `missing` are addresses that may be none for them."""

    def __call__(self, name: str, missing: str = "^$") -> tuple[Page, str]: ...


@pytest.fixture
def someone(contexts: NewContext) -> Someone:
    def made(name: str, missing: str = "^$") -> tuple[Page, str]:
        context = contexts()
        context.watch.excuse(missing, *GONE)  # type: ignore[attr-defined]
        return newcomer(context, name)

    return made


def status(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def opened(menu: Locator) -> Locator:
    """A menu that is opened by the keyboard."""
    menu.locator("summary").first.press("Enter")
    return menu


def rung(page: Page, sentence: str) -> None:
    """Whoever looks among what happened finds this."""
    expect(page.locator(".bell .count")).to_be_visible()
    page.locator(".bell").press("Enter")
    page.wait_for_url("**/notifications")
    for _ in range(20):  # of several things the first may have rung before the others
        if page.get_by_role("link", name=sentence).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"not told: {sentence}")


def test_a_guest_of_a_wall_writes_there_its_owner_deletes_and_a_closed_wall_has_no_box(
    someone: Someone,
) -> None:
    hers, her_place = someone("Anna Writes", r"/wall\d+|/id\d+/post")
    his, his_place = someone("Boris Wall")
    befriend(hers, her_place, his, his_place)

    hers.goto(his_place)
    place = publish(hers, "Write on the wall of Boris Wall", "Hello on your wall")
    his.goto(his_place)
    post(his, "Hello on your wall").get_by_role("button", name="Delete the post").press("Enter")
    expect(post(his, "Hello on your wall")).to_have_count(0)
    hers.goto(his_place)
    expect(hers.get_by_text("Nothing has been written here yet.")).to_be_visible()
    assert status(hers, place) == 404

    hers.goto(his_place)
    box = hers.get_by_label("Write on the wall of Boris Wall")
    box.fill("Too late")
    his.goto("/settings/privacy")
    his.get_by_label("Who writes on my wall", exact=True).select_option(label="only me")
    his.get_by_role("button", name="Save", exact=True).click()
    expect(his.get_by_text("Saved.")).to_be_visible()
    hers.get_by_role("button", name="Publish", exact=True).click()  # from the page that is still open
    expect(hers.get_by_role("alert")).to_contain_text("Only friends write on a person's wall")
    hers.goto(his_place)
    expect(hers.get_by_role("heading", name="Boris Wall")).to_be_visible()
    expect(box).to_have_count(0)
    expect(hers.get_by_text("Too late")).to_have_count(0)


def test_a_post_for_a_list_is_read_by_who_is_on_it_and_is_nowhere_for_another(
    someone: Someone,
    contexts: NewContext,
) -> None:
    hers, her_place = someone("Anna Lists")
    his, his_place = someone("Boris Family")
    other, other_place = someone("Vera Friend", r"/wall\d+")
    befriend(hers, her_place, his, his_place)
    befriend(hers, her_place, other, other_place)

    hers.goto("/friends/lists")
    hers.get_by_label("New list").fill("Family")
    hers.get_by_label("New list").press("Enter")
    hers.wait_for_url(re.compile(r"/friends/lists/\d+$"))
    hers.get_by_label("Boris Family").check()
    hers.get_by_role("button", name="Save", exact=True).click()
    expect(hers.get_by_text("Saved.")).to_be_visible()
    hers.goto("/feed")
    opened(hers.locator("#write details", has_text="For whom, and when"))
    hers.get_by_label("For whom", exact=True).select_option(label="Only “Family”")
    place = publish(hers, "What is new?", "For the family alone")

    his.goto("/feed")
    expect(post(his, "For the family alone")).to_be_visible()
    assert status(his, place) == 200
    other.goto("/feed")
    expect(other.get_by_label("What is new?")).to_be_visible()
    expect(post(other, "For the family alone")).to_have_count(0)
    assert status(other, place) == 404
    guest = contexts()
    guest.watch.excuse(place, 404)  # type: ignore[attr-defined]
    assert status(guest.new_page(), place) == 404


PICTURES = {"a red square": "red", "a green square": "green", "a blue square": "blue"}


def a_picture(colour: str) -> FilePayload:
    drawn = BytesIO()
    Image.new("RGB", (240, 160), colour).save(drawn, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": drawn.getvalue()}


def keeps(request: Request, words: bytes) -> bool:
    return words in (request.post_data_buffer or b"")


def filled_in(page: Page, text: str) -> None:
    """The box with all a post of this test carries, as its writer sees it."""
    expect(page.get_by_label("What is new?")).to_have_value(text)
    expect(page.locator("#write input[name=photos]:checked")).to_have_count(3)
    expect(page.locator("#write input[name=tracks]:checked")).to_have_count(1)
    expect(page.get_by_label("Question")).to_have_value("Which colour?")
    expect(page.get_by_label("Answer 1", exact=True)).to_have_value("Red")
    expect(page.get_by_label("Answer 2", exact=True)).to_have_value("Green")


def link_card(site: LivingSite, number: str, title: str) -> None:
    """The page behind the post's link answers, which no page does where the tests run."""
    site.python(
        "import time, django; django.setup()\n"
        "from akkord.net.outgoing import Answer\n"
        "from akkord.wall.actions import cards\n"
        "from akkord.wall.models import LinkCard\n"
        f"card = LinkCard.objects.filter(post={number})\n"
        "while card.filter(fetched_at=None).exists(): time.sleep(0.2)\n"  # the worker tries first
        "card.update(fetched_at=None)\n"
        f"page = '<title>{title}</title>'.encode()\n"
        "cards._ask = lambda address: Answer(200, page, 'text/html; charset=utf-8')\n"
        f"cards.fetch({number})\n"
    )


def test_one_post_carries_photos_a_track_a_poll_and_a_card_its_draft_stays_and_an_edit_is_told(
    someone: Someone,
    site: LivingSite,
) -> None:
    hers, _ = someone("Anna Composes")
    text = "All at once: https://colours.example/"
    hers.goto(f"/audio{playable(site)[0]}")
    hers.get_by_role("button", name=re.compile("^Add .* to my music")).first.click()
    expect(hers.get_by_role("button", name=re.compile("^Remove .* from my music")).first).to_be_visible()

    hers.goto("/feed")
    hers.get_by_label("What is new?").fill(text)
    opened(hers.locator("#write details", has_text="Attach a photo"))
    hers.locator("attach-photos").get_by_label("From this device").set_input_files(
        [a_picture(each) for each in PICTURES.values()]
    )
    asked = hers.get_by_label("What is on this photo, for those who do not see it")
    expect(asked).to_have_count(3)
    for place, words in enumerate(PICTURES):
        with hers.expect_response(re.compile(r"/photo\d+/alt")):
            asked.nth(place).fill(words)
            asked.nth(place).press("Tab")
    opened(hers.locator("#write details", has_text="Attach a track"))
    hers.locator("#write input[name=tracks]").first.check()
    opened(hers.locator("#write details", has_text="Ask in a poll"))
    hers.get_by_label("Question").fill("Which colour?")
    hers.get_by_label("Answer 1", exact=True).fill("Red")
    with hers.expect_response(lambda said: said.url.endswith("/drafts") and keeps(said.request, b"Green")):
        hers.get_by_label("Answer 2", exact=True).fill("Green")
    Walker(hers, "en").looks()
    hers.reload()
    filled_in(hers, text)

    hers.get_by_role("button", name="Publish", exact=True).click()
    made = hers.locator("main article.post", has=hers.get_by_text("All at once"))
    expect(made.locator(".gallery img")).to_have_count(3)
    place = place_of(made)
    number = place.removeprefix("/wall")
    link_card(site, number, "All about colours")

    his, _ = someone("Boris Reads")
    his.goto(place)
    assert [img.get_attribute("alt") for img in his.locator(".gallery img").all()] == list(PICTURES)
    expect(his.locator(".post-tracks [data-track]")).to_have_count(1)
    expect(his.locator(".link-card")).to_contain_text("All about colours")
    his.get_by_label("Green").press("Space")
    his.get_by_role("button", name="Vote").press("Enter")
    expect(his.get_by_text("1 person voted")).to_be_visible()

    hers.goto(place)
    opened(hers.locator(".post-menu")).get_by_role("link", name="Edit").press("Enter")
    expect(hers.get_by_role("heading", name="Edit the post")).to_be_visible()
    hers.get_by_label("Post", exact=True).fill("Changed since")
    hers.get_by_role("button", name="Save", exact=True).click()
    expect(hers.get_by_text("The post is changed.")).to_be_visible()
    his.goto(place)
    expect(post(his, "Changed since")).to_be_visible()
    his.get_by_role("link", name="edited").press("Enter")
    expect(his.get_by_role("heading", name="What the post said before")).to_be_visible()
    expect(his.locator("main article.post")).to_contain_text("All at once")
    hers.goto("/feed")
    expect(hers.get_by_label("What is new?")).to_have_value("")


# Milliseconds from the press of a button to what it shows then, as the browser counts them.
PRESSED = """button => {
    window.took = null;
    button.addEventListener('click', press => {
        new MutationObserver((_, watch) => {
            window.took = performance.now() - press.timeStamp;
            watch.disconnect();
        }).observe(button, { attributes: true, attributeFilter: ['aria-pressed'] });
    }, { capture: true, once: true });
}"""


def pressed(heart: Locator, now: bool) -> float:
    """Press the heart by keyboard; how long it took to be as it is to be now."""
    heart.evaluate(PRESSED)
    heart.press("Enter")
    took = heart.page.wait_for_function("() => window.took").json_value()
    expect(heart).to_have_attribute("aria-pressed", str(now).lower())
    return float(took)


def test_a_like_is_shown_at_once_and_one_without_a_connection_is_sent_when_it_is_back(
    someone: Someone,
) -> None:
    hers, _ = someone("Anna Liked")
    his, _ = someone("Boris Likes")
    his.context.watch.excuse("/live")  # type: ignore[attr-defined]
    hers.goto("/feed")
    place = publish(hers, "What is new?", "Like me")
    his.goto(place)
    his.wait_for_load_state("networkidle")
    heart = post(his, "Like me").get_by_role("button", name="Like")
    with his.expect_response(re.compile("/like")):
        took = pressed(heart, True)
    assert took <= AT_ONCE, f"{took} ms"
    with his.expect_response(re.compile("/unlike")):
        took = pressed(heart, False)
    assert took <= AT_ONCE, f"{took} ms"

    his.context.set_offline(True)
    assert pressed(heart, True) <= AT_ONCE
    pressed(heart, False)  # taken back: nothing is left to send
    pressed(heart, True)
    expect(his.locator("#toasts .error")).to_have_count(0)
    hers.goto(place)
    expect(hers.locator("[data-role=likes]")).to_have_text("")
    with his.expect_response(re.compile("/like")) as answer:
        his.context.set_offline(False)
    assert answer.value.ok
    expect(heart).to_have_attribute("aria-pressed", "true")
    his.reload()
    expect(heart).to_have_attribute("aria-pressed", "true")
    hers.goto(place)
    expect(hers.locator("[data-role=likes]")).to_have_text("1")


def test_an_answer_to_a_comment_rings_and_a_repost_shows_its_source(someone: Someone) -> None:
    hers, her_place = someone("Anna Speaks")
    his, his_place = someone("Boris Answers")
    hers.goto("/feed")
    place = publish(hers, "What is new?", "What do you say?")

    his.goto(her_place)
    said = post(his, "What do you say?")
    opened(said.locator(".talk-box"))
    said.get_by_label("Your comment").fill("I say yes")
    said.get_by_role("button", name="Send").press("Enter")
    expect(said.locator(".comment")).to_contain_text("I say yes")
    rung(hers, "Boris Answers commented on a post of yours.")
    hers.get_by_role("link", name="Boris Answers commented on a post of yours.").press("Enter")
    hers.get_by_role("link", name="Answer Boris Answers").press("Enter")
    expect(hers.get_by_text("In answer to Boris Answers")).to_be_visible()
    hers.get_by_label("Your comment").fill("And why?")
    hers.get_by_role("button", name="Send").press("Enter")
    expect(hers.locator(".comment.within")).to_contain_text("And why?")
    rung(his, "Anna Speaks answered your comment.")

    his.goto(place)
    his.get_by_role("link", name="Repost").press("Enter")
    his.get_by_label("A word of yours").fill("She asks")
    his.locator("main").get_by_role("button", name="Repost").press("Enter")
    expect(his.get_by_text("You have passed it on.")).to_be_visible()
    hers.goto(his_place)
    source = post(hers, "She asks").locator(".passed-on")
    expect(source).to_contain_text("What do you say?")
    expect(source.get_by_role("link", name="Anna Speaks", exact=True)).to_have_attribute("href", her_place)
    assert place_of(post(hers, "She asks")) != place
    expect(source.locator(f'a[href="{place}"]')).to_have_count(1)
    rung(hers, "Boris Answers passed your post on.")


LONG = "\n".join(["one line after the other"] * 12)


def readable(page: Page) -> Locator:
    return page.locator("main article.post")


def test_the_feed_has_orders_and_reasons_keeps_its_place_and_tells_of_new_posts(someone: Someone) -> None:
    hers, her_place = someone("Anna Feed")
    his, his_place = someone("Boris Often")
    other, other_place = someone("Vera Seldom")
    befriend(hers, her_place, his, his_place)
    hers.goto(other_place)
    hers.get_by_role("button", name="Follow", exact=True).click()
    expect(hers.get_by_role("button", name="Unfollow")).to_be_visible()
    hers.goto("/friends/lists")
    hers.get_by_label("New list").fill("Near ones")
    hers.get_by_label("New list").press("Enter")
    hers.get_by_label("Boris Often").check()
    hers.get_by_role("button", name="Save", exact=True).click()
    expect(hers.get_by_text("Saved.")).to_be_visible()
    other.goto("/feed")
    loved = publish(other, "What is new?", "Loved by one")
    his.goto("/feed")
    for number in range(5):
        his.get_by_label("What is new?").fill(f"Number {number}\n{LONG}")
        his.get_by_role("button", name="Publish", exact=True).click()
        expect(readable(his).first).to_contain_text(f"Number {number}")
    hers.goto(loved)
    heart = post(hers, "Loved by one").get_by_role("button", name="Like")
    heart.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "true")
    hers.goto("/feed")
    publish(hers, "What is new?", "My own")

    tabs = hers.get_by_role("navigation", name="Feed")
    expect(readable(hers)).to_have_count(7)
    expect(readable(hers).first).to_contain_text("My own")
    expect(readable(hers).last).to_contain_text("Loved by one")
    why = hers.locator("main article.post .post-menu .drop-name")
    assert why.all_text_contents() == [
        "Here because you wrote it.",
        *["Here because Boris Often is a friend of yours."] * 5,
        "Here because you follow Vera Seldom.",
    ]
    opened(readable(hers).last.locator(".post-menu"))
    expect(why.last).to_be_visible()
    tabs.get_by_role("link", name="Important").press("Enter")
    expect(readable(hers).first).to_contain_text("Loved by one")
    tabs.get_by_role("link", name="Near ones").press("Enter")
    expect(readable(hers)).to_have_count(5)
    assert set(why.all_text_contents()) == {"Here because Boris Often is on this list."}

    tabs.get_by_role("link", name="Newest").press("Enter")
    expect(readable(hers)).to_have_count(7)
    let_it_stand(hers)
    link = readable(hers).nth(4).locator("a:has(time)").first
    link.focus()
    before = hers.evaluate("scrollY")
    assert before > 500
    link.press("Enter")
    hers.wait_for_url(re.compile(r"/wall\d+$"))
    expect(readable(hers)).to_have_count(1)
    hers.go_back()
    expect(readable(hers)).to_have_count(7)
    hers.wait_for_function(f"() => Math.abs(scrollY - {before}) <= {MOVED}")

    his.get_by_label("What is new?").fill("Just now")
    his.get_by_role("button", name="Publish", exact=True).click()
    expect(post(his, "Just now")).to_be_visible()
    hers.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from another tab
    pill = hers.get_by_role("link", name="New posts: 1")
    expect(pill).to_be_visible()
    pill.press("Enter")
    expect(readable(hers).first).to_contain_text("Just now")
    expect(hers.get_by_role("link", name="New posts")).to_have_count(0)


def appointed(page: Page, name: str, role: str) -> None:
    """The owner gives somebody a role on the page of members."""
    row = page.locator(".face-row", has_text=name)
    opened(row.locator("details.drop").first)
    row.get_by_label("Role").select_option(label=role)
    row.get_by_role("button", name="Give the role").press("Enter")
    expect(row.locator("small").first).to_have_text(role)


def test_a_community_has_roles_a_queue_bans_with_a_reason_and_a_log_for_its_members(someone: Someone) -> None:
    hers, _ = someone("Anna Founds")
    hers.goto("/clubs/new")
    name = f"Choir {uuid4().hex[:8]}"
    hers.get_by_label("Name of the community").fill(name)
    hers.get_by_role("button", name="Found it").press("Enter")
    hers.wait_for_url(re.compile(r"/club\d+$"))
    club = "/" + hers.url.rpartition("/")[2]
    hers.goto(f"{club}/edit")
    hers.get_by_label("Limited: editors write, others suggest and comment").check()
    hers.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(hers.get_by_text("Saved.")).to_be_visible()

    keeper, _ = someone("Boris Keeps")
    member, member_place = someone("Vera Sings")
    for page in (keeper, member):
        page.goto(club)
        page.get_by_role("button", name="Join").press("Enter")
        expect(page.get_by_role("button", name="Leave")).to_be_visible()
    number = member_place.removeprefix("/id")

    # What each role may: suggested posts, bans, settings.
    places = (f"{club}/queue", f"{club}/bans/{number}", f"{club}/edit")
    roles = {
        "Member": [404, 404, 404],
        "Moderator": [404, 200, 404],
        "Editor": [200, 404, 404],
        "Administrator": [200, 200, 200],
    }
    for role, answers in roles.items():
        hers.goto(f"{club}/members")
        if role != "Member":
            appointed(hers, "Boris Keeps", role)
        assert [keeper.request.get(place).status for place in places] == answers, role

    hers.goto(f"{club}/members")
    appointed(hers, "Boris Keeps", "Editor")
    member.goto(club)
    expect(member.get_by_label("Write to the community")).to_have_count(0)
    member.get_by_role("link", name="Suggest a post").press("Enter")
    member.get_by_label("Post", exact=True).fill("Sing with us")
    member.get_by_role("button", name="Suggest", exact=True).press("Enter")
    expect(member.get_by_text("The editors of the community have your suggestion.")).to_be_visible()
    member.goto(club)
    assert post(member, "Sing with us").count() == 0
    keeper.goto(club)
    keeper.get_by_role("link", name="Suggested posts 1").press("Enter")
    keeper.get_by_role("button", name="Publish the post by Vera Sings").press("Enter")
    expect(keeper.get_by_text("Published.")).to_be_visible()
    member.goto(club)
    expect(post(member, "Sing with us").get_by_role("link", name="Vera Sings").first).to_be_visible()

    hers.goto(f"{club}/members")
    row = hers.locator(".face-row", has_text="Vera Sings")
    opened(row.locator("details.drop").first)
    row.get_by_role("link", name="Ban").press("Enter")
    hers.get_by_label("Reason").select_option(label="Off topic")
    hers.get_by_label("In your words").fill("Choirs only, please")
    hers.get_by_role("button", name="Ban", exact=True).press("Enter")
    expect(hers.get_by_role("heading", name="Banned")).to_be_visible()
    member.goto(club)
    told = member.get_by_role("note")
    expect(told).to_contain_text("You are banned from this community. Reason: Off topic.")
    expect(told).to_contain_text("Choirs only, please")
    expect(member.get_by_role("link", name="Suggest a post")).to_have_count(0)

    plain, _ = someone("Gleb Listens")
    plain.goto(club)
    plain.get_by_role("button", name="Join").press("Enter")
    expect(plain.get_by_role("button", name="Leave")).to_be_visible()
    plain.get_by_role("link", name="What its keepers did").press("Enter")
    lines = plain.locator("main .lines li")
    expect(lines.first).to_contain_text("Owner banned somebody. Reason: Off topic.")
    expect(lines.filter(has_text="changed the role of somebody: Editor.")).to_have_count(2)
    expect(plain.locator("main")).not_to_contain_text("Vera Sings")


def addressed(page: Page) -> str:
    """A short address that this person takes, to be mentioned by."""
    name = f"anna{uuid4().hex[:12]}"
    page.goto("/settings/address")
    page.get_by_label("New address").fill(name)
    page.get_by_label("New address").press("Enter")
    expect(page.get_by_text("shown", exact=True)).to_be_visible()
    return name


def found(page: Page, words: str) -> list[int]:
    """How often the words find somebody: among people, and in everything."""
    counts = []
    for address in (f"/people?q={words}", f"/search?q={words}"):
        page.goto(address)
        counts.append(page.locator("main .face-row", has_text=words).count())
    return counts


def test_whom_one_blocks_cannot_see_write_mention_or_find_one(someone: Someone) -> None:
    word = f"Zoya{uuid4().hex[:8]}"
    hers, her_place = someone(word)
    his, his_place = someone("Boris Blocked", r"/(id|wall|im/)\d+|/anna\w+$")
    name = addressed(hers)
    hers.goto("/feed")
    place = publish(hers, "What is new?", "For all")
    his.goto("/feed")
    publish(his, "What is new?", f"Is @{name} here?")
    expect(his.locator(f'.post-text a[href="{her_place}"]')).to_have_count(1)
    rung(hers, "Boris Blocked mentioned you.")
    until(lambda: found(his, word) == [1, 1], every=0.5, what="to be found before")

    his.goto(place)
    his.get_by_label("Your comment").fill("From a page that is still open")
    hers.goto(his_place)
    opened(hers.locator("details.more"))
    hers.get_by_role("button", name="Put Boris Blocked on the black list").press("Enter")
    hers.wait_for_url("**/settings/blocked")
    expect(hers.get_by_text("Boris Blocked", exact=True)).to_be_visible()

    his.get_by_role("button", name="Send").press("Enter")
    expect(his.get_by_role("heading", level=1)).not_to_contain_text(f"Post by {word}")
    assert [status(his, address) for address in (her_place, f"/{name}", place)] == [404, 404, 404]
    assert status(his, her_place.replace("/id", "/im/")) == 404
    assert found(his, word) == [0, 0]
    his.goto("/feed")
    publish(his, "What is new?", f"And now, @{name}?")
    expect(post(his, f"And now, @{name}?").locator(f'a[href="{her_place}"]')).to_have_count(0)
    hers.goto(place)
    expect(hers.get_by_text("Nothing has been said yet.")).to_be_visible()
    hers.goto("/notifications")
    expect(hers.get_by_text("And now,")).to_have_count(0)


def test_who_is_muted_is_left_out_and_a_muted_word_hides_behind_show(someone: Someone) -> None:
    hers, her_place = someone("Anna Quiet")
    his, his_place = someone("Boris Football")
    befriend(hers, her_place, his, his_place)
    his.goto("/feed")
    publish(his, "What is new?", "Football again")
    hers.goto("/feed")
    expect(post(hers, "Football again")).to_be_visible()

    hers.get_by_role("link", name="Hidden by me").press("Enter")
    hers.get_by_label("Fold posts with the word").fill("football")
    hers.get_by_label("Fold posts with the word").press("Enter")
    expect(hers.get_by_role("button", name="Show posts with “football” again")).to_be_visible()
    hers.goto("/feed")
    fold = hers.locator("details.folded")
    expect(fold.get_by_text("Hidden by your word “football”: show")).to_be_visible()
    expect(post(hers, "Football again")).to_be_hidden()
    fold.locator("summary").first.press("Enter")
    expect(post(hers, "Football again")).to_be_visible()

    opened(fold.locator(".post-menu")).get_by_role("button", name="Leave out Boris Football").press("Enter")
    expect(hers.get_by_text("Posts of Boris Football are left out of your feed.")).to_be_visible()
    expect(post(hers, "Football again")).to_have_count(0)
    hers.goto("/feed/muted")
    hers.get_by_role("button", name="Show posts of Boris Football again").press("Enter")
    expect(hers.get_by_text("Nobody. At a post in your feed you can leave out its author.")).to_be_visible()
    hers.get_by_role("button", name="Show posts with “football” again").press("Enter")
    expect(hers.get_by_role("button", name="Show posts with “football” again")).to_have_count(0)
    hers.goto("/feed")
    expect(post(hers, "Football again")).to_be_visible()
