"""The kinds of readers of the registry of pages, in the sample world."""

MEMBER = "member@akkord.example"
LABEL = "label@akkord.example"
OPERATOR = "operator@akkord.example"

SENDER = "pavel-r@akkord.example"  # whose song is the first of the members' own to arrive
ARTIST = "ida-r@akkord.example"  # a member with a label of her own: see under_way
GUARDED = "rosa-g@akkord.example"  # who signs in with a second step: see under_way

ROLES = ("guest", "member", "label", "operator")
EMAILS = {
    "guest": "",
    "member": MEMBER,
    "label": LABEL,
    "operator": OPERATOR,
    "sender": SENDER,
    "artist": ARTIST,
    "guarded": GUARDED,
}
