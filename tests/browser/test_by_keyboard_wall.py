"""Walls, posts, the feed and communities by the keyboard alone, as a screen reader tells it: rows 5 to 9."""

import re
from uuid import uuid4

from browser.conftest import Somebody
from browser.hands import Hands
from browser.newcomers import befriend
from browser.test_people_write import MOVED, PICTURES, a_picture, keeps, link_card
from browser.world import playable
from living_site import LivingSite

WHEN = re.compile(r"\d:\d\d$")  # what the link to a post is called


def said(hands: Hands, text: str, box: str = "What is new?") -> None:
    """Written in the box and published."""
    hands.write(box, text).to("Publish").enter().is_told("Published.")


def test_who_writes_on_anothers_wall_is_heard_and_a_closed_wall_says_so(somebody: Somebody) -> None:
    hers, her_place = somebody("Anna Writes", r"/id\d+/post")
    his, his_place = somebody("Boris Wall")
    befriend(hers.page, her_place, his.page, his_place)
    hers.go(his_place)
    said(hers, "Hello on your wall", "Write on the wall of Boris Wall")
    hers.hears("written", 'article "Post by Anna Writes"', "Hello on your wall")

    his.go("/feed").to("My page", "link", back=True).enter(his_place)
    his.hears("his wall", 'region "Wall"', 'article "Post by Anna Writes"', "Hello on your wall")
    his.key("j").to("Delete the post").enter().is_told("The post is deleted.")
    his.hears("deleted", 'region "Wall"', "Nothing has been written here yet.")

    hers.go(his_place).write("Write on the wall of Boris Wall", "Too late")
    his.to("Account menu", "disclosure", back=True).enter().to("Settings", "link").enter("/settings")
    his.to("Privacy", "link").enter("/settings/privacy")
    his.choose("Who writes on my wall", "only me").to("Save").enter().is_told("Saved.")
    hers.to("Publish").enter().is_told("Only friends write on a person's wall")
    hers.hears("refused", re.compile(r'textbox "Write on .*\[invalid.*\(.*Only friends'))
    hers.go(his_place)
    hers.hears("closed", 'heading "Boris Wall" [level=1]', never=("Write on the wall", "Too late"))


def test_one_post_carries_all_there_is_stays_as_a_draft_and_tells_what_it_said_before(
    somebody: Somebody, site: LivingSite
) -> None:
    hers, _ = somebody("Anna Composes")
    hers.go(f"/audio{playable(site)[0]}").to(re.compile("^Add .* to my music$")).enter()
    hers.is_on(re.compile("^Remove .* from my music$"), "button")

    hers.to("Feed", "link", back=True).enter("/feed")
    hers.write("What is new?", "All at once: https://colours.example/")
    hers.to("Attach a track", "disclosure").enter().hears("tracks", 'group "My music"')
    hers.to(re.compile(r"\w"), "checkbox").key("Space")
    hers.to("Attach a photo", "disclosure").enter()
    hers.files(re.compile("^From this device"), *(a_picture(each) for each in PICTURES.values()))
    hers.is_on("What is on this photo, for those who do not see it", "textbox")  # the first, once all came
    for place, words in enumerate(PICTURES):
        if place:
            hers.to("What is on this photo, for those who do not see it", "textbox")
        with hers.page.expect_response(re.compile(r"/photo\d+/alt")):
            hers.page.keyboard.type(words)
            hers.key("Tab")
    hers.to("Ask in a poll", "disclosure").enter()
    hers.write("Question", "Which colour?").write("Answer 1", "Red")
    with hers.page.expect_response(
        lambda told: told.url.endswith("/drafts") and keeps(told.request, b"Green")
    ):
        hers.write("Answer 2", "Green")
    hers.page.reload()
    hers.hears("the draft", "All at once", 'checkbox "', "[checked]", "Which colour?", "Green")
    hers.to("Publish").enter().is_told("Published.")
    hers.key("j").to(WHEN, "link").enter("/wall*")
    number = hers.page.url.rpartition("wall")[2].partition("?")[0]
    link_card(site, number, "All about colours")

    his, _ = somebody("Boris Reads")
    his.go(f"/wall{number}")
    his.hears("the post", "All at once", *(f'image "{words}"' for words in PICTURES), "All about colours")
    his.pick("Red", "Green").to("Vote").enter().is_told("Your vote is counted.")
    his.hears("voted", 'radio "Green', "[checked", "1 person voted")

    hers.to("More about this post", "disclosure", back=True).enter().to("Edit", "link").enter("/edit")
    hers.hears("edit", 'heading "Edit the post" [level=1]', 'textbox "Post"')
    hers.write("Post", "Changed since").to("Save").enter().is_told("The post is changed.")
    his.go(f"/wall{number}").to("edited", "link").enter("/versions")
    his.hears("before", 'heading "What the post said before 1" [level=1]', "article", "All at once")


def test_a_like_a_comment_its_answer_and_a_repost_are_heard(somebody: Somebody) -> None:
    hers, her_place = somebody("Anna Speaks")
    his, _ = somebody("Boris Answers")
    hers.go("/feed")
    said(hers, "What do you say?")

    his.go(her_place).key("j", "l").hears("liked", 'button "Like 1" [pressed]')
    his.to("Like 1").key("Space").is_on("Like", "button").hears("no more", 'button "Like" [pressed=no]')
    his.key("Space").is_on("Like 1", "button").hears("again", 'button "Like 1" [pressed]')
    his.to("Comment", "disclosure").enter().write("Your comment", "I say yes").to("Send").enter()
    his.is_told("Your comment is there.").is_on("Comment", "disclosure")
    his.hears("commented", 'region "Comments"', "listitem", "I say yes")

    hers.to(re.compile(r"^Notifications \+\d"), "link", back=True).enter("/notifications")
    hers.to("Boris Answers commented on a post of yours.", "link").enter("/wall*")
    hers.to("Answer Boris Answers", "link").enter("/wall*").hears("answering", "In answer to Boris Answers")
    hers.write("Your comment", "And why?").to("Send").enter().is_told("Your comment is there.")
    hers.hears("answered", 'heading "2 comments" [level=2]', "listitem", "And why?")

    his.key("j").to("Repost", "link").enter("/repost")
    his.hears("repost", 'heading "Repost" [level=1]', 'textbox "A word of yours')
    his.write(re.compile("^A word of yours"), "She asks").to("Repost").enter()
    his.is_told("You have passed it on.").hears("passed on", "She asks", 'link "Anna Speaks"', "What do you")


def test_the_feed_has_orders_and_reasons_keeps_its_place_and_says_that_posts_are_new(
    somebody: Somebody,
) -> None:
    hers, her_place = somebody("Anna Feed")
    his, his_place = somebody("Boris Often")
    befriend(hers.page, her_place, his.page, his_place)
    his.go("/feed")
    for number in range(4):
        said(his, f"Number {number}")
    hers.go("/feed").hears("newest", 'navigation "Feed"', "Number 3", "Number 2", "Number 1", "Number 0")
    hers.key("j").to("More about this post", "disclosure").enter()
    hers.hears("why", "Here because Boris Often is a friend of yours.").key("Escape")
    hers.is_on("More about this post", "disclosure")
    hers.to("Important", "link", back=True).enter("/feed").hears("important", "The last seven days.")
    hers.to("Newest", "link").enter("/feed")
    hers.key("j", "j", "j").to(WHEN, "link")
    before = hers.page.evaluate("scrollY")
    hers.enter("/wall*").hears("the post", 'heading "Post by Boris Often" [level=1]', "Number 1")
    hers.page.go_back()  # Alt and the left arrow are the browser's own
    hers.arrives("/feed")
    hers.page.wait_for_function(f"() => Math.abs(scrollY - {before}) <= {MOVED}")
    hers.is_on(WHEN, "link").hears("back", "Number 3")

    said(his, "Just now")
    hers.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back from another window
    hers.is_told("New posts: 1").to("New posts: 1", "link", back=True).enter("/feed")
    hers.hears("new", 'navigation "Feed"', "Just now", never=("New posts",))


def test_a_community_has_roles_a_queue_and_a_ban_that_says_why(somebody: Somebody) -> None:
    hers, _ = somebody("Anna Founds")
    name = f"Choir {uuid4().hex[:8]}"
    hers.to("Communities", "link").enter("/clubs").to("Found a community", "link").enter("/clubs/new")
    hers.hears("found", 'heading "Found a community" [level=1]')
    hers.write("Name of the community", name).to("Found it").enter("/club*")
    club = "/" + hers.page.url.rpartition("/")[2]
    hers.to("Settings", "link").enter("/edit")
    hers.pick(re.compile("^Open: every member"), re.compile("^Limited: ")).to("Save").enter().is_told(
        "Saved."
    )

    keeper, _ = somebody("Boris Keeps")
    member, _ = somebody("Vera Sings")
    for hands in (keeper, member):
        hands.go(club).hears("club", f'heading "{name}" [level=1]').to("Join").enter()
        hands.is_told(f"You are a member of {name} now.").hears("joined", 'button "Leave"')
    for role in ("Administrator", "Moderator", "Editor"):
        hers.go(f"{club}/members").to("What to do about Boris Keeps", "disclosure").enter()
        hers.choose("Role", role).to("Give the role").enter().is_told("The role is given.")
        hers.hears("roles", f'link "Boris Keeps {role}"')

    member.to("Suggest a post", "link").enter("/suggest").write("Post", "Sing with us").to("Suggest").enter()
    member.is_told("The editors of the community have your suggestion.")
    keeper.go(club).to("Suggested posts 1", "link").enter("/queue")
    keeper.hears("queue", 'heading "Suggested posts 1" [level=1]', "Sing with us")
    keeper.to("Publish the post by Vera Sings").enter().is_told("Published.")
    member.go(club).hears("published", 'article "Post by Vera Sings"', "Sing with us")

    hers.go(f"{club}/members").to("What to do about Vera Sings", "disclosure").enter().to("Ban", "link")
    hers.enter("/bans/*").hears("ban", 'heading "Ban Vera Sings" [level=1]')
    hers.choose("Reason", "Off topic").write(re.compile("^In your words"), "Choirs only, please")
    hers.to("Ban").enter().is_told("Vera Sings is banned.").hears("banned", 'heading "Banned 1" [level=2]')
    member.go(club).hears("told why", "note", "You are banned from this community. Reason: Off topic.")
    member.to("What its keepers did", "link").enter("/log")
    member.hears("the log", "[level=1]", "listitem", "Owner banned Vera Sings. Reason: Off topic.")
