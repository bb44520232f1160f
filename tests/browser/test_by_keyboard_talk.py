"""Messages, what is found and what sounds, by the keyboard alone: rows 10 and 12 to 14."""

import re
from pathlib import Path
from random import randrange
from uuid import uuid4

from playwright.sync_api import Page

from akkord.sample.people import COMMUNITIES
from browser import disguise, hearing
from browser.conftest import ByKeyboard, NewContext, Somebody
from browser.hands import Hands
from browser.newcomers import PASSWORD, befriend, introduced, new_address
from browser.test_people_write import a_picture
from browser.test_player_journey import FORBID
from browser.world import ORIGINAL_TITLE, playable
from living_site import LivingSite, until

WALK = ("Messages", "Music", "Friends", "Communities", "Public log", "Help", "Feed", "My page")


def test_two_talk_and_hear_each_message_its_change_and_its_end(somebody: Somebody) -> None:
    hers, her_place = somebody("Anna Talks")
    hers.page.context.watch.excuse(r"/(live|im/)")  # type: ignore[attr-defined]
    his, his_place = somebody("Boris Listens")
    befriend(hers.page, her_place, his.page, his_place)
    his.go(her_place).to("Write a message", "link").enter("/im/*").is_on("Message", "textbox")
    hers.go(his_place).to("Write a message", "link").enter("/im/*").is_on("Message", "textbox")
    hers.hears("the dialog", 'heading "Boris Listens" [level=1]', 'region "Conversation"', "list")
    hers.page.keyboard.type("Hello there")
    hers.key("Enter").is_told("Sent").hears("sent", "listitem", "Hello there")
    his.is_told("Anna Talks: Hello there").hears("came", "listitem", 'link "Anna Talks"', "Hello there")

    hers.key("ArrowUp").hears("changing", "You are changing a message.", "[value=Hello there]")
    hers.key("Control+a")
    hers.page.keyboard.type("Hello, changed")
    hers.key("Enter").hears("changed", "Hello, changed", "edited")
    his.hears("changed for him", "Hello, changed", "edited")

    his.to(re.compile("^What to do with message"), "link", back=True).enter().is_on("Answer", "link")
    his.enter().is_on("Message", "textbox").hears("answering", "blockquote", "No answer to this")
    his.page.keyboard.type("An answer")
    hers.is_told("Boris Listens is writing…")
    his.key("Enter")
    hers.is_told("Boris Listens: An answer")
    hers.to("Attach a photo", "disclosure").enter()
    hers.files(re.compile("^From this device"), a_picture("red"))
    hers.is_on("What is on this photo, for those who do not see it", "textbox")
    hers.page.keyboard.type("a red square")
    hers.to("Send", back=True).enter().is_told("Sent")
    his.hears("a photo", 'image "a red square"')

    hers.page.context.set_offline(True)
    for words in ("one", "two", "three"):
        hers.page.keyboard.type(words)
        hers.key("Enter")
    hers.is_told("Waits for the connection").hears("waits", "one", "two", "three")
    hers.page.context.set_offline(False)
    his.is_told("Anna Talks: three").hears("all of it", "one", "two", "three")

    hers.to(re.compile("^What to do with message"), "link", back=True).enter().is_on("Answer", "link")
    hers.to("Delete for everybody").enter().is_on("Message", "textbox").is_told("This message is deleted.")
    his.hears("deleted", "This message is deleted.")


def test_a_chat_of_three_is_begun_and_each_of_it_hears_a_track(somebody: Somebody, site: LivingSite) -> None:
    hers, her_place = somebody("Anna Chats")
    hers.page.context.watch.excuse(r"/(live|im/)")  # type: ignore[attr-defined]
    both = [somebody(name) for name in ("Boris Chats", "Vera Chats")]
    for his, place in both:
        befriend(hers.page, her_place, his.page, place)
    hers.go(f"/audio{playable(site)[0]}").to(re.compile("^Add .* to my music$")).enter()
    hers.is_on(re.compile("^Remove .* from my music$"), "button")
    hers.to("Messages", "link", back=True).enter("/im").to("New chat", "link").enter("/im/new")
    hers.hears("new chat", 'heading "New chat" [level=1]', 'group "Friends to invite"')
    hers.write("Name of the chat", "Three of us")
    for _ in both:
        hers.to(re.compile("^(Boris|Vera) Chats"), "checkbox").key("Space")
    hers.to("Begin").enter("/im/c*").is_on("Message", "textbox")
    hers.to("Attach a track", "disclosure").enter().to(re.compile(r"\w"), "checkbox").key("Space")
    hers.to("Message", "textbox", back=True)
    hers.page.keyboard.type("Listen to this")
    hers.key("Enter").is_told("Sent")
    for his, _ in both:
        his.go("/im").to(re.compile("^Three of us"), "link").enter("/im/c*")
        his.hears("came", 'heading "Three of us" [level=1]', "Listen to this", re.compile('button "Play '))


def test_one_query_finds_people_and_posts_as_it_is_typed(somebody: Somebody) -> None:
    word = f"Kvar{uuid4().hex[:8]}"
    hers, her_place = somebody(f"Anna {word}")
    hers.write("What is new?", f"Everybody may read of {word}.").to("Publish").enter().is_told("Published.")
    his, _ = somebody("Boris Seeks")
    his.key("/").is_on("Search people, communities, music and posts", "searchbox")
    his.page.keyboard.type(word)
    his.enter("/search")
    people = his.page.get_by_role("region", name="People")
    until(lambda: his.page.reload() and people.count(), 90, 0.4, "her page to be found")
    his.write("People, communities, music, posts", f"anna {word.lower()}", "searchbox")
    his.is_told("Something was found.")
    his.hears("found", 'heading "Search the site" [level=1]', 'region "People"', f'link "Anna {word}"')
    his.to(f"Anna {word}", "link").enter(her_place)
    his.hears("her page", f'heading "Anna {word}" [level=1]')

    for there, name in (("Music", ORIGINAL_TITLE), ("Communities", COMMUNITIES[0].name)):
        his.key("/").is_on("Search people, communities, music and posts", "searchbox")
        his.page.keyboard.type(name)
        his.enter("/search").hears(f"found {there}", f'region "{there}"', name)


def test_music_goes_on_over_pages_by_keys_and_its_queue_is_heard(
    contexts: NewContext, by_keyboard: ByKeyboard
) -> None:
    context = contexts()
    hearing.listen_in(context)
    hers = by_keyboard(context, "Anna")
    introduced(hers.page, "Anna Hears")
    hers.to("Music", "link").enter("/audio").to("New", "link").enter("/audio/new")
    hers.hears("new music", "[level=1]", "list", "listitem", re.compile('button "Play .*[pressed=no]'))
    hers.to(re.compile("^Play "), "button").enter()
    hearing.wait_for_sound(hers.page)
    hers.hears("it plays", re.compile(r'button "Play .*\[pressed\]'), 'region "Player"', 'button "Pause"')
    walk_about(hers)

    hers.key("Space").hears("paused", 'region "Player"', 'button "Play"')
    assert not hearing.sounds(hers.page)
    hers.key("Space").hears("plays again", 'region "Player"', 'button "Pause"')
    hers.key("m").hears("mute", re.compile(r'button "Mute" \[pressed\]')).key("m")
    before = playing(hers.page)
    hers.key("Shift+ArrowRight").hears("the next", 'region "Player"', 'button "Pause"')
    until(lambda: playing(hers.page) != before, what="the next track")
    hers.key("?").hears("keys", 'dialog "Keys" [modal]', "play or pause").key("Escape")

    hers.to("Queue", "link", back=True).enter("/audio/queue")
    hers.hears("the queue", 'heading "Queue" [level=1]', "list", "listitem", 'button "Remove ')
    hers.to(re.compile("^Move .* down$")).enter().is_on(re.compile("^Move .* (down|up)$"), "button")
    hers.to(re.compile("^Remove .* from the queue$")).enter()
    hers.is_on(re.compile("^(Play|Remove|Move) "), "button")


def test_a_second_tab_takes_the_sound_and_a_second_device_has_the_queue(
    contexts: NewContext, by_keyboard: ByKeyboard
) -> None:
    context, email = contexts(), new_address()
    hearing.listen_in(context)
    hers = by_keyboard(context, "Anna")
    introduced(hers.page, "Anna Twice", email=email)
    hers.go("/audio/new").to(re.compile("^Play "), "button").enter()
    hearing.wait_for_sound(hers.page)
    other = by_keyboard(context, "Tab").go("/audio/new")
    other.to(re.compile("^Play "), "button").enter()
    hearing.wait_for_sound(other.page)
    hearing.wait_for_silence(hers.page)
    hers.hears("another tab sounds", 'region "Player"', 'button "Play"')

    phone = by_keyboard(contexts(viewport={"width": 390, "height": 800}), "Phone").go("/accounts/login/")
    phone.write("Email", email).write("Password", PASSWORD).enter("/").go("/audio/queue")
    phone.hears("the same queue", 'heading "Queue" [level=1]', "listitem", 'button "Remove ')


def walk_about(hands: Hands) -> None:
    """Eight pages by the menu: the sound never notices."""
    heard = hearing.position(hands.page)
    for name in WALK:
        hands.to(re.compile(f"^{name}"), "link", back=True).enter()
        hands.page.locator("#menu a[aria-current]", has_text=name).wait_for()
        heard = hearing.goes_on(hands.page, heard)


def playing(page: Page) -> str:
    return page.locator("player-bar [data-role=title]").inner_text()


def test_a_silent_row_says_why_in_a_sentence_with_its_line(
    somebody: Somebody, site: LivingSite, tmp_path: Path
) -> None:
    title = f"Quiet {uuid4().hex[:8]}"
    hers, her_place = somebody("Anna Sends")
    file = disguise.unknown(tmp_path, f"{title}.mp3", randrange(2_000, 10**6))
    hers.to("Upload", "link").enter("/audio/upload").files("Music files", file).is_told(f"{title}.mp3: sent")
    hers.hears("taken in", 'heading "Being sent" [level=2]', "listitem", f'link "{title}.mp3"', "live")
    hers.to("Page of the track", "link").enter("/audio*")
    site.python(FORBID.format(track=hers.page.url.rpartition("audio")[2]))

    his, _ = somebody("Boris Wonders")
    his.go(her_place.replace("/id", "/audios"))
    for _ in range(20):  # numbered within ten seconds
        his.hears("silent", "[level=1]", "list", "listitem", f'link "{title}"', "It is about the whole")
        if "Log line" in his.dump:
            break
        his.page.reload()
    his.to(re.compile(r"^Log line \d+"), "link").enter("/log/*").hears("why", 'of the public log" [level=1]')
