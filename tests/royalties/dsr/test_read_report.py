"""An operator checks a report's files with `akkord manage read_report`."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management.base import CommandError
from makers import plain_report
from report_world import written

from akkord.royalties.management.commands.read_report import Command


def _run(capsys: pytest.CaptureFixture[str], *paths: Path, told: bool = False) -> tuple[int, str]:
    code = 0
    try:
        Command().run_from_argv(["manage", "read_report", *map(str, paths), *(["--json"] if told else [])])
    except SystemExit as ended:
        code = int(ended.code or 0)
    return code, capsys.readouterr().out


def test_an_operator_reads_a_report(
    dsr: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ((name, content),) = written(dsr, plain_report(dsr)).items()
    path = tmp_path / name
    path.write_bytes(content)
    code, out = _run(capsys, path)
    assert code == 0
    assert "summary 1 (SY10): SubscriptionModel OnDemandStream DE" in out
    assert out.endswith("no faults\n")
    path.write_bytes(content.replace(b"\tt1\t", b"\tt0\t"))
    code, out = _run(capsys, path, told=True)
    assert code == 1
    fault, read_of = (json.loads(line) for line in out.splitlines())
    assert (fault["fault"], fault["line"], fault["cell"]) == ("sale_twice", 6, "SalesTransactionId")
    assert read_of["records"]["SR08"] == 3
    assert read_of["summaries"][0]["AllocatedRevenueInCurrencyOfTransaction"] == "0.003003"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        Command().handle(file=[tmp_path / "none.tsv"], json=False)
