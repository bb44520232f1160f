"""A real nginx with the configuration operators are given, on a free port, before a server of ours."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx

from living_site import PATIENCE, ROOT, free_port, until

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
GIVEN = ROOT / "docs/operators/nginx.conf"
AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/errors; worker_processes 1; {user}
events {{}}
http {{
    access_log {folder}/log;
    types {{}} default_type application/octet-stream;
    client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/1; uwsgi_temp_path {folder}/2; scgi_temp_path {folder}/3;
    include {folder}/given.conf;
}}
"""


class Nginx:
    """Started when made; `url` answers."""

    def __init__(self, folder: Path, data: Path, port: int, store: str = "") -> None:
        assert NGINX is not None
        folder.mkdir()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        given = GIVEN.read_text()
        for told, here in (
            ("web:8000", f"127.0.0.1:{port}"),
            ("listen 80;", f"listen 127.0.0.1:{self.port};"),
            ("/data/", f"{data}/"),
            ("/tmp/akkord-pieces.sock", f"{folder}/pieces"),
        ):
            assert told in given, told
            given = given.replace(told, here)
        if store:  # as an operator with a store uncomments it
            given = re.sub(r"^    #((?:    |[a-z@}]).*)$", r"    \1", given, flags=re.M)
            for told, here in (("https://STORE/", f"http://{store}/"), ("Host STORE", f"Host {store}")):
                assert told in given, told
                given = given.replace(told, here)
        (folder / "given.conf").write_text(given)
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
        command = [NGINX, "-e", f"{folder}/errors", "-p", str(folder), "-c", f"{folder}/nginx.conf"]
        self.process = subprocess.Popen(command)
        self.errors = folder / "errors"
        until(self._answers, PATIENCE, 0.05, "nginx to answer")

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.errors.read_text()
        try:
            return httpx.get(f"{self.url}/stream/x", timeout=5).status_code == 404
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
