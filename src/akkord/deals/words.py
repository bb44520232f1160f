"""Talks about a licence in the reader's words: states, sides, what may be done, and what letters say."""

from django.utils.translation import gettext_lazy as _

from .rules.talks import Act, Side, State

SIDES = {
    Side.SITE: _("the site"),
    Side.LABEL: _("the organisation"),
}
STATES = {
    State.DRAFTED: _("a draft"),
    State.OFFERED: _("offered"),
    State.COUNTERED: _("countered"),
    State.HALF_SIGNED: _("signed by one side"),
    State.SIGNED: _("signed by both"),
    State.WITHDRAWN: _("terms withdrawn"),
    State.REFUSED: _("terms refused"),
    State.LAPSED: _("lapsed unanswered"),
}
ACTS = {
    Act.OFFER: _("Lay it on the table"),
    Act.SIGN: _("Sign this version"),
    Act.PERMIT: _("Let the backlog be heard meanwhile"),
    Act.WITHDRAW: _("Withdraw, and end the talks"),
    Act.REFUSE: _("Refuse, and end the talks"),
}
DONE = {
    Act.OFFER: _("It lies on the table. The other side is told."),
    Act.SIGN: _("Signed. The other side is told."),
    Act.PERMIT: _("The backlog may be heard until the talks end."),
    Act.WITHDRAW: _("The talks are over. Nothing was licensed."),
    Act.REFUSE: _("The talks are over. Nothing was licensed."),
}
# What the other side is written, by what happened; %(other)s is who acted, %(day)s the last day to answer.
LETTERS = {
    "offered": _("%(other)s offers terms for a licence. Please answer until %(day)s."),
    "countered": _("%(other)s answered with other terms. Please answer until %(day)s."),
    "permitted": _("%(other)s lets what is on the site already be heard while the talks go on."),
    "half_signed": _(
        "%(other)s has signed. Once you sign too, the licence stands. Please answer until %(day)s."
    ),
    "signed": _("Both sides have signed. The licence stands and is written into the public log."),
    "withdrawn": _("%(other)s has withdrawn its terms. The talks are over."),
    "refused": _("%(other)s has refused the terms. The talks are over."),
    "lapsed": _("Nobody answered in time. The talks are over."),
}
