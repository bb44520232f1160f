"""The rights office's part of the registry of pages."""

from akkord.flow.pages import ARTIST, UNDER_WAY, Page

_OFFICE = ("label", "operator")
_DESK = (*ARTIST, "operator")


def _at_the_desk(route: str, path: str, roles: tuple[str, ...] = _DESK) -> Page:
    """A page of something under way at the office of the artist's label."""
    return Page(route, f"/rights/{{label}}/{path}", roles, UNDER_WAY)


PAGES = [
    Page("labels-home", "/rights/", _OFFICE),
    Page("labels-catalogue", "/rights/1/catalogue", _OFFICE),
    Page("labels-recording", "/rights/1/recordings/1", _OFFICE, seed="music"),
    Page("labels-ownership", "/rights/1/recordings/1/ownership", _OFFICE, seed="music"),
    Page("labels-statement", "/rights/1/recordings/1/ownership/1", ("label",), seed="music"),
    Page("labels-free", "/rights/1/recordings/1/free", _OFFICE, seed="music"),
    Page("labels-uses", "/rights/1/recordings/1/uses", _OFFICE, seed="music"),
    Page("labels-where", "/rights/1/where", _OFFICE),
    Page("labels-deliveries", "/rights/1/deliveries", _OFFICE),
    Page("labels-new-delivery", "/rights/1/deliveries/new", _OFFICE),
    Page("labels-delivery", "/rights/1/deliveries/1", _OFFICE, seed="music"),
    Page("labels-new-message", "/rights/1/messages/new", _OFFICE),
    Page("labels-batches", "/rights/1/batches", _OFFICE),
    Page("labels-licences", "/rights/1/licences", _OFFICE),
    Page("labels-new-licence", "/rights/1/licences/new", _OFFICE),
    Page("labels-withdraw-licence", "/rights/1/licences/1/withdraw", _OFFICE, seed="music"),
    Page("labels-policies", "/rights/1/policies", _OFFICE),
    Page("labels-new-policy", "/rights/1/policies/new", _OFFICE),
    Page("labels-grants", "/rights/1/grants", _OFFICE),
    Page("labels-new-grant", "/rights/1/grants/new", _OFFICE),
    Page("labels-negotiations", "/rights/1/negotiations", _OFFICE),
    Page("labels-new-negotiation", "/rights/1/negotiations/new", _OFFICE),
    Page("labels-orders", "/rights/1/orders", _OFFICE),
    Page("labels-new-order", "/rights/1/orders/new", _OFFICE),
    Page("labels-mandates", "/rights/1/mandates", _OFFICE),
    Page("labels-new-mandate", "/rights/1/mandates/new", ("label",)),
    Page("labels-people", "/rights/1/people", _OFFICE),
    Page("labels-hooks", "/rights/1/hooks", _OFFICE),
    Page("labels-proceedings", "/rights/1/proceedings", _OFFICE),
    Page("labels-new-claim", "/rights/1/claims/new", _OFFICE),
    Page("labels-overlaps", "/rights/1/overlaps", _OFFICE),
    Page("labels-conflicts", "/rights/1/conflicts", _OFFICE),
    Page("labels-contests", "/rights/1/contests", _OFFICE),
    Page("labels-held", "/rights/1/held", _OFFICE),
    Page("labels-stay-downs", "/rights/1/stay-downs", _OFFICE),
    Page("labels-royalties", "/rights/1/royalties", _OFFICE),
    Page("labels-left-out", "/rights/1/left-out", _OFFICE),
    Page("labels-unmatched", "/rights/1/unmatched", _OFFICE),
    Page("labels-usage-reports", "/rights/1/usage-reports", _OFFICE),
    _at_the_desk("labels-batch", "batches/{batch}"),
    _at_the_desk("labels-case", "cases/{case}"),
    _at_the_desk("labels-certificate", "orders/{order}/certificate"),
    _at_the_desk("labels-conflict", "conflicts/{conflict}"),
    _at_the_desk("labels-contest", "contests/{contest}"),
    _at_the_desk("labels-end-mandate", "mandates/{mandate}/end", ARTIST),
    _at_the_desk("labels-hook", "hooks/{hook}"),
    _at_the_desk("labels-inquiry", "where/{inquiry}"),
    _at_the_desk("labels-lay-terms", "negotiations/{negotiation}/terms"),
    _at_the_desk("labels-message", "messages/{message}"),
    _at_the_desk("labels-negotiation", "negotiations/{negotiation}"),
    _at_the_desk("labels-order", "orders/{order}"),
    _at_the_desk("labels-overlap", "overlaps/{one}/{other}"),
    _at_the_desk("labels-released", "negotiations/{negotiation}/released"),
    _at_the_desk("labels-royalty-line", "royalties/{statement}/lines/{line}"),
    _at_the_desk("labels-royalty-statement", "royalties/{statement}"),
    _at_the_desk("labels-simulation", "simulations/{simulation}"),
    _at_the_desk("labels-stay-down", "stay-downs/{block}"),
    _at_the_desk("labels-unmatched-sound", "unmatched/{sound}"),
    _at_the_desk("labels-withdraw-grant", "grants/{grant}/withdraw"),
    _at_the_desk("labels-withdraw-policy", "policies/{policy}/withdraw"),
]
