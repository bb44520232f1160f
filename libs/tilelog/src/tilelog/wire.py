"""How the C2SP formats write numbers and bytes in text: decimal and RFC 4648 §4 base64, read strictly.

Each value has exactly one spelling, so that two texts that differ never mean the same.
"""

import base64
import binascii

from tilelog.errors import Malformed

# Sizes and indexes are kept below 2^63, as the Go implementations do; ten thousand digits are no tree size.
LARGEST_NUMBER = 2**63 - 1
_MAX_DIGITS = 19


def read_decimal(text: str) -> int:
    """ASCII decimal without sign or needless zeroes. Raises Malformed."""
    if not (text.isascii() and text.isdigit()) or len(text) > _MAX_DIGITS or (text[0] == "0" and text != "0"):
        raise Malformed(f"not a decimal number: {text[:40]!r}")
    number = int(text)
    if number > LARGEST_NUMBER:
        raise Malformed(f"number too large: {text}")
    return number


def read_base64(text: str) -> bytes:
    """Standard base64 with padding, canonical: unused bits are zero, no spaces. Raises Malformed."""
    try:
        data = binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Malformed(f"not base64: {text[:40]!r}") from error
    if write_base64(data) != text:
        raise Malformed(f"not canonical base64: {text[:40]!r}")
    return data


def read_hash(text: str) -> bytes:
    """A base64 SHA-256 value, 32 bytes. Raises Malformed."""
    data = read_base64(text)
    if len(data) != 32:
        raise Malformed(f"a hash has 32 bytes, not {len(data)}")
    return data


def write_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode("ascii")
