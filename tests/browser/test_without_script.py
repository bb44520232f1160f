"""With scripts switched off the house still stands: signing in, writing, following, sending music in."""

from pathlib import Path

from playwright.sync_api import expect

from browser import disguise
from browser.conftest import NewContext, sign_in
from browser.roles import MEMBER


def test_without_scripts_people_sign_in_write_follow_and_upload(contexts: NewContext, tmp_path: Path) -> None:
    page = contexts(java_script_enabled=False).new_page()
    sign_in(page, MEMBER)
    page.locator("#post-text").fill("Без единого скрипта.")
    page.locator("#write button").last.click()
    expect(page.locator(".post").first).to_contain_text("Без единого скрипта.")

    page.goto("/id40")
    page.locator('form[action="/id40/follow"] button').click()
    page.locator('form[action="/id40/unfollow"] button').click()
    expect(page.locator('form[action="/id40/follow"]')).to_be_visible()

    page.goto("/audio/upload")
    page.locator("#upload-file").set_input_files(disguise.unknown(tmp_path, "plain form.mp3", 97))
    page.locator(".upload-send").click()
    page.wait_for_url("**/audio/upload/*-*")
    expect(page.locator("h1")).to_contain_text("plain form")
