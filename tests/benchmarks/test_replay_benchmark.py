"""benchmarks/replay still compares and measures what the product's replay does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "replay"


@pytest.mark.postgres
def test_it_finds_the_cells_that_sql_finds_and_judges_every_goal():
    few = ["--few", "300", "--cases", "600", "--repeats", "1"]

    run = subprocess.run(
        [sys.executable, BENCHMARK, "--postgresql", os.environ["DATABASE_URL"], *few],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stderr == ""  # a wrong cell ends the run with a sentence
    lines = run.stdout.splitlines()
    measures = [json.loads(line) for line in lines if line.startswith("{")]
    assert {(one["n"], one["wrong"]) for one in measures} == {(300, 0), (600, 0)}
    assert len([line for line in lines if line.startswith("goal=")]) == 4
