"""The public log's part of the registry of pages."""

from akkord.flow.pages import Page

PAGES = [
    Page("log", "/log", seed="none"),
    Page("log_line", "/log/0", seed="none"),
    Page("log_verify", "/log/verify", seed="none"),
    Page("precision", "/transparency/precision", seed="none"),
    Page("flaggers", "/transparency/flaggers", seed="none"),
    Page("waiting_money", "/transparency/waiting-money", seed="none"),
    Page("canary", "/canary", seed="none"),
    Page("transparency", "/transparency", seed="none"),
]
