"""Faults a careless hand could put into the rules of batches: their names, and the sums of their files."""

from faulty_copies import Fault

_L, _E = "layout", "ern.enclosed"

FAULTS = [
    Fault("any letter begins a batch", _L, "[PMN]_(", "[A-Z]_("),
    Fault("a batch need not be named whole", _L, "_BATCH.fullmatch(name)", "_BATCH.match(name)"),
    Fault("a batch may be hidden", _L, "([A-Za-z0-9][A-Za-z0-9._-]{0,99})", "([A-Za-z0-9._-]{1,100})"),
    Fault("hidden names are taken", _L, 'and not name.startswith(".")', ""),
    Fault("blanks at the ends are taken", _L, "and name == name.strip()", ""),
    Fault("backslashes are letters", _L, "mark in '/\\\\:", "mark in '/:"),
    Fault("colons are letters", _L, "mark in '/\\\\:*", "mark in '/\\\\*"),
    Fault("what cannot be shown is taken", _L, '("Cc", "Cf", "Cs", "Zl", "Zp")', '("Cs",)'),
    Fault("marks that turn the text are taken", _L, '("Cc", "Cf",', '("Cc",'),
    Fault("letters are counted, not bytes", _L, 'len(name.encode(errors="replace"))', "len(name)"),
    Fault("names may be longer", _L, "<= LONGEST_NAME", "<= LONGEST_NAME + 1"),
    Fault("an empty step is a step", _L, "        0 < len(", "        0 <= len("),
    Fault("paths are endless", _L, "return path if len(path) <= LONGEST_PATH else None", "return path"),
    Fault("folders are endless", _L, "1 <= len(steps) <= DEEPEST + 2", "1 <= len(steps)"),
    Fault("one folder too few", _L, "<= DEEPEST + 2", "<= DEEPEST + 1"),
    Fault(
        "only the last step is looked at", _L, "all(is_plain(step) for step in steps)", "is_plain(steps[-1])"
    ),
    Fault("letters stay as composed", _L, 'unicodedata.normalize("NFC", written)', "written"),
    Fault("any trigger completes", _L, "elif path == trigger:", 'elif path.startswith("BatchComplete_"):'),
    Fault("what lies beside is lost", _L, "beside.append(path)", "pass"),
    Fault("messages lie at any depth", _L, 'path.count("/") == 1 and ', ""),
    Fault(
        "the first message of several counts",
        _L,
        "yield from named or found",
        "yield from (named or found)[:1]",
    ),
    Fault("the name of a message does not matter", _L, "yield from named or found", "yield from found"),
    Fault("sums are not compared", _E, "or came.sums[algorithm] == stated", "or True"),
    Fault(
        "a wrong sum comes through",
        _E,
        "    else:\n        yield resource, came",
        "    yield resource, came",
    ),
    Fault(
        "a sum of another kind refuses",
        _E,
        "Severity.WARNING)\n    if",
        "Severity.WARNING)\n        return\n    if",
    ),
    Fault(
        "capital letters are another sum",
        _E,
        '"".join(file.hash_value.split()).lower()',
        '"".join(file.hash_value.split())',
    ),
    Fault(
        "blanks are part of a sum", _E, '"".join(file.hash_value.split()).lower()', "file.hash_value.lower()"
    ),
    Fault("a sum without its kind is not compared", _E, '{32: "md5", 40: "sha1", 64: "sha256"}', "{}"),
    Fault("the length decides over the word", _E, "    if file.hash_algorithm:", "    if False:"),
    Fault("a sum nobody computes is the right one", _E, "if stated and not algorithm:", "if False:"),
    Fault(
        "hyphens make another algorithm",
        _E,
        "for mark in written.lower() if mark.isalnum()",
        "for mark in written.lower()",
    ),
    Fault("empty files are sounds", _E, "elif came[path].size == 0:", "elif False:"),
    Fault("addresses are fetched from anywhere", _E, 'if "://" in uri:', "if False:"),
    Fault(
        "files of other releases are taken",
        _E,
        'wanted = (f"{folder}/{bare}".casefold(),',
        'wanted = (f"{folder}/{bare}".casefold(), f"R2/{bare.rpartition(\'/\')[2]}".casefold(),',
    ),
    Fault("the folder of resources must be named", _E, ', f"{folder}/resources/{bare}".casefold())', ",)"),
    Fault("escapes are letters", _E, "_ESCAPED.sub(_letters, uri)", "uri"),
    Fault("capital letters are another file", _E, "if path.casefold() in wanted", "if path in wanted"),
    Fault(
        "a picture makes a sound silent",
        _E,
        "found.get(path, False) or resource.sounding",
        "resource.sounding",
    ),
    Fault("pictures are heard", _E, "found.get(path, False) or resource.sounding", "True"),
    Fault(
        "prints are not named",
        _E,
        "            if each.file:\n                yield",
        "            if False:\n                yield",
    ),
    Fault(
        "prints come without their sum",
        _E,
        "File(each.file, each.hash_algorithm, each.hash_value)",
        "File(each.file)",
    ),
    Fault("a fault has no place", _E, "about[:200], path, resource.place)", "about[:200], path)"),
]
