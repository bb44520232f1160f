"""Addresses of the public log."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from . import canary, evidence, tree, views, waiting

urlpatterns = [
    path("log", views.log, name="log"),
    path("log/", RedirectView.as_view(url="/log", query_string=True)),
    path("log/verify", views.verify, name="log_verify"),
    path("log/checkpoint", tree.checkpoint, name="log_checkpoint"),
    path("log/vkey", tree.vkey, name="log_vkey"),
    re_path(r"^log/(?P<path>tile/.+)$", tree.tile, name="log_tile"),
    re_path(rf"^log/{views.NUMBER}$", views.line, name="log_line"),
    re_path(rf"^log/{views.NUMBER}/entry$", tree.entry, name="log_entry"),
    re_path(rf"^log/{views.NUMBER}/proof$", tree.proof, name="log_proof"),
    path("transparency/<int:year>/evidence.json", evidence.pack, name="transparency_evidence"),
    path("transparency/<int:year>/plays.json", evidence.plays, name="transparency_plays"),
    path("transparency/check.py", evidence.check, name="transparency_check"),
    path("transparency/precision", evidence.precision_page, name="precision"),
    path("transparency/precision.json", evidence.precision_json, name="precision_json"),
    path("transparency/flaggers", evidence.flaggers_page, name="flaggers"),
    path("transparency/flaggers.json", evidence.flaggers_json, name="flaggers_json"),
    path("transparency/waiting-money", waiting.money_page, name="waiting_money"),
    path("transparency/waiting-money.json", waiting.money_json, name="waiting_money_json"),
    path("canary", canary.page, name="canary"),
    path("canary.txt", canary.note, name="canary_note"),
    path("transparency", views.transparency, name="transparency"),
]
