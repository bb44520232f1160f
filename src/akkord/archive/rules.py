"""What an archive is, on plain values: its names, and what its signature says."""

import hashlib

FORMAT = "akkord-archive-2"
OLDER = ("akkord-archive-1",)
FOLDER = "akkord-archive"
SIGNED = "signature.txt"  # a C2SP signed note over the manifest, which names every other file
KIND = "akkord archive v2"


def signed_lines(manifest: bytes, site: str, person: str) -> list[tuple[str, str]]:
    """What the site says with its key: whose archive this is, and its manifest by digest."""
    return [("site", site), ("person", person), ("manifest", hashlib.sha256(manifest).hexdigest())]
