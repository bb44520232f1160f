"""A stand-in for the EU's database of statements: it validates, remembers, and may be out of order."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from akkord.disclosure.rules import form

TOKEN = "X|secret"


class Database:
    """What it holds, how it was called, and what it is told to answer instead."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, Any]] = {}
        self.calls: list[int] = []  # statements in each call, in order
        self.statuses: list[int] = []
        self.out_of_order: list[tuple[int, bytes]] = []  # answers given first, before it looks at anything
        self.loses_answers = 0  # so many calls are carried out and then cut off
        self.refuses: set[str] = set()
        self.names_duplicates = True
        self.address = ""

    def store(self, token: str, said: Any) -> tuple[int, dict[str, Any]]:
        """What the API does with one call."""
        if token != f"Bearer {TOKEN}":
            return 401, {"message": "Unauthenticated."}
        statements = said.get("statements", [])
        self.calls.append(len(statements))
        if not 1 <= len(statements) <= form.BATCH:
            return 422, {"message": "between 1 and 100", "errors": {"statements": ["between 1 and 100"]}}
        errors: dict[str, Any] = {
            f"statement_{place}": {"all": form.faults(one) or ["refused"]}
            for place, one in enumerate(statements)
            if form.faults(one) or one["puid"] in self.refuses
        }
        if errors:
            return 422, {"errors": errors}
        if known := [one["puid"] for one in statements if one["puid"] in self.held]:
            errors = {"puid": ["The platform identifier(s) are not all unique within this call."]}
            if self.names_duplicates:
                errors["existing_puids"] = known
            return 422, {"message": errors["puid"][0], "errors": errors}
        self.held |= {one["puid"]: one for one in statements}
        return 201, {"statements": statements}


class _Door(BaseHTTPRequestHandler):
    database: Database

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.database.out_of_order:
            status, body = self.database.out_of_order.pop(0)
        else:
            status, answer = self.database.store(self.headers["Authorization"], said)
            body = json.dumps(answer).encode()
            if self.database.loses_answers:
                self.database.loses_answers -= 1
                self.close_connection = True
                return
        self.database.statuses.append(status)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Tests stay quiet."""


@contextmanager
def serving() -> Iterator[Database]:
    database = Database()
    door = type("Door", (_Door,), {"database": database})
    server = ThreadingHTTPServer(("127.0.0.1", 0), door)
    database.address = f"http://127.0.0.1:{server.server_port}/api/v1/statements"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield database
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
