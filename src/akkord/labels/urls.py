"""Addresses of the rights office; all begin with /rights/."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from . import (
    certificates,
    claims,
    conflicts,
    contests,
    deliveries,
    free,
    grants,
    home,
    hooks,
    mandates,
    messages,
    negotiations,
    orders,
    ownership,
    people,
    permissions,
    proceedings,
    recordings,
    simulations,
    stay_downs,
    uses,
    where,
)


class Registered(IntConverter):
    """A number in an address, within what a database id can be."""

    regex = "[1-9][0-9]{0,17}"


register_converter(Registered, "registered")

_N = "rights/<registered:number>/"

urlpatterns = [
    path("rights/", home.home, name="labels-home"),
    path(_N, home.organisation, name="labels-organisation"),
    path(f"{_N}catalogue", recordings.listed, name="labels-catalogue"),
    path(f"{_N}recordings/<registered:recording>", recordings.recording, name="labels-recording"),
    path(f"{_N}recordings/<registered:recording>/block", recordings.block, name="labels-block"),
    path(
        f"{_N}recordings/<registered:recording>/lift/<registered:block>", recordings.lift, name="labels-lift"
    ),
    path(f"{_N}recordings/<registered:recording>/uses", uses.uses, name="labels-uses"),
    path(f"{_N}recordings/<registered:recording>/uses/<str:what>.csv", uses.exported, name="labels-uses-csv"),
    path(
        f"{_N}recordings/<registered:recording>/matches/<registered:match>.svg",
        where.match_picture,
        name="labels-match-picture",
    ),
    path(f"{_N}recordings/<registered:recording>/ownership", ownership.ownership, name="labels-ownership"),
    path(f"{_N}recordings/<registered:recording>/ownership/state", ownership.state, name="labels-state"),
    path(
        f"{_N}recordings/<registered:recording>/ownership/<registered:statement>",
        ownership.statement,
        name="labels-statement",
    ),
    path(f"{_N}recordings/<registered:recording>/free", free.free, name="labels-free"),
    path(
        f"{_N}recordings/<registered:recording>/free/<registered:free>/withdraw",
        free.withdraw,
        name="labels-withdraw-free",
    ),
    path(f"{_N}where", where.where, name="labels-where"),
    path(f"{_N}where/<uuid:inquiry>", where.inquiry, name="labels-inquiry"),
    path(f"{_N}where/<uuid:inquiry>/<int:key>.svg", where.inquiry_picture, name="labels-inquiry-picture"),
    path(f"{_N}deliveries", deliveries.listed, name="labels-deliveries"),
    path(f"{_N}deliveries/new", deliveries.new, name="labels-new-delivery"),
    path(f"{_N}deliveries/example.csv", deliveries.example, name="labels-example"),
    path(f"{_N}deliveries/<registered:delivery>", deliveries.delivery, name="labels-delivery"),
    path(f"{_N}deliveries/<registered:delivery>/files", deliveries.add_files, name="labels-files"),
    path(f"{_N}messages/new", messages.new, name="labels-new-message"),
    path(f"{_N}messages/<registered:message>", messages.message, name="labels-message"),
    path(f"{_N}messages/<registered:message>/accept", messages.accept, name="labels-accept-message"),
    path(f"{_N}licences", permissions.licences, name="labels-licences"),
    path(f"{_N}licences/new", permissions.new_licence, name="labels-new-licence"),
    path(
        f"{_N}licences/<registered:licence>/withdraw",
        permissions.withdraw_licence,
        name="labels-withdraw-licence",
    ),
    path(f"{_N}policies", permissions.policies, name="labels-policies"),
    path(f"{_N}policies/new", permissions.new_policy, name="labels-new-policy"),
    path(
        f"{_N}policies/<registered:policy>/withdraw",
        permissions.withdraw_policy,
        name="labels-withdraw-policy",
    ),
    path(f"{_N}simulations/<uuid:simulation>", simulations.simulation, name="labels-simulation"),
    path(f"{_N}simulations/<uuid:simulation>/sign", simulations.sign, name="labels-sign-simulation"),
    path(f"{_N}grants", grants.listed, name="labels-grants"),
    path(f"{_N}grants/new", grants.new, name="labels-new-grant"),
    path(f"{_N}grants/<registered:grant>/withdraw", grants.withdraw, name="labels-withdraw-grant"),
    path(f"{_N}negotiations", negotiations.listed, name="labels-negotiations"),
    path(f"{_N}negotiations/new", negotiations.new, name="labels-new-negotiation"),
    path(f"{_N}negotiations/<uuid:negotiation>", negotiations.negotiation, name="labels-negotiation"),
    path(f"{_N}negotiations/<uuid:negotiation>/terms", negotiations.terms, name="labels-lay-terms"),
    path(f"{_N}negotiations/<uuid:negotiation>/released", negotiations.released, name="labels-released"),
    path(f"{_N}negotiations/<uuid:negotiation>/<slug:verb>", negotiations.act, name="labels-negotiate"),
    path(f"{_N}orders", orders.listed, name="labels-orders"),
    path(f"{_N}orders/new", orders.new, name="labels-new-order"),
    path(f"{_N}orders/<uuid:order>", orders.order, name="labels-order"),
    path(f"{_N}orders/<uuid:order>/execute", orders.execute, name="labels-execute"),
    path(f"{_N}orders/<uuid:order>/release", orders.release, name="labels-release"),
    path(f"{_N}orders/<uuid:order>/rows.csv", orders.rows_csv, name="labels-order-rows"),
    path(f"{_N}stay-downs", stay_downs.listed, name="labels-stay-downs"),
    path(f"{_N}stay-downs/<registered:block>", stay_downs.stay_down, name="labels-stay-down"),
    path(f"{_N}stay-downs/<registered:block>/end", stay_downs.end, name="labels-end-stay-down"),
    path(f"{_N}stay-downs/<registered:block>/until", stay_downs.end_at, name="labels-stay-down-until"),
    path(f"{_N}mandates", mandates.listed, name="labels-mandates"),
    path(f"{_N}mandates/new", mandates.new, name="labels-new-mandate"),
    path(f"{_N}mandates/<registered:mandate>/end", mandates.end, name="labels-end-mandate"),
    path(f"{_N}people", people.listed, name="labels-people"),
    path(f"{_N}people/seat", people.seat, name="labels-seat"),
    path(f"{_N}people/<registered:person>/role", people.role, name="labels-role"),
    path(f"{_N}keys", people.new_key, name="labels-new-key"),
    path(f"{_N}keys/<registered:key>/revoke", people.revoke, name="labels-revoke-key"),
    path(f"{_N}hooks", hooks.listed, name="labels-hooks"),
    path(f"{_N}hooks/<uuid:hook>", hooks.hook, name="labels-hook"),
    path(f"{_N}hooks/<uuid:hook>/try", hooks.act, {"act": "try"}, name="labels-try-hook"),
    path(f"{_N}hooks/<uuid:hook>/end", hooks.act, {"act": "end"}, name="labels-end-hook"),
    path(f"{_N}hooks/<uuid:hook>/calls/<uuid:call>/again", hooks.again, name="labels-call-again"),
    path(f"{_N}proceedings", proceedings.listed, name="labels-proceedings"),
    path(f"{_N}cases/<uuid:public_id>", proceedings.case, name="labels-case"),
    path(f"{_N}cases/<uuid:public_id>/settle", proceedings.settle, name="labels-settle-case"),
    path(f"{_N}orders/<uuid:order>/certificate", certificates.certificate, name="labels-certificate"),
    path(
        f"{_N}orders/<uuid:order>/certificate.json",
        certificates.certificate_json,
        name="labels-certificate-json",
    ),
    path(
        f"{_N}orders/<uuid:order>/certificate.pdf",
        certificates.certificate_paper,
        name="labels-certificate-pdf",
    ),
    path(f"{_N}orders/<uuid:order>/notice.json", certificates.notice_json, name="labels-notice-json"),
    path(f"{_N}claims/new", claims.new, name="labels-new-claim"),
    path(f"{_N}conflicts", conflicts.listed, name="labels-conflicts"),
    path(f"{_N}conflicts/<registered:conflict>", conflicts.conflict, name="labels-conflict"),
    path(f"{_N}conflicts/<registered:conflict>/concede", conflicts.concede, name="labels-concede"),
    path(f"{_N}conflicts/<registered:conflict>/evidence", conflicts.evidence, name="labels-evidence"),
    path(f"{_N}conflicts/<registered:conflict>/offer", conflicts.offer, name="labels-offer-shares"),
    path(
        f"{_N}conflicts/<registered:conflict>/offers/<registered:offer>",
        conflicts.answer,
        name="labels-answer-shares",
    ),
    path(f"{_N}contests", contests.listed, name="labels-contests"),
    path(f"{_N}contests/<registered:contest>", contests.contest, name="labels-contest"),
    path(f"{_N}contests/<registered:contest>/complain", contests.complain, name="labels-complain"),
]
