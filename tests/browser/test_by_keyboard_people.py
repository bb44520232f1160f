"""People among themselves by the keyboard alone, as a screen reader tells it: rows 1 to 4 and 15."""

import re
import time
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from browser.conftest import ByKeyboard, NewContext, Somebody
from browser.hands import Hands
from browser.newcomers import PASSWORD, befriend, introduced, new_address
from browser.test_passkeys import touch_reader
from living_site import LivingSite


def test_a_request_of_friendship_is_asked_declined_undone_and_accepted(somebody: Somebody) -> None:
    hers, _ = somebody("Anna Asks")
    his, his_place = somebody("Boris Answers")
    his.go("/feed")
    hers.go(his_place)
    hers.hears("a stranger", 'heading "Boris Answers" [level=1]')
    hers.to("Add as a friend").enter().is_told("You have asked Boris Answers to be friends.")
    hers.hears("asked", 'button "Take the request back"')
    his.is_told("Anna Asks would like to be friends.")
    his.to("Friends +1", "link").enter("/friends")
    his.to("1 request of friendship waits for you.", "link").enter("/friends/requests")
    his.hears("requests", 'heading "Requests of friendship 1" [level=1]', 'link "Anna Asks"')
    his.to("Decline the request of Anna Asks").enter().is_told("The request of Anna Asks is declined.")
    his.hears("declined", 'heading "Followers who once asked" [level=2]', 'link "Anna Asks"')
    his.to("Let the request of Anna Asks wait again").enter().is_told("The request of Anna Asks waits again.")
    his.to("Accept Anna Asks as a friend").enter().is_told("You are friends with Anna Asks now.")
    hers.is_told("Boris Answers and you are friends now.")
    for hands, other in ((hers, "Boris Answers"), (his, "Anna Asks")):
        hands.to("Friends", "link", back=True).enter("/friends")
        hands.hears("friends", 'heading "My friends 1" [level=1]', f'link "{other}"')


def test_a_page_is_made_by_invitation_entered_by_a_passkey_and_another_session_ended(
    contexts: NewContext, by_keyboard: ByKeyboard, somebody: Somebody, site: LivingSite
) -> None:
    hers, _ = somebody("Anna Invites")
    hers.to("Friends", "link").enter("/friends").to("Invite", "link").enter("/friends/invite")
    hers.to("Make my link").enter().arrives("/friends/invite").to("My link", "textbox")
    hers.hears("the link", 'textbox "My link" [readonly]')
    token = re.search(r"/invite/([\w-]+)", hers.dump)
    assert token is not None

    context = contexts(base_url=f"http://localhost:{site.port}")  # a passkey belongs to a name
    his = by_keyboard(context, "Boris")
    touch_reader(his.page)
    his.go(f"/invite/{token[1]}").hears("invited", 'heading "Anna Invites invites you" [level=1]')
    his.to("Make a page", "link").enter("/accounts/signup/")
    email = signed_up(his)
    there = contexts(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    there.watch.excuse("/live", 403)  # type: ignore[attr-defined]
    away = by_keyboard(there, "away").go("/accounts/login/")
    away.write("Email", email).write("Password", PASSWORD).enter("/")
    away.to("Feed", "link").enter("/feed")
    his.to("Straight to the feed", "link").enter("/feed")
    his.to("Add a passkey: the next time one touch lets you in", "link").enter("/reauthenticate/")
    his.hears("asked once more", "[level=1]", 'textbox "Password"')
    his.write("Password", PASSWORD).enter("/webauthn/add/").hears("a key", "[level=1]")
    his.write(re.compile("^Name"), "laptop").to(re.compile("Passwordless"), "checkbox").key("Space")
    his.to("Add a passkey").enter().leaves("/webauthn/add")
    signed_out(his)
    his.to("Sign in", "link").enter("/accounts/login/").to("Sign in with a passkey").enter("/")
    his.hears("signed in", 'heading "Feed" [level=1]')

    his.to("Account menu", "disclosure").enter().to("Settings", "link").enter("/settings")
    his.to("Security", "link").enter("/settings/security")
    his.hears("sessions", 'heading "Where I am signed in" [level=2]', 'button "Sign Firefox')
    his.to(re.compile("^Sign Firefox.* out$")).enter().is_told("That browser is signed out.")
    away.arrives("/accounts/login/").hears("out", 'heading "Sign in" [level=1]')


def code_of_the_app(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows that many half minutes from now (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_at_the_door_a_code_of_the_app_is_asked_for_and_one_on_paper_stands_in_for_a_lost_phone(
    contexts: NewContext, by_keyboard: ByKeyboard
) -> None:
    hers = by_keyboard(contexts(), "Anna")
    introduced(hers.page, "Anna Twice", email=(email := new_address()))
    hers.go("/settings/security").to("Switch on", "link").enter("/reauthenticate/")
    hers.write("Password", PASSWORD).enter("/totp/activate/")
    secret = hers.page.locator("code.secret").inner_text()
    hers.write("Authenticator code", code_of_the_app(secret)).enter("/recovery-codes/")
    on_paper = hers.page.locator("pre.secret").inner_text().split()
    signed_out(hers)

    def comes_to_the_second_step() -> None:
        hers.go("/accounts/login/").write("Email", email).write("Password", PASSWORD)
        hers.enter("/2fa/authenticate/").hears("second step", 'heading "One step more" [level=1]')

    comes_to_the_second_step()
    hers.write("Code", "000000").enter().hears("refused", re.compile(r'textbox "Code" \[invalid\]'))
    assert "passkey" not in hers.dump  # she has none
    hers.go("/feed").arrives("/2fa/authenticate/")  # the password alone opens nothing
    hers.to("Begin anew").enter("/accounts/login/")
    comes_to_the_second_step()
    hers.write("Code", code_of_the_app(secret, 1)).enter("/").hears("in", 'heading "Feed" [level=1]')
    signed_out(hers)
    comes_to_the_second_step()
    hers.write("Code", on_paper[0]).enter("/").hears("in by paper", 'heading "Feed" [level=1]')
    signed_out(hers)
    comes_to_the_second_step()
    hers.write("Code", on_paper[0]).enter().hears("used up", re.compile(r'textbox "Code" \[invalid\]'))


def signed_up(hands: Hands) -> str:
    """By the form, at first with a password that is too short; the address that was given."""
    hands.write("Your name", "Boris Invited").write("Email", email := new_address())
    hands.write("Password", "short").enter()
    hands.hears("refused", re.compile(r'textbox "Password" \[invalid\].*\(.*short'))
    hands.write("Password", PASSWORD).enter("/welcome")
    hands.is_told("You and Anna Invites are friends.")
    return email


def signed_out(hands: Hands) -> None:
    hands.to("Account menu", "disclosure").enter().to("Sign out").enter("/")
    hands.hears("signed out", 'link "Sign in"')


def test_what_is_for_friends_is_for_friends_and_view_as_tells_the_same(somebody: Somebody) -> None:
    hers, her_place = somebody("Anna Open")
    his, his_place = somebody("Boris Near")
    theirs, _ = somebody("Vera Far", r"/audios\d+")
    befriend(hers.page, her_place, his.page, his_place)

    hers.go("/edit").hears("edit", 'heading "Edit my page" [level=1]')
    hers.to(re.compile("^Birthday"), "date")
    hers.page.keyboard.type("05171990")  # month, day, year, as the field says
    hers.write(re.compile("^City"), "Tartu").enter(her_place)
    hers.to("Account menu", "disclosure", back=True).enter()
    hers.to("Settings", "link").enter("/settings").to("Privacy", "link").enter("/settings/privacy")
    hers.hears("privacy", 'heading "Privacy" [level=1]', 'combobox "Who sees my birthday"')
    hers.choose("Who sees my birthday", "friends").choose("Who sees my city", "members of this site")
    hers.choose("Who sees my music and what I listen to", "only me")
    hers.to("Save").enter().is_told("Saved.")

    seen = {"a guest": [], "a member I do not know": ["Tartu"], "Boris Near": ["17 May 1990", "Tartu"]}
    for who, rows in seen.items():
        hers.choose("View as", who).to("View as").enter().arrives(her_place)
        hers.hears(f"as {who}", "This is your page as", 'heading "Anna Open" [level=1]', *rows)
        never_told(hers, rows)
    for other, rows in ((theirs, ["Tartu"]), (his, ["17 May 1990", "Tartu"])):
        other.go(her_place).hears("her page", 'heading "Anna Open" [level=1]', *rows)
        never_told(other, rows)


def never_told(hands: Hands, rows: list[str]) -> None:
    for hidden in {"17 May 1990", "Tartu", "Music"} - set(rows):
        assert f'text "{hidden}"' not in hands.dump, hidden


def test_a_post_for_a_list_is_heard_by_who_is_on_it_alone(somebody: Somebody) -> None:
    hers, her_place = somebody("Anna Lists")
    his, his_place = somebody("Boris Family")
    other, other_place = somebody("Vera Friend", r"/wall\d+")
    befriend(hers.page, her_place, his.page, his_place)
    befriend(hers.page, her_place, other.page, other_place)

    hers.go("/friends").to("Lists", "link").enter("/friends/lists")
    hers.write("New list", "Family").enter("/friends/lists/*")
    hers.hears("the list", "[level=1]", 'group "Who is on it"', 'checkbox "Boris Family"')
    hers.to("Boris Family", "checkbox").key("Space").to("Save").enter().is_told("Saved.")
    hers.hears("on it", 'checkbox "Boris Family" [checked]', 'checkbox "Vera Friend"')
    hers.to("Feed", "link", back=True).enter("/feed")
    hers.write("What is new?", "For the family alone").to("For whom, and when", "disclosure").enter()
    hers.choose("For whom", "Only “Family”").to("Publish").enter()
    hers.hears("written", 'article "Post by Anna Lists"', "Not for all:", "For the family alone")
    hers.key("j").to(re.compile(r"\d:\d\d"), "link").enter("/wall*")

    his.go("/feed").hears("the feed", 'article "Post by Anna Lists"', "For the family alone")
    other.go("/feed").hears("the feed", 'heading "Feed" [level=1]', never=("For the family alone",))
    other.go(urlsplit(hers.page.url).path).hears("none", "[level=1]", never=("For the family alone",))
    for hands, words in ((his, "Said by the family"), (other, "Said by a friend")):
        hands.go("/feed").write("What is new?", words).to("Publish").enter().is_told("Published.")
    hers.go("/feed").hears("newest", "Said by a friend", "Said by the family")
    hers.to("Family", "link").enter("/feed")
    hers.hears(
        "by the list", 'article "Post by Boris Family"', "Said by the family", never=("Said by a friend",)
    )


def test_whom_one_keeps_out_is_out_and_what_a_word_folds_is_unfolded(somebody: Somebody) -> None:
    hers, her_place = somebody("Anna Quiet")
    his, his_place = somebody("Boris Football", r"/(id|wall|im/)\d+")
    befriend(hers.page, her_place, his.page, his_place)
    his.go("/feed").write("What is new?", "Football again").to("Publish").enter()
    his.is_told("Published.")
    name = f"anna{uuid4().hex[:12]}"
    hers.go("/settings/address").write("New address", name).enter().hears("address", name, "shown")

    hers.go("/feed").to("Hidden by me", "link").enter("/feed/muted")
    hers.hears("muted", 'heading "Left out of my feed" [level=1]')
    hers.write("Fold posts with the word", "football").enter().is_told("Posts with “football” are folded.")
    hers.to("Feed", "link", back=True).enter("/feed")
    hers.hears("folded", 'disclosure "Hidden by your word “football”: show" [expanded=no]')
    hers.to("Hidden by your word “football”: show", "disclosure").enter()
    hers.hears("unfolded", 'article "Post by Boris Football"', "Football again")
    hers.to("More about this post", "disclosure").enter()
    hers.hears("why", "Here because Boris Football is a friend of yours.")
    hers.to("Leave out Boris Football").enter().is_told("Posts of Boris Football are left out of your feed.")
    hers.hears("left out", 'heading "Feed" [level=1]', never=("Football again",))

    hers.go(his_place).to("More", "disclosure").enter()
    hers.to("Put Boris Football on the black list").enter("/settings/blocked")
    hers.is_told("Boris Football is on your black list.")
    hers.hears("black list", 'heading "Black list 1" [level=1]', 'button "Take Boris Football off')
    his.go(her_place).hears("nobody there", "[level=1]", never=("Anna Quiet",))
    his.go("/feed").write("What is new?", f"Where is @{name}?").to("Publish").enter().is_told("Published.")
    his.hears("a name of nobody", f"Where is @{name}?", never=(f'link "@{name}"',))
    his.key("/").is_on("Search people, communities, music and posts", "searchbox")
    his.page.keyboard.type(name)
    his.enter("/search").hears("found nowhere", 'heading "Search the site" [level=1]', never=("Anna Quiet",))
