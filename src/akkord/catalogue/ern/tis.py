"""CISAC's Territory Information System: its groups of countries, and countries of the past.

Numbers and names of the groups as two societies' public tables have them (2100 AFRICA to 2136 WORLD). CISAC
publishes no list of members that may be copied here, so members are what the name says: geography by the UN's
M49, alliances by their membership in 2026. `perhaps` are countries at the edge of a group, about which labels
and tables differ: they are not licensed by the group, and are taken out when the group is taken out. Former
countries by ISO 3166-3, with those that hold their land today.
"""

from collections.abc import Mapping
from typing import NamedTuple

WORLD = "2136"


class Group(NamedTuple):
    """A group of countries: its name, its members, and who may or may not be one."""

    name: str
    members: frozenset[str]
    perhaps: frozenset[str] = frozenset()


def _group(name: str, members: str, perhaps: str = "") -> Group:
    return Group(name, frozenset(members.split()), frozenset(perhaps.split()))


_AFRICA = (
    "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ"
    " NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW"
)
_ANTILLES = "AG AI AW BB BL BQ CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TT VC VG VI"
_CENTRAL_AMERICA = "BZ CR GT HN NI PA SV"
_SOUTH_AMERICA = "AR BO BR CL CO EC FK GF GY PE PY SR UY VE"
_CONTINENT = f"CA MX US {_CENTRAL_AMERICA} {_SOUTH_AMERICA}"
_ASIA = (
    "AE AF BD BH BN BT CN HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA"
    " SA SG SY TH TJ TL TM TW UZ VN YE"
)
_EUROPEAN_CONTINENT = (
    "AD AL AT BA BE BG BY CH CZ DE DK EE ES FI FR GI GR HR HU IT LI LT LU LV MC MD ME MK NL NO PL PT RO RS RU"
    " SE SI SK SM UA VA XK"
)
_EUROPEAN_ISLANDS = "AX FO GB GG IE IM IS JE MT SJ"
_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
_OUTERMOST = "AX GF GP MF MQ RE YT"  # parts of member states with country codes of their own
_OCEANIA = "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV VU WF WS"
_COMMONWEALTH_AFRICA = "BW CM GH GM KE LS MU MW MZ NA NG RW SC SL SZ TZ UG ZA ZM"
_COMMONWEALTH_ASIA = "BD BN IN LK MY PK SG"
_COMMONWEALTH_PACIFIC = "AU FJ KI NR NZ PG SB TO TV VU WS"
_BRITISH_DEPENDENCIES = "AI BM CK FK GG GI GS IM IO JE KY MS NF NU PN SH TC TK VG"

GROUPS: Mapping[str, Group] = {
    "2100": _group("Africa", _AFRICA, "IO RE SH TF YT"),
    "2101": _group("America", f"{_CONTINENT} {_ANTILLES} BM BS GL PM TC", "BV GS UM"),
    "2102": _group("American continent", _CONTINENT, "BM GL GS PM"),
    "2103": _group("Antilles", _ANTILLES, "BS TC"),
    "2104": _group("APEC countries", "AU BN CA CL CN HK ID JP KR MX MY NZ PE PG PH RU SG TH TW US VN"),
    "2105": _group("ASEAN countries", "BN ID KH LA MM MY PH SG TH VN", "TL"),
    "2106": _group("Asia", _ASIA, "AM AZ CY GE RU TR"),
    "2107": _group("Australasia", "AU NZ", "CC CX FJ NC NF PG SB VU"),
    "2108": _group("Balkans", "AL BA BG GR HR ME MK RS XK", "CY MD RO SI TR"),
    "2109": _group("Baltic States", "EE LT LV"),
    "2110": _group("Benelux", "BE LU NL"),
    "2111": _group("British Isles", "GB IE IM", "GG JE"),
    "2112": _group("British West Indies", "AG AI BB BS DM GD JM KN KY LC MS TC TT VC VG", "BM BZ GY"),
    "2113": _group("Central America", _CENTRAL_AMERICA, "MX"),
    "2114": _group(
        "Commonwealth",
        f"{_COMMONWEALTH_AFRICA} {_COMMONWEALTH_ASIA} {_COMMONWEALTH_PACIFIC}"
        " AG BB BS BZ CA CY DM GB GD GY JM KN LC MT TT VC",
        f"GA MV TG ZW {_BRITISH_DEPENDENCIES}",
    ),
    "2115": _group("Commonwealth African territories", _COMMONWEALTH_AFRICA, "GA IO SH TG ZW"),
    "2116": _group("Commonwealth Asian territories", _COMMONWEALTH_ASIA, "CY HK MV"),
    "2117": _group("Commonwealth Australasian territories", _COMMONWEALTH_PACIFIC, "CC CK CX NF NU PN TK"),
    "2118": _group("Commonwealth of Independent States", "AM AZ BY KG KZ MD RU TJ UZ", "GE TM UA"),
    "2119": _group(
        "Eastern Europe",
        "BG BY CZ HU MD PL RO RU SK UA",
        "AL AM AZ BA EE GE HR LT LV ME MK RS SI XK",
    ),
    "2120": _group("Europe", f"{_EUROPEAN_CONTINENT} {_EUROPEAN_ISLANDS}", "AM AZ CY GE GL KZ TR"),
    "2121": _group("European Economic Area", f"{_UNION} IS LI NO", f"GB {_OUTERMOST}"),
    "2122": _group("European continent", _EUROPEAN_CONTINENT, f"CY TR {_EUROPEAN_ISLANDS}"),
    "2123": _group("European Union", _UNION, f"GB {_OUTERMOST}"),
    "2124": _group("GSA countries", "AT CH DE", "LI"),
    "2125": _group("Middle East", "AE BH IL IQ JO KW LB OM PS QA SA SY YE", "CY EG IR TR"),
    "2126": _group("NAFTA countries", "CA MX US"),
    "2127": _group("Nordic countries", "DK FI IS NO SE", "AX FO GL SJ"),
    "2128": _group("North Africa", "DZ EG LY MA TN", "EH MR SD"),
    "2129": _group("North America", "CA US", "BM GL MX PM PR VI"),
    "2130": _group("Oceania", _OCEANIA, "CC CX HM UM"),
    "2131": _group("Scandinavia", "DK NO SE", "FI FO IS"),
    "2132": _group("South America", _SOUTH_AMERICA, "GS"),
    "2133": _group("South East Asia", "BN ID KH LA MM MY PH SG TH TL VN"),
    "2134": _group("West Indies", f"{_ANTILLES} BS TC", "BM BZ GF GY SR"),
}

_SOVIET = "AM AZ BY EE GE KG KZ LT LV MD RU TJ TM UA UZ"
# ISO 3166-3 in four letters, as DDEX lists deprecated codes, and the two letters old messages write.
_TODAY = {
    "ANHH AN": "BQ CW SX",
    "BUMM BU": "MM",
    "BYAA": "BY",
    "CSHH": "CZ SK",
    "CSXX CS": "ME RS",
    "DDDE DD": "DE",
    "DYBJ DY": "BJ",
    "FXFR FX": "FR",
    "GEHH": "KI TV",
    "HVBF HV": "BF",
    "NHVU NH": "VU",
    "PCHH PC": "FM MH MP PW",
    "RHZW RH": "ZW",
    "SUHH SU": _SOVIET,
    "TPTL TP": "TL",
    "VDVN VD": "VN",
    "YDYE YD": "YE",
    "YUCS YU": "ME RS",
    "ZRCD ZR": "CD",
}
FORMER: Mapping[str, frozenset[str]] = {
    code: frozenset(today.split()) for codes, today in _TODAY.items() for code in codes.split()
} | {"SD736": frozenset({"SD", "SS"}), "ET230": frozenset({"ER", "ET"}), "YE886": frozenset({"YE"})}
# TIS and ISO number these lands of the past.
FORMER_NUMBERS: Mapping[str, str] = {
    "200": "CSHH",
    "230": "ET230",
    "278": "DDDE",
    "280": "DDDE",
    "530": "ANHH",
    "720": "YDYE",
    "736": "SD736",
    "810": "SUHH",
    "886": "YE886",
    "890": "YUCS",
    "891": "CSXX",
}
