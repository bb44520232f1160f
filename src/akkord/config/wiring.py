"""Which event wakes what: the one table where rooms below meet the rooms above that care."""

WAKES: dict[str, list[str]] = {
    # catalogue: a delivered recording has its print and is in the index
    "recording_delivered": ["akkord.rights.tasks.own_delivered", "akkord.music.tasks.reexamine_backlog"],
    # rights: facts changed for recordings; stored decisions are looked at again
    "facts_changed": ["akkord.music.tasks.redecide"],
    # ledger: lines wait to be sequenced
    "line_written": ["akkord.ledger.tasks.sequence"],
}
