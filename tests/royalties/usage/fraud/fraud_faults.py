"""Faults a careless hand could put into the rules of fraud."""

from faulty_copies import Fault

FAULTS = [
    Fault("guests are followed", "fraud", "        if play.listener:\n", "        if True:\n"),
    Fault(
        "the last rule is named",
        "fraud",
        "found.setdefault(play.play, finding)",
        "found[play.play] = finding",
    ),
    Fault(
        "rules run in another order",
        "fraud",
        "(too_far, too_much, too_often)",
        "(too_often, too_much, too_far)",
    ),
    Fault(
        "plays are taken as they come",
        "fraud",
        "sorted(heard, key=lambda play: (play.at, play.play))",
        "heard",
    ),
    Fault("a window is never left", "fraud", "window.popleft().seconds", "0 * window.popleft().seconds"),
    Fault("a window's edge is inside", "fraud", ">= limits.rate_window:", "> limits.rate_window:"),
    Fault(
        "a full hour is too much", "fraud", "sounded + play.seconds > most", "sounded + play.seconds >= most"
    ),
    Fault(
        "one device alone",
        "fraud",
        "limits.rate_window.total_seconds() * limits.streams_at_once",
        "limits.rate_window.total_seconds()",
    ),
    Fault(
        "what is left out fills the hour",
        "fraud",
        '"most": int(most)})\n            continue\n',
        '"most": int(most)})\n',
    ),
    Fault("the last allowed is left out", "fraud", "times[that_day] > limits", "times[that_day] >= limits"),
    Fault("days are one", "fraud", "(play.track, play.at.date())", "(play.track, date.min)"),
    Fault("a kept copy has a place", "fraud", "if not play.territory:", "if False:"),
    Fault("the last of a row is left out", "fraud", "elif row > limits", "elif row >= limits"),
    Fault("a row outlives another track", "fraud", "row + 1 if play.track == before else 1", "row + 1"),
    Fault("a place left out is where they are", "fraud", "said)\n                continue\n", "said)\n"),
    Fault("a border takes a flight", "fraud", "- limits.travel_spare_km", ""),
    Fault("nobody flies", "fraud", "limits.travel_km_an_hour * passed", "0 * passed"),
    Fault("one account less is a farm", "fraud", ">= limits.farm_accounts]", ">= limits.farm_accounts - 1]"),
    Fault("few plays make a farm", "fraud", "if len(plays) >= limits.farm_plays and ", "if "),
    Fault("many tracks make a farm", "fraud", " <= limits.farm_tracks", " <= 99"),
    Fault("any step is in step", "fraud", "limits.farm_percent * len(one | other)", "0"),
    Fault(
        "time says nothing of a farm",
        "fraud",
        "int(play.at.timestamp() // limits.farm_step.total_seconds())",
        "0",
    ),
    Fault("all farms are one", "fraud", "groups[_leader_of(leader, listener)]", "groups[0]"),
    Fault(
        "farms are joined by whom they met last",
        "fraud",
        "_join(leader, other, listener)",
        "leader[listener] = 0 * other + listener",
    ),
]
