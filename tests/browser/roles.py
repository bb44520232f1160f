"""The four kinds of readers of the registry of pages, in the sample world."""

MEMBER = "member@akkord.example"
LABEL = "label@akkord.example"
OPERATOR = "operator@akkord.example"

EMAILS = {"guest": "", "member": MEMBER, "label": LABEL, "operator": OPERATOR}
ROLES = tuple(EMAILS)
