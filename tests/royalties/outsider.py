"""What a label's accountant might write: a statement recomputed from its inputs with nothing of ours.

    python outsider.py statement.zip

It knows the rules from the documentation alone: pool = rate of net revenue; the party's part and every line
by largest remainder; the greatest of three figures; advances first, whole cents paid. Prints what differs.
"""

import csv
import io
import json
import sys
import zipfile
from fractions import Fraction


def down(exact):
    return exact.numerator // exact.denominator


def recompute(path):
    with zipfile.ZipFile(path) as archive:
        said = json.loads(archive.read("statement.json"))
        rows = list(csv.DictReader(io.StringIO(archive.read("lines.csv").decode())))
    wrong, total = [], 0

    def same(what, stated, found):
        if stated != found:
            wrong.append(f"{what}: stated {stated}, found {found}")

    for pool in said["pools"]:
        name = f"{pool['offer']} {pool['sold_in']} {pool['currency']}"
        same(
            f"pool {name}",
            pool["amount"],
            down((pool["gross"] - pool["deductions"]) * Fraction(pool["rate"]))
            + pool["carried_in"]
            - pool["carried_on"],
        )
        paid = {"amount": 0, "heard": "0"}
        for part in pool["parts"]:
            key = (pool["offer"], pool["sold_in"], pool["currency"], part["waits"])
            mine = [r for r in rows if (r["offer"], r["sold_in"], r["currency"], r["waits"]) == key]
            weights = [int(r["plays"]) * Fraction(r["fraction"]) for r in mine]
            if pool["rule"] == "user_centric":  # what their payers paid, told line by line
                weights = [Fraction(r["weight"]) for r in mine]
            if said["revision"]:
                after = part["before"]["amount"] + sum(int(r["amount"]) for r in mine)
                same(f"part {key} after the correction", part["amount"], after)
            else:
                exact = pool["amount"] * sum(weights) / Fraction(pool["weight"])
                got = down(exact)
                if pool["cut"]:
                    mine_place = (-(exact - got), part["place"])
                    got += mine_place <= (-Fraction(pool["cut"]["remainder"]), pool["cut"]["place"])
                same(f"part {key}", part["amount"], got)
                shares = [got * w / (sum(weights) or 1) for w in weights]
                units = [down(s) for s in shares]
                order = sorted(
                    range(len(mine)),
                    key=lambda n: (
                        units[n] - shares[n],
                        int(mine[n]["recording"]),
                        mine[n]["territory"],
                        mine[n]["use"],
                        Fraction(mine[n]["fraction"]),
                    ),
                )
                for n in order[: got - sum(units)]:
                    units[n] += 1
                for row, unit in zip(mine, units, strict=True):
                    same(f"line {row['id']}", int(row["amount"]), unit)
            if not part["waits"]:
                paid = part
        terms, fx, rate = said["terms"], Fraction(pool["exchange"]["rate"]), Fraction(pool["rate"])
        own = Fraction(terms["rate"] or pool["rate"])
        of_all = Fraction(paid["heard"]) / Fraction(pool["heard"])
        heard, threshold = Fraction(paid["heard"]), terms.get("threshold")
        beyond = max(0, heard - threshold) if threshold else 0
        plays = terms["per_play"] * (heard - beyond) + terms.get("per_play_above", 0) * beyond
        figures = (
            down(paid["amount"] * fx * own / rate),
            down(terms["per_subscriber"] * Fraction(pool["subscribers"]) * of_all),
            down(Fraction(plays)),
        )
        same(f"due of {name}", pool["due"]["due"], max(figures))
        total += max(figures) - pool["before"]["due"]
    account = said["account"]
    same("due", account["due"], total)
    left = account["carried_in"] + total
    for advance in account["advances"]:
        last_day, until = said["month"]["last_day"], advance["until"] or "9999"
        may = advance["paid_on"] <= last_day <= until
        taken = min(advance["before"], max(left, 0)) if may else 0
        same(f"advance {advance['number']}", advance["taken"], taken)
        left -= taken
    paid_out = max(left, 0) // account["smallest"] * account["smallest"]
    paid_out = paid_out if paid_out >= said["terms"]["payout_minimum"] else 0
    same("paid", account["paid"], paid_out)
    same("carried on", account["carried_on"], left - paid_out)
    return said, rows, wrong


if __name__ == "__main__":
    differences = recompute(sys.argv[1])[2]
    sys.stdout.write(("\n".join(differences) or "everything comes out") + "\n")
    sys.exit(bool(differences))
