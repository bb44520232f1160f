"""Faults a careless hand could put into the writing, the reading and the judging of reports and claims."""

from faulty_copies import Fault

_TEXT, _KINDS, _SHAPE = "text", "kinds", "records.shape"

WRITER = [
    Fault("a backslash is escaped once", _TEXT, '"\\\\": "\\\\\\\\\\\\"', '"\\\\": "\\\\\\\\"'),
    Fault("a pipe is escaped like a tab", _TEXT, '"|": "\\\\\\\\|"', '"|": "\\\\|"'),
    Fault("tabs stand as they are", _TEXT, '"\\t": "\\\\\\t", ', ""),
    Fault("line ends stay in text", _TEXT, "\\x0a-\\x1f", "\\x0b-\\x1f"),
    Fault("spaces around text stay", _TEXT, '.strip(" ")', ""),
    Fault("nought has decimals", _KINDS, 'return "0" if plain in ("-0", "") else plain', "return plain"),
    Fault("decimals keep their noughts", _KINDS, 'plain.rstrip("0").rstrip(".")', "plain"),
    Fault("whole tens lose their noughts", _KINDS, ' if "." in plain else plain\n', " if plain else plain\n"),
    Fault("amounts have two places", _KINDS, "written_amount(int(_whole(value)), 0)", 'f"{value / 1e6:.2f}"'),
    Fault("truth is a number", _KINDS, 'return "true" if value else "false"', "return str(int(value))"),
    Fault(
        "an instant has no zone", _KINDS, "not isinstance(value, datetime) or value.tzinfo is None", "False"
    ),
    Fault("minutes are hours", _KINDS, "hours, minutes = divmod(minutes, 60)", "hours, minutes = 0, minutes"),
    Fault(
        "one is true",
        _KINDS,
        "if not isinstance(value, bool):\n        raise NotThat(",
        "if False:\n        raise NotThat(",
    ),
    Fault(
        "floats pass for whole numbers",
        _KINDS,
        'if not isinstance(value, int) or isinstance(value, bool):\n        raise NotThat("is no whole',
        'if isinstance(value, bool):\n        raise NotThat("is no whole',
    ),
    Fault("mandatory cells may be empty", _SHAPE, "        if cell.mandatory:\n", "        if False:\n"),
    Fault("lists are divided by commas", _SHAPE, 'return "|".join(', 'return ",".join('),
    Fault("what is lost is not told", _SHAPE, "and not is_sayable(each)", "and False"),
    Fault("a quarter is a month too many", "naming", "first.month + 2", "first.month + 3"),
    Fault("a month ends on the thirtieth", "naming", "monthrange(last.year, last.month)[1]", "30"),
    Fault("names say local time", "naming", "created.astimezone(UTC)", "created"),
    Fault("any part is a part of a name", "naming", "if _PART.fullmatch(part) is None:", "if False:"),
    Fault(
        "sums are not checked",
        "totals",
        "said, made = getattr(summary, cell), totals.of(summary.summary_record_id, name)",
        "said = made = totals.of(summary.summary_record_id, name)",
    ),
    Fault("fees are no part of the total", "totals", " + sum(fees)", ""),
    Fault(
        "shares count as net",
        "totals",
        '"allocated_amount": "allocated",',
        '"allocated_amount": "allocated_net",',
    ),
    Fault("downloads are not counted", "totals", '    "SU01.02": {"usages": "uses"},\n', ""),
    Fault("any summary will do", "totals", "summary is not None and summary not in self.summaries", "False"),
    Fault(
        "returns are added to uses",
        "checks",
        "row.total_usages - row.returns",
        "row.total_usages + row.returns",
    ),
    Fault("together and one by one", "profiles", "((RU01.02 )*|(RU02.02 )*)", "(RU01.02 |RU02.02 )*"),
    Fault(
        "a recording needs no work",
        "profiles",
        "(AS01.02 (MW01.02 )+|AS02.03 )+(RE02",
        "(AS01.02 (MW01.02 )*|AS02.03 )+(RE02",
    ),
    Fault(
        "the footer is not counted",
        "writing",
        "self._plan.lines.append(self._sheet.lines + 1)",
        "self._plan.lines.append(self._sheet.lines)",
    ),
    Fault(
        "files grow beyond the limit",
        "writing",
        "self._sheet.lines + 1 > self._most_lines",
        "self._sheet.lines > self._most_lines + 2",
    ),
    Fault(
        "single records are divided",
        "writing",
        "and self._is_over() and not self._single",
        "and self._is_over()",
    ),
    Fault(
        "blocks are numbered anew in each file",
        "writing",
        "        first += planned.blocks[number - 1]\n",
        "",
    ),
    Fault("every file says it is the first", "writing", "file_number=number,", "file_number=1,"),
    Fault(
        "more blocks than were counted", "writing", "if last and next(blocks, None) is not None:", "if False:"
    ),
    Fault(
        "names of cells are not counted",
        "sheets",
        '            self.lines += 1\n            yield _line(("#"',
        '            yield _line(("#"',
    ),
    Fault("names stand above HEAD", "sheets", " and code not in _UNNAMED", ""),
]

_CUT, _VALUES, _BLOCKS, _READ = "reading.cutting", "reading.values", "reading.blocks", "reading.report"

READER = [
    Fault("any backslash is an escape", _CUT, '(left, after) not in ((1, "\\t"), (2, "|"))', "False"),
    Fault("backslashes are read in twos", _CUT, "divmod(len(mark), 3)", "divmod(len(mark), 2)"),
    Fault("a file without an end is whole", _CUT, '"" if ended else "cut"', '""'),
    Fault("commas are points", _VALUES, '(\\.[0-9]{0,30})?")', "([.,][0-9]{0,30})?\".replace(',', ''))"),
    Fault("every day exists", _VALUES, "date(*(int(part or 1) for part in found.groups()))", "pass"),
    Fault("any two letters are a country", _VALUES, "value[:2] in _countries() and ", ""),
    Fault("text may hold anything", _VALUES, "if _UNPRINTABLE.search(value):", "if False:"),
    Fault("cells are not counted", "reading.rows", "len(texts) < wanted or ", ""),
    Fault("too many cells pass", "reading.rows", "(len(texts) > wanted and not rule.open_ended)", "False"),
    Fault(
        "empty mandatory cells pass",
        "reading.rows",
        "        elif cell.mandatory:\n",
        "        elif False:\n",
    ),
    Fault("several values pass for one", "reading.rows", "if len(values) > 1:", "if False:"),
    Fault("blocks may be cut off", _BLOCKS, "if self._state not in self._order.block_end:", "if False:"),
    Fault("mixed uploads pass", _BLOCKS, "if self._uploads and self._uploads != code:", "if False:"),
    Fault(
        "subscribers add up to anything", _BLOCKS, "self._uses not in (None, self._by_subscribers)", "False"
    ),
    Fault("shares hang on any sale", _BLOCKS, "parent is not None and parent != self._sale", "False"),
    Fault("sums are not compared", "reading.sums", "if cell in cells and cells[cell] != made:", "if False:"),
    Fault(
        "the whole is not compared",
        "reading.sums",
        "        if cells[cell] != made:\n            yield _differs(named",
        "        if False:\n            yield _differs(named",
    ),
    Fault("missing files are not missed", _READ, "if number not in self.files]", "if False]"),
    Fault("files of other reports pass", _READ, "if report.head.get(cell) != cells.get(cell):", "if False:"),
    Fault(
        "other summaries pass", _READ, "elif self._summaries != self._report.summary_lines:", "elif False:"
    ),
    Fault(
        "lines after the end pass",
        _READ,
        "        if self._foot is not None:\n            yield",
        "        if False:\n            yield",
    ),
    Fault("ids may come twice", "reading.seen", "if added.rowcount:", "if True:"),
    Fault(
        "names are not compared",
        "reading.names",
        "if not left_out and part not in",
        "if False and part not in",
    ),
]

_JUDGE = "cdm.judging"

CLAIMS = [
    Fault(
        "the whole is an overclaim",
        _JUDGE,
        "    if total > WHOLE:\n        return ClaimStatus.MINOR_OVER",
        "    if total >= WHOLE:\n        return ClaimStatus.MINOR_OVER",
    ),
    Fault(
        "five beyond is a major overclaim", _JUDGE, "if total > WHOLE + MINOR:", "if total >= WHOLE + MINOR:"
    ),
    Fault(
        "every overclaim is minor", _JUDGE, "return ClaimStatus.MAJOR_OVER", "return ClaimStatus.MINOR_OVER"
    ),
    Fault(
        "unmatched claims have shares",
        _JUDGE,
        "[claim for claim in ordered if claim.basis != ClaimBasis.UNMATCHED]",
        "list(ordered)",
    ),
    Fault(
        "one licensor conflicts with others alone", _JUDGE, "            if _total(own, right) <= WHOLE\n", ""
    ),
    Fault(
        "rights are added up",
        _JUDGE,
        "totals = {right: _total(counted, right) for right in Right}",
        "totals = {right: sum(_total(counted, each) for each in Right) for right in Right}",
    ),
    Fault("the best right decides", _JUDGE, "status = min(", "status = max("),
    Fault("claims of any territory meet", _JUDGE, "territory=context.territory,", 'territory="",'),
    Fault("shares below nothing count", _JUDGE, "return 0 <= share <= WHOLE", "return share <= WHOLE"),
    Fault("the order of arrival decides", _JUDGE, "tuple(sorted(claims, key=_place))", "tuple(claims)"),
    Fault("unknown sales pass", _JUDGE, "    if sold is None:\n", "    if False:\n"),
    Fault("other uses pass", _JUDGE, "claim.usages is not None and claim.usages != sold.usages", "False"),
    Fault("amounts add up to anything", _JUDGE, "if made != claim.amounts.total:", "if False:"),
    Fault(
        "conflicts are no conflicts",
        _JUDGE,
        "return RightsClaimStatus.CONFLICT",
        "return RightsClaimStatus.NO_CONFLICT",
    ),
    Fault(
        "unmatched claims are in order",
        _JUDGE,
        "return RightsClaimStatus.PENDING_REVIEW",
        "return RightsClaimStatus.NO_CONFLICT",
    ),
    Fault("the claims' sum is not compared", "cdm.reading", "if made != total:", "if False:"),
    Fault("claims may come twice", "cdm.reading", "if before is not None:", "if False:"),
    Fault(
        "claims with faults are claims",
        "cdm.reading",
        "if whole and self._message is not None:",
        "if self._message is not None:",
    ),
    Fault(
        "a licensor is told of others' faults",
        "cdm.answering",
        "wrong.setdefault(each.claim.message, [])",
        "wrong.setdefault(judgement.claims[-1].message, [])",
    ),
    Fault(
        "an overclaim is told to one",
        "cdm.answering",
        "for message in dict.fromkeys(claim.message for claim in overclaim.claims):",
        "for message in [overclaim.claims[0].message]:",
    ),
]
