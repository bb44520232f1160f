"""Jobs of disclosure: statements of reasons are sent where the operator said, or nowhere."""

import structlog
from django.conf import settings
from django_tasks import task

from akkord.net.errors import NotReached

from . import actions, evidence
from .errors import NotTaken

log = structlog.get_logger(__name__)


@task(priority=-10)
def year_packs() -> None:
    """Make the evidence packs anew where the log went on."""
    evidence.make_packs()


@task(priority=-5)
def statements() -> None:
    """Note what the log's new lines owe, and send what waits. Without an address nothing leaves the site."""
    if not settings.STATEMENTS_URL:
        return
    while actions.note_owed():
        pass
    try:
        actions.send_waiting()
    except (NotReached, NotTaken) as trouble:  # kept with what waits, and tried next minute
        log.warning("statements", trouble=str(trouble))
