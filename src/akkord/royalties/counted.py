"""To whom a play's money went when it was counted: as the law answered then, or as corrected since."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from akkord.rights.terms import Money, PartyId, RecordingId

from .models import Month, Recounted
from .rules.pools import Bucket, Payee, Wait, merged, wait_of

if TYPE_CHECKING:
    from akkord.music.models import Play


def payees_as_heard(said: Iterable[Mapping[str, Any]], sound: int, held_for: list[int]) -> tuple[Payee, ...]:
    """Payees as a play keeps them; `held_for`: with whom its money was in dispute."""
    return merged(_payee(each, sound, held_for) for each in said)


def payees_as_counted(month: Month, revision: int | None = None) -> Callable[["Play"], tuple[Payee, ...]]:
    """Tells the payees a play of the month was counted with: as decided when it was heard, or as corrected
    since (up to a revision). What corrections said is read once for all plays that are asked about."""
    again = Recounted.objects.filter(correction__month=month)
    if revision is not None:
        again = again.filter(correction__number__lte=revision)
    said = dict(again.order_by("correction__number").values_list("play", "payees"))

    def counted(play: "Play") -> tuple[Payee, ...]:
        return payees_as_heard(said.get(play.pk, play.payees), play.track.sound_id, play.held_for)

    return counted


def _payee(said: Mapping[str, Any], sound: int, held_for: list[int]) -> Payee:
    party = None if said["party"] is None else PartyId(said["party"])
    recording = None if said.get("recording") is None else RecordingId(said["recording"])
    money = Money(said["money"])
    wait = Wait(said["wait"]) if "wait" in said else wait_of(money, party, recording, party in held_for)
    return Payee(Bucket(party, wait), recording, None if recording else sound, Fraction(said["share"]))
