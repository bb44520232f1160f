"""What is under way in the sample world, so that pages of cases, months and payments have addresses there.

Begun once for each site, by the product's own actions, in the site's own environment (__main__.py).
"""

import json
from collections.abc import Callable

from akkord.flow.pages import Page
from living_site import ROOT, LivingSite

PlaceOf = Callable[[Page], str]

BEGIN = f"""
import runpy, sys
sys.path.append({str(ROOT / "tests")!r})
runpy.run_module("browser.under_way", run_name="__main__")
"""


# A code that was not used yet, of new ones: each serves once.
CODE = """
import django; django.setup()
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from akkord.people.queries import person_by_email
person = person_by_email({email!r})
Authenticator.objects.filter(user=person, type="recovery_codes").delete()
print(RecoveryCodes.activate(person).get_unused_codes()[0])
"""


def code_on_paper(site: LivingSite, email: str) -> str:
    """What somebody with a second step reads off their sheet when they sign in."""
    return site.python(CODE.format(email=email)).strip()


def begun(site: LivingSite) -> dict[str, str]:
    """What stands in the holes of addresses, by the holes' names; kept beside the world it is of."""
    known = site.data / "under-way.json"
    if not known.exists():
        known.write_text(site.python(BEGIN))
    held: dict[str, str] = json.loads(known.read_text())
    return held
