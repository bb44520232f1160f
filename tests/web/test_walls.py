"""Promises of posts' pages: comments and hearts by form and in place, and what is not for somebody is 404."""

import pytest
from django.test import Client

from akkord.people import actions as people
from akkord.people.models import Person
from akkord.people.rules.privacy import Audience, Key, Level
from akkord.wall import actions
from akkord.wall.models import Comment, Post
from factories import a_person, a_post

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
