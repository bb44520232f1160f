"""Addresses of reports and decisions at the members' door."""

from django.urls import path

from akkord.flow.pages import ARTIST, MEMBERS, UNDER_WAY, Page

from . import mine, reporting

urlpatterns = [
    path("report/<slug:kind>/<number:number>", reporting.report, name="report"),
    path("my/reports", reporting.mine, name="my_reports"),
    path("my/decisions", reporting.decisions, name="my_decisions"),
    path("my/visibility", mine.visibility, name="my_visibility"),
    path("my/access", mine.access, name="my_access"),
    path("my/decisions/<number:number>", reporting.decision, name="my_decision"),
    path("my/decisions/<number:number>/appeal", reporting.appeal, name="appeal_decision"),
]

PAGES = [
    Page("report", "/report/person/2", MEMBERS),
    Page("my_reports", "/my/reports", MEMBERS),
    Page("my_decisions", "/my/decisions", MEMBERS),
    Page("my_decision", "/my/decisions/{decision}", ARTIST, UNDER_WAY),
    Page("my_visibility", "/my/visibility", MEMBERS),
    Page("my_access", "/my/access", MEMBERS),
]
