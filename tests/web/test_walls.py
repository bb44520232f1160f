"""Promises of posts' pages: comments and hearts by form and in place, and what is not for somebody is 404."""

import re

import pytest
from django.test import Client

from akkord.flow import clock
from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.wall import actions
from akkord.wall.models import Comment, Later, Post
from factories import a_club, a_person, a_post

pytestmark = pytest.mark.django_db


def browser_of(person: Person) -> Client:
    browser = Client()
    browser.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return browser


def test_a_comment_is_written_by_a_plain_form_and_stands_on_the_posts_page() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    answer = browser_of(boris).post(f"/wall{post.pk}/comment", {"text": "<b>Hi</b>"}, follow=True)
    page = answer.content.decode()
    assert "&lt;b&gt;Hi&lt;/b&gt;" in page
    assert answer.redirect_chain[0][0].endswith(f"#comment{Comment.objects.get().pk}")


def test_a_refused_comment_keeps_its_words_and_says_why() -> None:
    anna = a_person()
    post = a_post(anna)
    for part in ("", "?part=1"):
        answer = browser_of(anna).post(f"/wall{post.pk}/comment{part}", {"text": "word " * 500})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "at most 2,000 characters" in page
        assert "word word" in page


def test_a_heart_is_pressed_by_a_plain_form_and_in_place() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    browser = browser_of(boris)
    browser.post(f"/wall{post.pk}/like", {"next": "/feed"})
    assert Post.objects.get().likes == 1
    assert "Boris" in browser.get(f"/wall{post.pk}/likes").content.decode()
    part = browser.post(f"/wall{post.pk}/unlike?part=1").content.decode()
    assert 'aria-pressed="false"' in part
    assert "<html" not in part


def test_what_is_not_for_somebody_is_neither_liked_nor_commented_nor_read() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna)
    comment = actions.write_comment(anna, post, text="near ones only")
    people.choose_audiences(anna, {Key.WALL: Audience(Level.FRIENDS)})
    browser = browser_of(boris)
    asked = [f"/wall{post.pk}", f"/wall{post.pk}/likes", f"/comment{comment.pk}/likes"]
    done = [
        f"/wall{post.pk}/like",
        f"/wall{post.pk}/comment",
        *(f"/comment{comment.pk}/{verb}" for verb in ("like", "unlike", "delete", "restore")),
    ]
    assert {browser.get(place).status_code for place in asked} == {404}
    assert {browser.post(place, {"text": "x"}).status_code for place in done} == {404}


def test_a_deleted_comment_is_brought_back_where_it_stood() -> None:
    anna = a_person()
    post = a_post(anna)
    comment = actions.write_comment(anna, post, text="here")
    browser = browser_of(anna)
    page = browser.post(f"/comment{comment.pk}/delete", follow=True).content.decode()
    assert f"/comment{comment.pk}/restore" in page
    page = browser.post(f"/comment{comment.pk}/restore", follow=True).content.decode()
    assert "here" in page


def test_a_guest_reads_comments_and_is_sent_to_sign_in_to_write() -> None:
    anna = a_person()
    post = a_post(anna)
    actions.write_comment(anna, post, text="open to all")
    page = Client().get(f"/wall{post.pk}").content.decode()
    assert "open to all" in page
    assert "/comment" not in page.replace("#comment", "").replace("/comment1/likes", "")
    assert Client().post(f"/wall{post.pk}/comment", {"text": "x"}).status_code == 302


def test_a_post_is_passed_on_with_a_word_to_a_community_one_keeps() -> None:
    anna, boris = a_person(), a_person("Boris")
    post, club = a_post(anna, "worth it"), a_club(boris)
    browser = browser_of(boris)
    assert club.name in browser.get(f"/wall{post.pk}/repost").content.decode()
    browser.post(f"/wall{post.pk}/repost", {"text": "look #here", "where": str(club.pk)})
    page = browser.get("/feed/tag/here").content.decode()
    assert "worth it" in page
    assert 'href="/feed/tag/here"' in page
    assert Post.objects.latest("pk").wall_group_id == club.pk


def test_a_repost_that_is_too_long_keeps_its_words() -> None:
    anna = a_person()
    post = a_post(anna)
    answer = browser_of(anna).post(f"/wall{post.pk}/repost", {"text": "word " * 900})
    assert answer.status_code == 422
    assert "word word" in answer.content.decode()


def test_a_draft_survives_a_reload_and_a_post_is_for_whom_it_says() -> None:
    anna, boris = a_person(), a_person("Boris")
    browser = browser_of(anna)
    browser.post("/drafts", {"wall": f"id{anna.pk}", "text": "half a thought"})
    assert "half a thought" in browser.get("/feed").content.decode()
    browser.post("/feed/post", {"text": "for friends", "audience": "friends"})
    number = Post.objects.get().pk
    assert browser.get(f"/wall{number}").status_code == 200
    assert browser_of(boris).get(f"/wall{number}").status_code == 404
    assert "half a thought" not in browser.get("/feed").content.decode()


def test_a_post_for_later_waits_on_its_page_and_is_given_up_there() -> None:
    anna = a_person()
    browser = browser_of(anna)
    year = clock.now().year + 1
    page = browser.post(
        "/feed/post", {"text": "next year", "at": f"{year}-01-01T10:00"}, follow=True
    ).content.decode()
    assert "next year" in page
    waiting = Later.objects.get()
    assert browser_of(a_person("Boris")).post(f"/feed/later/{waiting.pk}/give-up").status_code == 404
    browser.post(f"/feed/later/{waiting.pk}/give-up")
    assert not Later.objects.exists()
    assert browser.post("/feed/post", {"text": "past", "at": "2001-01-01T10:00"}).status_code == 422


def test_a_post_is_changed_on_its_page_by_its_author_alone() -> None:
    anna, boris = a_person(), a_person("Boris")
    post = a_post(anna, "before")
    assert browser_of(boris).get(f"/wall{post.pk}/edit").status_code == 404
    browser = browser_of(anna)
    assert "before" in browser.get(f"/wall{post.pk}/edit").content.decode()
    page = browser.post(f"/wall{post.pk}/edit", {"text": "after"}, follow=True).content.decode()
    assert "after" in page
    assert "before" in browser.get(f"/wall{post.pk}/versions").content.decode()
    assert browser.post(f"/wall{post.pk}/edit", {"text": "x" * 4001}).status_code == 422


def test_a_deleted_post_is_brought_back_from_its_place() -> None:
    anna = a_person()
    post = a_post(anna, "here")
    browser = browser_of(anna)
    page = browser.post(f"/wall{post.pk}/delete", {"next": "/feed"}, follow=True).content.decode()
    assert f'<a href="/wall{post.pk}">' in page
    assert f"/wall{post.pk}/restore" in browser.get(f"/wall{post.pk}").content.decode()
    assert Client().get(f"/wall{post.pk}").status_code == 404
    assert "here" in browser.post(f"/wall{post.pk}/restore", follow=True).content.decode()


def test_a_poll_is_asked_and_answered_by_plain_forms() -> None:
    anna, boris = a_person(), a_person("Boris")
    browser = browser_of(anna)
    sent = {"text": "", "question": "Tea?", "answer": ["Yes", "No", ""], "named": "on"}
    assert browser.post("/feed/post", sent | {"answer": ["Yes"]}).status_code == 422
    browser.post("/feed/post", sent)
    post = Post.objects.get()
    page = browser_of(boris).get(f"/wall{post.pk}").content.decode()
    number = re.findall(r'name="answer" value="(\d+)"', page)[0]
    page = browser_of(boris).post(f"/wall{post.pk}/vote", {"answer": number}, follow=True).content.decode()
    assert "100 %" in page
    assert "Boris" in browser.get(f"/wall{post.pk}/votes").content.decode()
    assert Client().get(f"/wall{post.pk}/votes").status_code == 404


def test_a_post_is_kept_from_its_menu_and_stands_among_bookmarks() -> None:
    anna = a_person()
    post = a_post(anna, "worth keeping")
    browser = browser_of(anna)
    browser.post(f"/wall{post.pk}/keep", {"next": "/feed"})
    assert "worth keeping" in browser.get("/fave").content.decode()
    browser.post(f"/wall{post.pk}/unkeep")
    assert "worth keeping" not in browser.get("/fave").content.decode()


def test_words_corrected_in_the_form_keep_a_post_from_whom_it_excludes() -> None:
    anna, boris = a_person(), a_person("Boris")
    but_boris = Audience(Level.EXCEPT, people=frozenset({boris.pk}))
    post = actions.write_post(anna, wall_person=anna, text="befor", audience=but_boris)
    browser = browser_of(anna)
    shown = re.search(
        r'<option value="([^"]*)" selected', browser.get(f"/wall{post.pk}/edit").content.decode()
    )
    assert shown
    browser.post(f"/wall{post.pk}/edit", {"text": "before", "audience": shown[1]})
    post.refresh_from_db()
    assert (post.text, post.audience, post.audience_people) == ("before", "except", [boris.pk])
    assert browser_of(boris).get(f"/wall{post.pk}").status_code == 404


def test_muting_tells_nobodys_name_and_can_be_undone_without_it() -> None:
    me, boris, vera = a_person("Me"), a_person("Boris Hidden"), a_person("Vera")
    browser = browser_of(me)
    program = Client(headers={"Authorization": f"Bearer {people.issue_token(me, 'test')}"})
    browser.post(f"/feed/mute/{vera.pk}")
    people.block(vera, me)
    people.block(boris, me)
    assert browser.post(f"/feed/mute/{boris.pk}").status_code == 404
    assert program.put(f"/api/v1/people/{boris.pk}/mute").status_code == 404
    page = browser.get("/feed/muted").content.decode()
    assert "Vera" not in page
    assert f"/feed/unmute/{vera.pk}" in page
    told = program.get("/api/v1/feed/muted").json()["people"]
    assert told == [{"number": vera.pk, "name": None, "until": None}]


def test_a_program_is_refused_a_time_for_what_is_published_at_once() -> None:
    anna = a_person()
    post = a_post(anna)
    program = Client(headers={"Authorization": f"Bearer {people.issue_token(anna, 'test')}"})
    at = f"{clock.now().year + 1}-01-01T00:00:00Z"
    for more in ({"of": post.pk}, {"poll": {"question": "Which?", "answers": ["a", "b"]}}):
        answer = program.post("/api/v1/posts", {"text": "x", "at": at} | more, "application/json")
        assert (answer.status_code, answer.json()["error"]) == (422, "later_alone")
    assert Post.objects.count() == 1


def test_a_program_that_changes_words_alone_leaves_the_audience_as_it_is() -> None:
    anna = a_person()
    post = actions.write_post(anna, wall_person=anna, text="a", audience=Audience(Level.FRIENDS))
    program = Client(headers={"Authorization": f"Bearer {people.issue_token(anna, 'test')}"})
    changed = program.put(f"/api/v1/posts/{post.pk}", {"text": "b"}, "application/json").json()
    assert (changed["text"], changed["audience"]) == ("b", "friends")
    opened = program.put(f"/api/v1/posts/{post.pk}", {"text": "b", "audience": None}, "application/json")
    assert opened.json()["audience"] is None


def test_what_one_did_about_a_post_is_said() -> None:
    anna, boris = a_person(), a_person("Boris")
    hers, his = browser_of(anna), browser_of(boris)
    people.follow(boris, anna)
    post = a_post(anna)
    said = actions.write_comment(boris, post, text="Hi")
    at, note = f"/wall{post.pk}", f"/comment{said.pk}"
    for browser, place, fields, words in (
        (hers, "/feed/post", {"text": "Hello"}, "Published."),
        (hers, f"{at}/pin", {}, "The post stands on top of the wall."),
        (hers, f"{at}/unpin", {}, "The post stands in its place again."),
        (hers, f"{at}/delete", {}, "The post is deleted."),
        (hers, f"{at}/restore", {}, "The post is back."),
        (his, f"{at}/comment", {"text": "And?"}, "Your comment is there."),
        (his, f"{at}/keep", {}, "The post is kept in your bookmarks."),
        (his, f"{at}/unkeep", {}, "The post is out of your bookmarks."),
        (his, f"/feed/hide/{post.pk}", {}, "The post is left out of your feed."),
        (his, f"/feed/show/{post.pk}", {}, "The post is shown in your feed again."),
        (his, "/feed/muted", {"word": "noise"}, "Posts with “noise” are folded."),
        (his, f"{note}/delete", {}, "The comment is deleted."),
        (his, f"{note}/restore", {}, "The comment is back."),
    ):
        assert words in browser.post(place, fields, follow=True).content.decode(), place
    in_place = his.post(f"{at}/comment?part=1", {"text": "And so?"}).content.decode()
    assert 'data-said="Your comment is there."' in in_place
