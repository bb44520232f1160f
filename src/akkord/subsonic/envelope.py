"""Answers as players read them: one tree of plain values, written as XML or as JSON.

In XML a value is an attribute, a tree a child, a list a row of children; `value` is an element's own text.
Errors are answers too, with HTTP status 200, as the API has it.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from akkord import VERSION as RELEASE

from .errors import Code, Failed

VERSION = "1.16.1"  # of the Subsonic API; clients compare it
SERVER = "akkord"
NAMESPACE = "http://subsonic.org/restapi"
Tree = Mapping[str, Any]

_HEAD = {"version": VERSION, "type": SERVER, "serverVersion": RELEASE, "openSubsonic": True}
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$.]{0,99}")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, production 2


def succeeded(tree: Tree) -> Tree:
    return {"status": "ok", **_HEAD, **tree}


def failed(why: Failed) -> Tree:
    error: dict[str, Any] = {"code": int(why.code), "message": why.text}
    if why.where_to_read:
        error["helpUrl"] = why.where_to_read
    return {"status": "failed", **_HEAD, "error": error}


def written(tree: Tree, form: str, callback: str) -> tuple[str, bytes]:
    """The answer in the form that is asked for: its content type and its bytes."""
    if form == "json":
        return "application/json", _json(tree)
    if form == "jsonp":
        if not _CALLBACK.fullmatch(callback):
            why = Failed(Code.MISSING, "Required parameter is missing: callback, the name of a function.")
            return "application/json", _json(failed(why))
        # The comment keeps a caller from choosing the first bytes of the answer.
        return "application/javascript", b"/**/" + callback.encode() + b"(" + _json(tree) + b");"
    return "application/xml", _xml(tree)


def _json(tree: Tree) -> bytes:
    return _JSON.encode({"subsonic-response": tree}).encode("utf-8", "replace")


def _xml(tree: Tree) -> bytes:
    pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    _element(pieces, "subsonic-response", {"xmlns": NAMESPACE, **tree})
    return _NOT_XML.sub("", "".join(pieces)).encode()


def _element(pieces: list[str], name: str, tree: Any) -> None:
    if not isinstance(tree, dict):
        pieces.append(f"<{name}>{escape(_scalar(tree))}</{name}>")
        return
    pieces.append(f"<{name}")
    inner: list[tuple[str, Any]] = []
    text = ""
    for key, value in tree.items():
        kind = type(value)
        if kind is dict or kind is list:
            inner.append((key, value))
        elif key == "value":
            text = escape(_scalar(value))
        else:
            pieces.append(f" {key}={quoteattr(_scalar(value))}")
    if not inner and not text:
        pieces.append("/>")
        return
    pieces.append(">" + text)
    for key, value in inner:
        for each in value if type(value) is list else (value,):
            _element(pieces, key, each)
    pieces.append(f"</{name}>")


def _scalar(value: Any) -> str:
    if value is True:
        return "true"
    return "false" if value is False else str(value)
