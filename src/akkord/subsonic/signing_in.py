"""Who calls: a player with its device token, shown in one of the API's ways. No account password opens this.

The token itself (`apiKey`), or with the person's e-mail address as user name: the token as the password
(`p`, plain or "enc:" and hex), or a salted MD5 of it (`t`, `s`), which most players use.
"""

from django.conf import settings

from akkord.people import queries as people
from akkord.people.actions import note_device_use
from akkord.people.queries import Player

from .asking import Asked
from .errors import Code, Failed, missing


def caller(asked: Asked) -> Player:
    """Raises Failed: who asks says by what program (c), in which version of the API (v)."""
    asked.needed("v"), asked.needed("c")
    player = _by_key(asked) if "apiKey" in asked.parameters else _by_name(asked)
    note_device_use(player)
    return player


def _by_key(asked: Asked) -> Player:
    if any(name in asked.parameters for name in ("u", "p", "t", "s")):
        raise Failed(Code.CONFLICTING_MECHANISMS, "apiKey says who calls; leave out u, p, t and s.")
    player = people.device_by_secret(asked.needed("apiKey"))
    if player is None:
        raise Failed(Code.BAD_KEY, "No player has this key.", where_to_read=_settings())
    return player


def _by_name(asked: Asked) -> Player:
    email, password, token, salt = asked.needed("u"), asked.text("p"), asked.text("t"), asked.text("s")
    if password and token:
        raise Failed(Code.CONFLICTING_MECHANISMS, "Give a password or a token, not both.")
    if password:
        player = people.device_by_secret(_plain(password), email)
    elif not token or not salt:
        raise missing("p, or t and s, or apiKey")
    else:
        player = people.device_by_proof(email, token, salt)
    if player is None:
        raise Failed(
            Code.WRONG_LOGIN,
            "Wrong user name or device token. The password of the account opens no player: "
            f"make a token at {_settings()}",
            where_to_read=_settings(),
        )
    return player


def _plain(password: str) -> str:
    if not password.startswith("enc:"):
        return password
    try:
        return bytes.fromhex(password.removeprefix("enc:")).decode()
    except ValueError:
        return ""


def _settings() -> str:
    return f"{settings.SITE_URL}/settings/tokens"


def check_version(asked: Asked) -> None:
    """Raises Failed for a client of another major version of the API."""
    major = asked.text("v").partition(".")[0]
    if major.isascii() and major.isdigit() and len(major) < 4 and int(major) != 1:
        old = int(major) < 1
        code, who = (Code.CLIENT_TOO_OLD, "client") if old else (Code.SERVER_TOO_OLD, "server")
        raise Failed(code, f"Incompatible Subsonic REST protocol version. The {who} must upgrade.")
