"""The kinds of readers of the registry of pages, in the sample world."""

MEMBER = "member@akkord.example"
LABEL = "label@akkord.example"
OPERATOR = "operator@akkord.example"

SENDER = "pavel-r@akkord.example"  # whose song is the first of the members' own to arrive

ROLES = ("guest", "member", "label", "operator")
EMAILS = {"guest": "", "member": MEMBER, "label": LABEL, "operator": OPERATOR, "sender": SENDER}
