"""``detente export``: every form is written, and what cannot be written is said."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from detente.views.cli import app
from detente.views.cli.exporting import Form


@pytest.mark.parametrize("form", list(Form))
def test_every_form_is_written(made_record: Path, tmp_path: Path, form: Form) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["export", str(made_record), "--to", form, str(out)])
    assert done.exit_code == 0, done.output
    assert b"Freedonia" in out.read_bytes() or b"FRE" in out.read_bytes()
    assert list(tmp_path.iterdir()) == [out]


def test_the_dump_on_standard_output(made_record: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(made_record), "--to", "json", "-"])
    assert {"articles", "parties", "events", "statements", "positions", "agenda", "times", "places"} <= set(
        json.loads(done.stdout)
    )


def test_a_folder_that_is_not_there(made_record: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["export", str(made_record), str(tmp_path / "no" / "out.json")])
    assert done.exit_code == 1
    assert "No such file" in str(done.exception)
