"""The declared tables of all proceedings, by their kind; one page each."""

from collections.abc import Mapping

from ..machine import Table
from ..terms import Machine
from . import claim, court, demand, dmca, dsa, ru_application, ru_court, stay_down, unknown

TABLES: Mapping[Machine, Table] = {
    each.TABLE.machine: each.TABLE
    for each in (dmca, claim, dsa, stay_down, ru_court, ru_application, court, demand, unknown)
}
