"""Smart playlists: rules in a tree of "all of" and "any of", as stored and as sent by the editor's form.

A group is {"match": "all"|"any", "of": [node, …]}, a rule {"field", "is", "value"}; what stands first in a
playlist is a group. The form names every node by its path: "0" the whole, "0-1" its second member.
"""

from collections.abc import Mapping
from typing import Any

from . import tidy_words

Node = dict[str, Any]

MOST_NODES = 60
MOST_DEPTH = 4
MOST_VALUE = 200
MOST_TRACKS = 1000
ORDERS = ("newest", "artist", "title", "year", "plays", "random")

WORDS = ("is", "is_not", "contains", "contains_not", "begins")
FIGURES = ("equals", "at_least", "at_most")
DAYS = ("within", "before")
YES = ("yes", "no")
FIELDS: dict[str, tuple[str, ...]] = {
    "title": WORDS,
    "artist": WORDS,
    "album": WORDS,
    "genre": WORDS,
    "year": FIGURES,
    "minutes": FIGURES,
    "plays": FIGURES,  # counted on the site
    "my_plays": FIGURES,
    "my_stars": FIGURES,
    "came": DAYS,  # days since it came to the site
    "heard": DAYS,  # days since I last listened to it; what I never did was before
    "liked": YES,
    "in_my_music": YES,
}
_MOST_FIGURE = 1_000_000


class BadRules(ValueError):
    """The rules make no sense; `path` names the node, `fault` why: value, field, empty, many, deep."""

    def __init__(self, path: str, fault: str) -> None:
        super().__init__(path, fault)
        self.path, self.fault = path, fault


def first_rules() -> Node:
    """What a new smart playlist begins with."""
    return {"match": "all", "of": [new_rule()]}


def new_rule() -> Node:
    return {"field": "genre", "is": "is", "value": ""}


def checked(node: Node, path: str = "0", depth: int = 1) -> Node:
    """The same rules with tidy values. Raises BadRules."""
    if path == "0" and (not is_group(node) or count(node) > MOST_NODES):
        raise BadRules(path, "many")
    if not is_group(node):
        return _checked_rule(node, path)
    if depth > MOST_DEPTH:
        raise BadRules(path, "deep")
    if not node["of"]:
        raise BadRules(path, "empty")
    members = [checked(each, f"{path}-{place}", depth + 1) for place, each in enumerate(node["of"])]
    return {"match": "any" if node.get("match") == "any" else "all", "of": members}


def _checked_rule(node: Node, path: str) -> Node:
    field, operator = node.get("field"), node.get("is")
    if field not in FIELDS or operator not in FIELDS[field]:
        raise BadRules(path, "field")
    value = tidy_words(str(node.get("value", "")), MOST_VALUE + 1)
    if FIELDS[field] is YES:
        return {"field": field, "is": operator, "value": ""}
    if FIELDS[field] is WORDS:
        if not 0 < len(value) <= MOST_VALUE:
            raise BadRules(path, "value")
        return {"field": field, "is": operator, "value": value}
    if not (value.isascii() and value.isdigit() and len(value) < 8 and int(value) <= _MOST_FIGURE):
        raise BadRules(path, "value")
    return {"field": field, "is": operator, "value": int(value)}


def is_group(node: object) -> bool:
    return isinstance(node, dict) and isinstance(node.get("of"), list)


def count(node: Node) -> int:
    """How many groups and rules there are."""
    return 1 + sum(count(each) for each in node["of"]) if is_group(node) else 1


# --- the editor's form ---------------------------------------------------------------------------------


def from_form(sent: Mapping[str, str]) -> Node:
    """The tree a form sends, whatever stands in it; paths that no group holds are passed over."""
    return _read(sent, "0", 0) or first_rules()


def _read(sent: Mapping[str, str], path: str, depth: int) -> Node | None:
    if f"match:{path}" in sent and depth <= MOST_DEPTH:
        members = []
        for place in range(MOST_NODES):
            if (node := _read(sent, f"{path}-{place}", depth + 1)) is not None:
                members.append(node)
        return {"match": "any" if sent[f"match:{path}"] == "any" else "all", "of": members}
    if f"field:{path}" not in sent:
        return None
    field = sent[f"field:{path}"]
    operators = FIELDS.get(field, WORDS)
    said = sent.get(f"is:{path}", "")
    operator = said if said in operators else operators[0]
    return {"field": field, "is": operator, "value": sent.get(f"value:{path}", "")}


def done(rules: Node, act: str) -> Node:
    """The rules after a press: "rule:<path>" and "group:<path>" add to a group, "remove:<path>" takes a node
    away. What names no node changes nothing."""
    verb, _, path = act.partition(":")
    steps = path.split("-")
    if steps[0] != "0" or not all(step.isascii() and step.isdigit() and len(step) < 4 for step in steps):
        return rules
    return _done(rules, verb, [int(step) for step in steps[1:]])


def _done(node: Node, verb: str, steps: list[int]) -> Node:
    if not is_group(node):
        return node
    members = list(node["of"])
    if steps and not steps[0] < len(members):
        return node
    if not steps and verb == "rule":
        members.append(new_rule())
    elif not steps and verb == "group":
        members.append({"match": "any", "of": [new_rule()]})
    elif len(steps) == 1 and verb == "remove":
        members.pop(steps[0])
    elif steps:
        members[steps[0]] = _done(members[steps[0]], verb, steps[1:])
    return {**node, "of": members}
