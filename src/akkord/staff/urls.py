"""Addresses of the operator's pages and of the supervisor's questions."""

from django.urls import path

from . import acts, conflicts, fairness, messages, negotiations, proceedings, rehearsing, review, views

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("staff/", views.state, name="staff"),
    path("staff/jobs", views.jobs, name="staff_jobs"),
    path("staff/jobs/<int:number>/retry", views.retry, name="staff_retry"),
    path("staff/review", review.review, name="staff_review"),
    path("staff/review/<slug:item>/take", review.take, name="staff_review_take"),
    path("staff/review/<slug:item>/leave", review.give_back, name="staff_review_leave"),
    path("staff/review/<slug:item>/act", review.act, name="staff_review_act"),
    path("staff/review/<slug:item>/row", review.decide_row, name="staff_review_row"),
    path("staff/review/<slug:item>/conflict", conflicts.decide, name="staff_review_conflict"),
    path("staff/conflicts", conflicts.listed, name="staff_conflicts"),
    path("staff/conflicts/<int:number>", conflicts.conflict, name="staff_conflict"),
    path("staff/conflicts/<int:number>/ruling", conflicts.propose, name="staff_propose_ruling"),
    path(
        "staff/conflicts/<int:number>/rulings/<int:ruling>/approve",
        conflicts.approve,
        name="staff_approve_ruling",
    ),
    path(
        "staff/conflicts/<int:number>/evidence/<int:evidence>",
        conflicts.look,
        name="staff_conflict_evidence",
    ),
    path("staff/negotiations", negotiations.listed, name="staff_negotiations"),
    path("staff/proceedings", proceedings.listed, name="staff_proceedings"),
    path("staff/proceedings/new/<slug:procedure>", proceedings.new, name="staff_new_proceeding"),
    path("staff/proceedings/<uuid:public_id>", proceedings.proceeding, name="staff_proceeding"),
    path("staff/proceedings/<uuid:public_id>/rehearsal", rehearsing.rehearse, name="staff_rehearsal"),
    path("staff/proceedings/<uuid:public_id>/step", proceedings.step, name="staff_step"),
    path("staff/proceedings/<uuid:public_id>/join", proceedings.join, name="staff_join"),
    path("staff/proceedings/<uuid:public_id>/rows/<int:line>", acts.decide, name="staff_decide_row"),
    path(
        "staff/proceedings/<uuid:public_id>/certificate.json",
        acts.certificate_json,
        name="staff_certificate_json",
    ),
    path(
        "staff/proceedings/<uuid:public_id>/certificate.pdf",
        acts.certificate_paper,
        name="staff_certificate_pdf",
    ),
    path("staff/approvals/<int:number>/approve", proceedings.approve, name="staff_approve"),
    path("staff/statements/retry", views.retry_statements, name="staff_retry_statements"),
    path("staff/messages", messages.listed, name="staff_messages"),
    path("staff/messages/<int:number>/close", messages.close, name="staff_close_report"),
    path("staff/flaggers", fairness.trusted, name="staff_flaggers"),
    path("staff/flaggers/<int:number>/<slug:verb>", fairness.change, name="staff_flagger"),
    path("staff/sanctions", fairness.sanctions, name="staff_sanctions"),
    path("staff/sanctions/<int:number>/lift", fairness.lift, name="staff_lift_sanction"),
    path("staff/organisations", views.organisation_list, name="staff_organisations"),
    path("staff/organisations/<int:number>", views.organisation, name="staff_organisation"),
    path("staff/organisations/<int:number>/dpid", views.record_dpid, name="staff_dpid"),
    path("staff/organisations/<int:number>/dismiss/<int:person>", views.dismiss, name="staff_dismiss"),
]
