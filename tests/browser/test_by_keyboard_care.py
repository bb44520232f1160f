"""Reports, decisions, appeals and the public log by the keyboard alone, as they are heard: rows 16 and 17."""

import re
from uuid import uuid4

from browser.conftest import PASSWORD, ByKeyboard, NewContext, Somebody
from browser.crowd import READER, SECOND_READER, Crowd
from browser.hands import Hands
from browser.test_people_answer import altered
from living_site import LivingSite

TOLD = re.compile(r"^Notifications \+\d")


def reported(his: Hands, rule: str, words: str) -> None:
    """On the page of a post, what a reader does about it."""
    his.key("j").to("Report this post", "link").enter("/report/post/*")
    his.hears("report", 'heading "Report" [level=1]', 'group "What does it go against?"', "radio")
    his.pick(re.compile(""), re.compile(f"^{rule}")).write(re.compile("^In your words"), words)
    his.to("Report").enter().is_told("The staff has your report.")


def signed_in(hands: Hands, email: str) -> Hands:
    hands.go("/accounts/login/").write("Email", email).write("Password", PASSWORD).enter("/")
    return hands


def decided(desk: Hands, whose: str, words: str) -> None:
    """By the keys of the desk: to the matter, hide it, say why."""
    desk.go("/mod/queue").to(f"Post: {whose}", "link").enter("/mod/queue")
    desk.hears("the matter", 'heading "Moderation', 'region "', whose, 'group "Decision"', "radio")
    desk.pick(re.compile(""), re.compile("^Hidden from everybody"))
    desk.write(re.compile("^Why, in your words"), words).to(re.compile("^Decide")).enter()
    desk.is_told("Decided.")


def written(hers: Hands, text: str) -> str:
    """A post of hers; its address."""
    hers.write("What is new?", text).to("Publish").enter().is_told("Published.")
    hers.key("j").to(re.compile(r"\d:\d\d$"), "link").enter("/wall*")
    return "/" + hers.page.url.rpartition("/")[2].partition("?")[0]


def test_a_report_its_decision_with_the_reason_and_the_appeal_are_heard(
    contexts: NewContext, by_keyboard: ByKeyboard, somebody: Somebody, crowd: Crowd
) -> None:
    name, text = f"Vera Rude {uuid4().hex[:8]}", f"You are all fools, {uuid4().hex[:8]}."
    hers, _ = somebody(name)
    place = written(hers, text)
    his, _ = somebody("Boris Reports", re.escape(place))
    reported(his.go(place), "Insults and harassment", "He means us.")
    one = signed_in(by_keyboard(contexts(), "one"), crowd[READER].email)
    decided(one, name, "Fools is an insult.")

    his.to(TOLD, "link", back=True).enter("/notifications")
    his.to(re.compile("^What you reported is decided."), "link").enter("/my/*")
    his.hears("the outcome", "[level=1]", "It broke a rule, and was restricted.")
    hers.to(TOLD, "link", back=True).enter("/notifications")
    hers.to(re.compile("^The staff restricted something of yours."), "link").enter("/my/decisions/*")
    told = (
        "[level=1]",
        'region "Decision"',
        text,
        "Insults and harassment",
        "Fools is an insult.",
        "Everywhere",
    )
    hers.hears("the decision", *told)
    hers.write("Why it is wrong", "I quoted a play.").to("Appeal").enter()
    hers.is_told("Your appeal is with the staff.").hears(
        "appealed", "Somebody who did not decide it answers."
    )

    matter = re.compile(re.escape(name))
    one.go("/mod/appeals").hears("not mine", matter, "Another person of the staff has to answer")
    two = signed_in(by_keyboard(contexts(), "two"), crowd[SECOND_READER].email)
    two.go("/mod/appeals").hears(
        "an appeal", matter, "I quoted a play.", 'textbox "Why, for its owner to read'
    )
    two.write(re.compile("^Why, for its owner to read"), "It is a quotation.")
    two.to(re.compile("^It was wrong: lift it")).enter().is_told("It is lifted.")
    hers.to(TOLD, "link", back=True).enter("/notifications")
    hers.to(re.compile("^Your appeal is answered."), "link").enter("/my/decisions/*")
    hers.hears("answered", 'region "Appeal"', "It was wrong", "It is a quotation.")


def test_a_removals_line_is_read_and_checked_and_an_altered_one_says_so(
    contexts: NewContext, by_keyboard: ByKeyboard, somebody: Somebody, site: LivingSite, crowd: Crowd
) -> None:
    name = f"Vera Sells {uuid4().hex[:8]}"
    hers, _ = somebody(name)
    place = written(hers, "Pills, cheap.")
    his, _ = somebody("Boris Reads", re.escape(place))
    reported(his.go(place), "Spam and deceit", "Under everything.")
    decided(signed_in(by_keyboard(contexts(), "desk"), crowd[READER].email), name, "An advertisement.")
    hers.go("/my/decisions").to(re.compile("^Hidden from everybody"), "link").enter("/my/decisions/*")
    line = numbered(hers)

    guest = by_keyboard(contexts(), "guest").go("/")
    guest.to("Public log", "link").enter("/log").to(f"Line {line}", "link").enter("/log/*")
    guest.hears("the line", "[level=1]", "spam")
    guest.to("Check in this browser").enter().is_told("Everything holds.")
    guest.hears("it holds", "[level=1]", "status", "Everything holds.")
    with altered(site, int(line), b"spam", b"slip"):
        guest.page.reload()
        guest.to("Check in this browser").enter().is_told("This does not hold.")


def numbered(hers: Hands) -> str:
    """What the link to the decision's line is called, once it has a number."""
    hers.hears("the decision", 'region "Decision"', "Public log")
    for _ in range(20):
        if found := re.search(r'link "Log line (\d+)"', hers.dump):
            return found[1]
        hers.page.wait_for_timeout(500)
        hers.page.reload()
        hers.hears("the decision anew", 'region "Decision"')
    raise AssertionError("no number")


def test_anybody_checks_a_line_of_the_log_and_hears_what_was_computed(
    contexts: NewContext, by_keyboard: ByKeyboard
) -> None:
    context = contexts()
    context.watch.excuse(r"/log/9999999/", 404)  # type: ignore[attr-defined]
    guest = by_keyboard(context, "Guest")
    guest.go("/log/verify").hears("to check", 'heading "Check a line" [level=1]', 'textbox "Number"')
    guest.write("Number", "1").to("Check").enter()
    guest.is_told("Everything holds. The line stands in the log as its key signed it.")
    guest.hears(
        "checked", "The checkpoint is signed by the log’s key", "The line stands under the signed root"
    )
    guest.write("Number", "9999999").to("Check").enter()
    guest.is_told("The log has no line with this number yet.")
