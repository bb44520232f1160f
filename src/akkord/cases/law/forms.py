"""Statutory forms: the elements a law requires of a notice, which of them are there, and what to ask for.

`ask` is said to the person who files; it is the source text of a translation.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .errors import NoSuchProcedure

Given = Mapping[str, object]
Check = Callable[[object], bool]

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PLACE = re.compile(r"https?://[^\s/]+/\S+|/?(audio|wall|club|id)\d+|recording[: ]?\d+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d ().-]{5,30}")


def _(text: str) -> str:
    """Marks what the pages translate; here nothing is."""
    return text


def _words(value: object) -> bool:
    return bool(str(value or "").strip())


def _declared(value: object) -> bool:
    """A statement is made, or it is not: nothing else counts as one."""
    return value is True


def _mail(value: object) -> bool:
    return bool(_MAIL.fullmatch(str(value or "").strip()))


def _places(value: object) -> bool:
    """At least one exact place; the front page of a site is none."""
    return any(_PLACE.fullmatch(word) for word in str(value or "").split())


def _phone(value: object) -> bool:
    return bool(_PHONE.fullmatch(str(value or "").strip()))


def _rows(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value)


@dataclass(frozen=True)
class Element:
    """One thing the law asks for: its name, its paragraph, and what is said when it is missing."""

    name: str
    paragraph: str
    ask: str
    there: Check = _words
    unless: str = ""  # not needed when this statement is made


@dataclass(frozen=True)
class Form:
    """A form of a notice, element by element."""

    id: str
    source: str
    elements: tuple[Element, ...]
    # Where these are there, the rest is asked for; 512(c)(3)(B)(ii) obliges the provider to.
    substance: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Review:
    """What was found of a form."""

    present: tuple[str, ...]
    missing: tuple[Element, ...]
    must_help: bool

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def missing_names(self) -> list[str]:
        return [element.name for element in self.missing]


def review(form: Form, given: Given) -> Review:
    """Which of the elements are there."""
    present, missing = [], []
    for element in form.elements:
        excused = bool(element.unless) and given.get(element.unless) is True
        if excused or element.there(given.get(element.name)):
            present.append(element.name)
        else:
            missing.append(element)
    must_help = bool(missing) and bool(form.substance) and form.substance <= set(present)
    return Review(tuple(present), tuple(missing), must_help)


def form_of(form_id: str) -> Form:
    """Raises NoSuchProcedure."""
    if form_id not in FORMS:
        raise NoSuchProcedure(form_id)
    return FORMS[form_id]


DMCA_NOTICE = Form(
    "dmca_notice",
    "17 U.S.C. 512(c)(3)(A)",
    (
        Element("signature", "(i)", _("Sign with your full name, as the owner or for the owner.")),
        Element("works", "(ii)", _("Name the work, or a representative list of the works.")),
        Element("places", "(iii)", _("Give the exact address of each thing to be removed."), _places),
        Element("mail", "(iv)", _("Give a mail address at which you can be reached."), _mail),
        Element(
            "good_faith",
            "(v)",
            _("State that you believe in good faith the use is not authorised."),
            _declared,
        ),
        Element(
            "accuracy",
            "(vi)",
            _("State that the notice is accurate and, under penalty of perjury, that you act for the owner."),
            _declared,
        ),
    ),
    frozenset({"works", "places", "mail"}),
)

DMCA_COUNTER = Form(
    "dmca_counter",
    "17 U.S.C. 512(g)(3)",
    (
        Element("signature", "(A)", _("Sign with your full name.")),
        Element("places", "(B)", _("Give the address at which the removed material stood."), _places),
        Element(
            "mistake",
            "(C)",
            _("State under penalty of perjury that it was removed by mistake or misidentification."),
            _declared,
        ),
        Element("name", "(D)", _("Give your name.")),
        Element("address", "(D)", _("Give your postal address.")),
        Element("phone", "(D)", _("Give your telephone number."), _phone),
        Element(
            "consent",
            "(D)",
            _("State that you accept the federal court's jurisdiction and service of process."),
            _declared,
        ),
    ),
)

DSA_NOTICE = Form(
    "dsa_notice",
    "Regulation (EU) 2022/2065 art. 16(2)",
    (
        Element("reason", "(a)", _("Explain why you consider the content illegal.")),
        Element(
            "places", "(b)", _("Give the exact electronic location: the address of each thing."), _places
        ),
        Element("name", "(c)", _("Give your name."), unless="child_protection"),
        Element("mail", "(c)", _("Give your mail address."), _mail, unless="child_protection"),
        Element(
            "good_faith", "(d)", _("State that you believe in good faith the notice is accurate."), _declared
        ),
    ),
    frozenset({"places", "mail"}),
)

DSA_ORDER = Form(
    "dsa_order",
    "Regulation (EU) 2022/2065 art. 9(2)(a)",
    (
        Element("law", "(i)", _("Name the legal basis of the order.")),
        Element("reason", "(ii)", _("Explain why the information is illegal under that law.")),
        Element("authority", "(iii)", _("Name the authority that issues the order.")),
        Element("places", "(iv)", _("Give the exact electronic location of the information."), _places),
        Element("redress", "(v)", _("State what redress the site and the person concerned have.")),
        Element("report_to", "(vi)", _("Name the authority to be told of the effect given to the order.")),
    ),
)

COURT_ORDER = Form(
    "court_order",
    "the operative part of a court's act",
    (
        Element("court", "court", _("Name the court.")),
        Element("case_number", "case", _("Give the number of the case.")),
        Element("date", "date", _("Give the date of the act.")),
        Element("claimant", "parties", _("Name the claimant.")),
        Element("defendant", "parties", _("Name the defendant.")),
        Element("operative", "operative part", _("Quote the operative part word for word.")),
        Element("kind", "kind", _("Say whether the act is interim or final.")),
        Element("rows", "annex", _("Attach the annex: the recordings or files, one in a line."), _rows),
    ),
)

RU_APPLICATION = Form(
    "ru_application",
    "149-FZ art. 15.7(2)",
    (
        Element("name", "1", _("Give the name of the right-holder, or of its agent.")),
        Element("mail", "1", _("Give the mail address of the right-holder."), _mail),
        Element("works", "2", _("Name the work or the phonogram.")),
        Element("places", "3", _("Give the domain and the address of each page."), _places),
        Element("right", "4", _("State that you hold the exclusive right, and on what grounds.")),
        Element("no_permission", "5", _("State that the right-holder gave no permission."), _declared),
        Element("data_consent", "6", _("Consent to the processing of your personal data."), _declared),
        Element("power_of_attorney", "2", _("Name the power of attorney."), unless="own_right"),
    ),
    frozenset({"places", "mail"}),
)

FORMS: Mapping[str, Form] = {
    form.id: form for form in (DMCA_NOTICE, DMCA_COUNTER, DSA_NOTICE, DSA_ORDER, COURT_ORDER, RU_APPLICATION)
}
