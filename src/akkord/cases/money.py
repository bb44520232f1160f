"""Money of disputed claims: whose plays are marked while it lasts, what is held of them, and whose it was."""

from dataclasses import dataclass
from datetime import datetime

from akkord.flow import clock
from akkord.music import actions as music_actions
from akkord.music import queries as music

from . import claim_queries as queries
from .law.held import Held
from .models import Proceeding


@dataclass(frozen=True)
class HeldMoney:
    """One disputed period of a claim: since when and why, and how many counted plays fall into it."""

    claim: Proceeding
    period: Held
    why: str  # what began it: dispute, appeal, complain or flag
    plays: int


def note_dispute(claim: Proceeding) -> None:
    """Tell music with whom the money of a claim's upload is in dispute now; in the step's transaction."""
    assert claim.upload_id is not None
    periods = queries.disputed_periods(claim.upload_id)
    parties = [party for party, held in sorted(periods.items()) if held and held[-1].ends is None]
    music_actions.note_dispute(claim.upload_id, parties)


def held_for(claim: Proceeding) -> list[HeldMoney]:
    """Every disputed period of a claim with the plays it holds, oldest first."""
    steps = list(claim.steps.order_by("pk").values_list("event", "at"))
    began = {at: event for event, at in reversed(steps)}
    track = getattr(claim.upload, "track", None)
    return [
        HeldMoney(
            claim,
            period,
            began[period.starts],
            music.plays_held(track.pk, period.starts, period.ends or clock.now()) if track else 0,
        )
        for period in queries.held_periods_of(claim)
    ]


def period_at(claim: Proceeding, at: datetime) -> Held | None:
    """The disputed period in which a play was begun at that instant; its winner is whose its money is."""
    periods = queries.held_periods_of(claim)
    return next((p for p in periods if p.starts <= at and (p.ends is None or at < p.ends)), None)
