"""Faults a careless hand could put into what goes out: each must be noticed by the room's own tests."""

from rooms_anew import Fault

REASONS = [
    Fault(
        "limits owe too",
        "rules.reasons",
        "frozenset({Kind.RESTRICT, Kind.EXTEND})",
        "frozenset({Kind.RESTRICT, Kind.EXTEND, Kind.LIMIT})",
    ),
    Fault(
        "changes owe nothing",
        "rules.reasons",
        "frozenset({Kind.RESTRICT, Kind.EXTEND})",
        "frozenset({Kind.RESTRICT})",
    ),
    Fault(
        "a member's own wish is reported",
        "rules.reasons",
        "frozenset({Ground.UPLOADER, Ground.LICENCE,",
        "frozenset({Ground.LICENCE,",
    ),
    Fault("what holds elsewhere is reported", "rules.reasons", "and bool(scope_of(body))", "and True"),
    Fault("before the law applied", "rules.reasons", ">= APPLIES_FROM", ">= date(2023, 1, 1)"),
    Fault("a day late", "rules.reasons", ">= APPLIES_FROM", "> APPLIES_FROM"),
    Fault("exceptions forgotten", "rules.reasons", 'if word.startswith("-")', 'if word.startswith("~")'),
    Fault("countries of the world", "rules.reasons", "sorted(form.EEA.intersection(named))", "sorted(named)"),
    Fault("a hold is an accusation", "rules.reasons", 'or body["action"] == Action.HOLD:', "or False:"),
    Fault(
        "house rules are law",
        "rules.reasons",
        "BY_TERMS: Final = frozenset({Ground.RULES})",
        "BY_TERMS: Final = frozenset[Ground]()",
    ),
    Fault(
        "an account is content",
        "rules.reasons",
        'elif body["action"] == Action.ACCOUNT',
        "elif False",
    ),
    Fault(
        "suspended uploads are a suspended account", "rules.reasons", "law == REPEATED_INFRINGERS", "False"
    ),
    Fault(
        "whatever law an account is suspended by closes uploads alone",
        "rules.reasons",
        "law == REPEATED_INFRINGERS and Action",
        "bool(law) and Action",
    ),
    Fault(
        "removed here is removed",
        "rules.reasons",
        'Action.TERRITORY: "DECISION_VISIBILITY_CONTENT_DISABLED"',
        'Action.TERRITORY: "DECISION_VISIBILITY_CONTENT_REMOVED"',
    ),
    Fault("ends too late", "rules.reasons", "until <= form.LAST_DAY", "True"),
    Fault("the source is not read", "rules.reasons", 'Source(body.get("source", derived))', "derived"),
    Fault("the site names itself", "rules.reasons", "if source != Source.VOLUNTARY and actor", "if actor"),
    Fault(
        "nobody notified", "rules.reasons", "derived = Source.VOLUNTARY if", "derived = Source.ARTICLE_16 if"
    ),
    Fault("machines decide alone", "rules.reasons", ' and not body.get("carries_out")', ""),
    Fault("nothing is automatic", "rules.reasons", 'if not body["automated"]["decision"]:', "if True:"),
    Fault(
        "detection by hand",
        "rules.reasons",
        '"Yes" if body["automated"]["detection"]',
        '"Yes" if body["automated"]["decision"]',
    ),
    Fault(
        "content of today",
        "rules.reasons",
        "date.fromisoformat(recorded) if recorded else written",
        "written",
    ),
    Fault(
        "content of the last century",
        "rules.reasons",
        'max(\n        form.FIELDS["content_date"].first or written,',
        "max(\n        date.min,",
    ),
    Fault(
        "another name at every try", "rules.reasons", '"puid": body["id"]', '"puid": body["facts_commitment"]'
    ),
    Fault("two hundred at once", "rules.reasons", "islice(rest, form.BATCH)", "islice(rest, 200)"),
    Fault(
        "which lines is not said",
        "rules.reasons",
        'if carried := body.get("carries_out"):',
        "if carried := []:",
    ),
]
LAWS = [
    Fault("the law of the line is ignored", "rules.grounds", "    if law:\n", '    if law == "x":\n'),
    Fault("states have no laws", "rules.grounds", 'jurisdiction.partition("-")[0]', "jurisdiction"),
    Fault("a court's country is lost", "rules.grounds", 'f" ({jurisdiction})" if jurisdiction else ""', '""'),
]
FORM = [
    Fault("unknown fields pass", "rules.form", "for name in said if name not in FIELDS]", "for name in ()]"),
    Fault("nothing is needed", "rules.form", "        if field.needed(said):\n", "        if False:\n"),
    Fault("as long as one likes", "rules.form", "len(value) > field.most", "len(value) > 10 * field.most"),
    Fault("one too long passes", "rules.form", "len(value) > field.most", "len(value) > field.most + 1"),
    Fault("any word", "rules.form", "value not in field.words", "False"),
    Fault(
        "half a match of the form",
        "rules.form",
        "not field.form.fullmatch(value)",
        "not field.form.match(value)",
    ),
    Fault("any day", "rules.form", "or not first <= day <= last", ""),
    Fault("days without dashes", "rules.form", 'len(value) != len("YYYY-MM-DD") or ', ""),
    Fault("the site may name a source", "rules.form", "if field.excluded(said):", "if False:"),
]
VERDICTS = [
    Fault("a duplicate is refused", "rules.verdicts", "    if puid in known:\n", "    if False:\n"),
    Fault(
        "all are refused with one", "rules.verdicts", 'return Verdict.AGAIN, ""', 'return Verdict.REFUSED, ""'
    ),
    Fault("an error page is an answer", "rules.verdicts", "status != UNPROCESSABLE or ", ""),
    Fault(
        "for ever again",
        "rules.verdicts",
        "if all(verdict == Verdict.AGAIN for verdict, _ in told):",
        "if False:",
    ),
    Fault("alone and known is refused", "rules.verdicts", 'if set(errors) == {"puid"}:', "if False:"),
]
COMPLIANCE = [
    Fault("a renamed file is exact", "rules.compliance", "else RowClass.SOUND_ONLY", "else RowClass.EXACT"),
    Fault(
        "only the title counts",
        "rules.compliance",
        "(_bare(self.artist), _bare(self.title)) == (_bare(other.artist), _bare(other.title))",
        "_bare(self.title) == _bare(other.title)",
    ),
    Fault("capitals matter", "rules.compliance", "text.casefold()", "text"),
    Fault(
        "doubt is certainty",
        "rules.compliance",
        '"ambiguous": RowClass.AMBIGUOUS',
        '"ambiguous": RowClass.EXACT',
    ),
]
LUMEN = [
    Fault("mail stays", "rules.lumen", "    for trace in _TRACES:", "    for trace in _TRACES[1:]:"),
    Fault("telephones stay", "rules.lumen", "    for trace in _TRACES:", "    for trace in _TRACES[:3]:"),
    Fault("the short name first", "rules.lumen", "key=len, reverse=True", "key=len"),
    Fault("names in capitals stay", "rules.lumen", ", flags=re.IGNORECASE", ""),
    Fault(
        "parts of words are names",
        "rules.lumen",
        'rf"(?<!\\w){re.escape(name.strip())}(?!\\w)"',
        "re.escape(name.strip())",
    ),
    Fault("the title is not read", "rules.lumen", "redact(demand.title, demand.persons)", "demand.title"),
    Fault("half is all", "rules.lumen", '"Partial" if len(acted) > 1 else ', ""),
    Fault("everybody is a court", "rules.lumen", "if court else []", "if True else []"),
    Fault(
        "the agent is the principal",
        "rules.lumen",
        "demand.on_behalf_of or demand.filed_by",
        "demand.filed_by",
    ),
    Fault("a page twice", "rules.lumen", "work.page and work.page not in held", "work.page"),
]
CHECK = [
    Fault("policies are removals", "check", '"account", "community"}', '"account", "community", "policy"}'),
    Fault(
        "changes are removals",
        "check",
        'body.get("kind") == "restrict"',
        'body.get("kind") in ("restrict", "extend")',
    ),
    Fault("own wishes are removals", "check", 'and body["ground"] not in RESTRICTS_NOBODY', ""),
    Fault("any year", "check", ' or not body["at"].startswith(f"{year:04}-")', ""),
    Fault("the mean", "check", "round(median(waits) / 3600, 4)", "round(sum(waits) / len(waits) / 3600, 4)"),
    Fault("all were caught", "check", 'body.get("first_decision") is True for', "True for"),
    Fault(
        "policies' work is recall",
        "check",
        "if any(restricts(known.get(name, {})) for name in",
        "if any(True for name in",
    ),
    Fault(
        "re-uploads are removals", "check", '        elif not body.get("carries_out"):\n', "        else:\n"
    ),
    Fault("neighbours are apart", "check", "found[-1][1] == number - 1", "False"),
    Fault("any proof", "check", "verify_proof(proof, entry, verifier)", "parse_proof(proof)"),
    Fault("any place", "check", "placed = parse_proof(proof).index == number", "placed = True"),
    Fault("any order", "check", 'body.get("order_ref") == ordered["id"]', "True"),
    Fault("any time", "check", 'body["at"] == row["acted_at"]', "True"),
    Fault("any recording", "check", 'isrc in ("", row["isrc"])', "True"),
    Fault("any count", "check", 'count == ordered.get("count")', "True"),
    Fault("any list", "check", 'listed == ordered.get("list_root")', "True"),
    Fault("any summary", "check", "stated == dict(summary)", "True"),
    Fault(
        "the order is not proved",
        "check",
        '    yield from _line_proved("the order\'s line", order["line"], verifier)\n',
        "",
    ),
    Fault("undone rows may have lines", "check", '(line is not None) == (row["class"] in EFFECTIVE)', "True"),
]
SUITES = {
    "rules.reasons": ("test_reasons",),
    "rules.grounds": ("test_reasons",),
    "rules.form": ("test_the_form",),
    "rules.verdicts": ("test_sending",),
    "rules.compliance": ("test_certificates",),
    "rules.lumen": ("test_lumen",),
    "check": ("test_figures", "test_evidence"),
}
FAULTS = [*REASONS, *LAWS, *FORM, *VERDICTS, *COMPLIANCE, *LUMEN, *CHECK]
