"""A third-party S3 server, and before it a gate that checks each signature: the server believes any."""

import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote

import boto3
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from living_site import free_port
from ways.conftest import KEY, SECRET

REGION = "us-east-1"
Environ = dict[str, Any]


class S3Server:
    """A server with one bucket; `address` is what AKKORD_STORE would say. `asked` counts GETs of bytes."""

    def __init__(self) -> None:
        port = free_port()
        self.host = f"127.0.0.1:{port}"
        self.address = f"s3://music/kept?endpoint=http://{self.host}&region={REGION}"
        self.believed = DomainDispatcherApplication(create_backend_app)
        self.refused: list[str] = []
        self.server = make_server("127.0.0.1", port, self._gate, True, request_handler=_Quiet)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.client = boto3.client(
            "s3", endpoint_url=f"http://{self.host}", region_name=REGION,
            aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        )  # fmt: skip
        self.client.create_bucket(Bucket="music")

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def names(self) -> list[str]:
        return [each["Key"] for each in self.client.list_objects_v2(Bucket="music").get("Contents", [])]

    def _gate(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        if not is_signed(environ):
            self.refused.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [b"<Error><Code>SignatureDoesNotMatch</Code><Bucket>music</Bucket></Error>"]
        return self.believed(environ, start)


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *args: Any, **named: Any) -> None:
        pass


def is_signed(environ: Environ) -> bool:
    """AWS Signature Version 4, by header or in the address, recomputed from its description."""
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    if "X-Amz-Signature" in query:
        given, named = query.pop("X-Amz-Signature"), query["X-Amz-SignedHeaders"]
        moment, scope = query["X-Amz-Date"], query["X-Amz-Credential"]
        until = datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if until + timedelta(seconds=int(query["X-Amz-Expires"])) < datetime.now(UTC):
            return False
        body = "UNSIGNED-PAYLOAD"
    else:
        said = dict(
            part.strip().split("=", 1)
            for part in environ.get("HTTP_AUTHORIZATION", "").removeprefix("AWS4-HMAC-SHA256").split(",")
            if "=" in part
        )
        if not said:
            return False
        given, named, scope = said["Signature"], said["SignedHeaders"], said["Credential"]
        moment, body = environ["HTTP_X_AMZ_DATE"], environ["HTTP_X_AMZ_CONTENT_SHA256"]
    key, _, rest = scope.partition("/")
    if key != KEY:
        return False
    headers = "".join(f"{name}:{_header(environ, name)}\n" for name in named.split(";"))
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query.items())
    canonical = "\n".join(
        [
            environ["REQUEST_METHOD"],
            quote(environ["PATH_INFO"], safe="/-_.~"),
            "&".join(f"{name}={value}" for name, value in pairs),
            headers,
            named,
            body,
        ]
    )
    told = "\n".join(["AWS4-HMAC-SHA256", moment, rest, hashlib.sha256(canonical.encode()).hexdigest()])
    signing = f"AWS4{SECRET}".encode()
    for part in (*rest.split("/"), told):
        signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(signing.hex(), given)


def _header(environ: Environ, name: str) -> str:
    key = name.upper().replace("-", "_")
    value = environ.get(key) if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else environ.get(f"HTTP_{key}")
    return " ".join((value or "").split())
