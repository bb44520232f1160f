"""The operator's part of the registry of pages."""

from akkord.flow.pages import Page

PAGES = [
    Page("staff", "/staff/", roles=("operator",), seed="none"),
    Page("staff_jobs", "/staff/jobs", roles=("operator",), seed="none"),
    Page("staff_review", "/staff/review", roles=("operator",), seed="none"),
    Page("staff_conflicts", "/staff/conflicts", roles=("operator",), seed="none"),
    Page("staff_newcomers", "/staff/newcomers", roles=("operator",), seed="none"),
    Page("staff_offers", "/staff/offers", roles=("operator",), seed="none"),
    Page("staff_offer", "/staff/offers/free", roles=("operator",), seed="none"),
    Page("staff_payments", "/staff/payments", roles=("operator",), seed="none"),
    Page("staff_negotiations", "/staff/negotiations", roles=("operator",), seed="none"),
    Page("staff_proceedings", "/staff/proceedings", roles=("operator",), seed="none"),
    Page("staff_new_proceeding", "/staff/proceedings/new/court", roles=("operator",), seed="none"),
    Page("staff_messages", "/staff/messages", roles=("operator",), seed="none"),
    Page("mod_queue", "/mod/queue", roles=("operator",), seed="none"),
    Page("mod_appeals", "/mod/appeals", roles=("operator",), seed="none"),
    Page("mod_staff", "/mod/staff", roles=("operator",), seed="none"),
    Page("mod_looks", "/mod/looks", roles=("operator",), seed="none"),
    Page("staff_flaggers", "/staff/flaggers", roles=("operator",), seed="none"),
    Page("staff_sanctions", "/staff/sanctions", roles=("operator",), seed="none"),
    Page("staff_suspensions", "/staff/suspensions", roles=("operator",), seed="none"),
    Page("staff_organisations", "/staff/organisations", roles=("operator",), seed="none"),
    Page("staff_organisation", "/staff/organisations/1", roles=("operator",)),
    Page("staff_months", "/staff/months", roles=("operator",), seed="none"),
    Page("staff_terms", "/staff/terms", roles=("operator",), seed="none"),
    Page("staff_line_questions", "/staff/line-questions", roles=("operator",), seed="none"),
    Page("staff_what_if", "/staff/what-if", roles=("operator",), seed="none"),
    Page("staff_sound_claims", "/staff/sound-claims", roles=("operator",), seed="none"),
    Page("staff_usage_reports", "/staff/usage-reports", roles=("operator",), seed="none"),
    Page("staff_corrections", "/staff/corrections", roles=("operator",), seed="none"),
]
