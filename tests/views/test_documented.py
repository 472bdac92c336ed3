"""A command or an option that is not in docs/commands.md does not exist for anybody."""

from pathlib import Path

import typer

from detente.views.cli import app
from detente.views.cli.exporting import Form

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def test_every_command_is_documented_and_says_what_it_does() -> None:
    for name, command in COMMANDS.items():
        assert f"`detente {name}" in PAGE, name
        assert command.help, name


def test_every_option_is_documented_and_has_a_help_text() -> None:
    for name, command in COMMANDS.items():
        for option in command.params:
            assert option.help, (name, option.name)
            longest = max(option.opts, key=len)
            if longest.startswith("--"):
                assert f"`{longest}" in PAGE or f"{longest} " in PAGE, (name, longest)


def test_every_form_of_export_is_documented() -> None:
    for form in Form:
        assert f"`{form}`" in PAGE, form
