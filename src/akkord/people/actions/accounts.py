"""What people do with their own accounts."""

from akkord.flow import clock
from akkord.people.models import Person


def enrol(
    *,
    email: str,
    name: str,
    password_hash: str,
    language: str = "en",
    city: str = "",
    about: str = "",
    operator: bool = False,
) -> Person:
    """Make an account with a password hashed beforehand (import, sample world)."""
    return Person.objects.create(
        email=email.lower(),
        name=name,
        password=password_hash,
        language=language,
        city=city,
        about=about,
        is_staff=operator,
        date_joined=clock.now(),
    )


def appoint_operator(person: Person) -> None:
    """Let a person run this server: health, jobs, organisations and their representatives."""
    Person.objects.filter(pk=person.pk).update(is_staff=True)
    person.is_staff = True


def choose_look(person: Person, *, language: str | None = None, theme: str | None = None) -> None:
    """Remember language and theme with the account, so that they follow its owner."""
    changed = {k: v for k, v in {"language": language, "theme": theme}.items() if v is not None}
    for field, value in changed.items():
        setattr(person, field, value)
    if changed:
        person.save(update_fields=list(changed))
