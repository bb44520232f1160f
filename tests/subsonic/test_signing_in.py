"""Who may call: device tokens in each of the API's ways, and never the password of the account."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from akkord.flow import clock
from akkord.people import actions as people
from akkord.people.errors import NoSuchToken, TooManyTokens
from akkord.people.models import Device, Person
from subsonic.library import Player, asked

PASSWORD = "a good long passphrase"
WHO = {"v": "1.16.1", "c": "test"}


def test_a_token_opens_the_door_in_every_way_the_api_has(player: Player) -> None:
    name = {"u": "anna@example.org", **WHO}
    assert asked("ping", player.proof()).ok
    assert asked("ping", player.proof("x")).ok
    assert asked("ping", {**name, "p": player.token}).ok
    assert asked("ping", {**name, "p": "enc:" + player.token.encode().hex()}).ok
    assert asked("ping", {**name, "u": "Anna@Example.org", "p": player.token}).ok
    assert asked("ping", {"apiKey": player.token, **WHO}).ok


def test_the_password_of_the_account_opens_nothing(db: None) -> None:
    import hashlib

    Person.objects.create_user("vera@example.org", PASSWORD, name="Vera")
    name = {"u": "vera@example.org", **WHO}
    said = asked("ping", {**name, "p": PASSWORD})
    assert (said.code, said.said["error"]["helpUrl"]) == (40, "https://music.example/settings/tokens")
    token = hashlib.md5(f"{PASSWORD}abcdef".encode()).hexdigest()
    assert asked("ping", {**name, "t": token, "s": "abcdef"}).code == 40


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"t": "0" * 32}, 40),
        ({"t": "не то"}, 40),
        ({"s": "other1"}, 40),
        ({"s": None}, 10),
        ({"u": "boris@example.org"}, 40),
        ({"u": None}, 10),
        ({"u": ""}, 10),
        ({"p": "secret"}, 43),
        ({"p": "enc:zz", "t": None, "s": None}, 40),
        ({"p": "enc:ff", "t": None, "s": None}, 40),
        ({"apiKey": "x"}, 43),
        ({"apiKey": "x", "u": None, "t": None, "s": None}, 44),
        ({"apiKey": "", "u": None, "t": None, "s": None}, 10),
        ({"v": "2.0.0"}, 30),
        ({"v": "0.9"}, 20),
        ({"v": "many"}, None),
        ({"v": None}, 10),
        ({"c": None}, 10),
    ],
)
def test_whoever_is_not_known_is_told_by_number(
    player: Player, boris: Person, changes: dict[str, str | None], code: int | None
) -> None:
    said = asked("ping", {**player.proof(), **changes})
    assert said.code == code
    assert (said.said["type"], said.said["version"]) == ("akkord", "1.16.1")


def test_what_the_site_can_is_told_to_anybody(db: None) -> None:
    names = {each["name"] for each in asked("getOpenSubsonicExtensions", {})["openSubsonicExtensions"]}
    assert {"formPost", "apiKeyAuthentication", "indexBasedQueue"} <= names
    assert asked("getArtists", {}).code == 10


def test_a_token_that_was_revoked_opens_nothing(player: Player, anna: Person) -> None:
    (device,) = Device.objects.all()
    people.disconnect_device(anna, device.pk)
    assert asked("ping", player.proof()).code == 40
    assert asked("ping", {"apiKey": player.token, **WHO}).code == 44
    with pytest.raises(NoSuchToken):
        people.disconnect_device(anna, device.pk)


def test_nobody_revokes_what_is_anothers(player: Player, boris: Person) -> None:
    with pytest.raises(NoSuchToken):
        people.disconnect_device(boris, Device.objects.get().pk)
    assert player.ask("ping").ok


@pytest.mark.parametrize("state", [{"is_active": False}, {"frozen_at": clock.now()}, {"waiting": True}])
def test_whoever_does_not_stand_opens_nothing(player: Player, anna: Person, state: dict[str, object]) -> None:
    Person.objects.filter(pk=anna.pk).update(**state)
    assert player.ask("ping").code == 40


def test_whoever_leaves_takes_their_players_with_them(player: Player, anna: Person) -> None:
    people.leave(anna)
    people.come_back(anna)
    assert player.ask("ping").code == 40


def test_a_token_is_kept_sealed_and_opens_no_other_door(player: Player, anna: Person) -> None:
    from akkord.people.queries import bearer

    kept = Device.objects.values().get()
    assert player.token not in str(kept)
    assert bearer(player.token) is None


def test_tokens_sealed_with_another_key_are_no_tokens(player: Player, settings: object) -> None:
    settings.SECRET_KEY = "another key of at least fifty characters, so that it passes"  # type: ignore[attr-defined]
    assert player.ask("ping").code == 40


def test_when_a_player_was_last_here_is_written_once_an_hour(player: Player, anna: Person) -> None:
    noon = clock.now()
    for minutes, expected in ((0, 0), (50, 0), (61, 61)):
        with clock.at(noon + timedelta(minutes=minutes)):
            player.ask("ping")
        assert Device.objects.get().used_at == noon + timedelta(minutes=expected)


def test_a_person_has_so_many_players_at_most(anna: Person) -> None:
    for number in range(people.MOST_DEVICES):
        people.connect_device(anna, f"player {number}")
    with pytest.raises(TooManyTokens):
        people.connect_device(anna, "one more")


def test_the_operator_makes_one_by_a_command(anna: Person, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("subsonic_token", "anna@example.org", "Symfonium")
    token = capsys.readouterr().out.strip()
    assert asked("ping", {"apiKey": token, **WHO}).ok
    with pytest.raises(CommandError):
        call_command("subsonic_token", "nobody@example.org", "Symfonium")
