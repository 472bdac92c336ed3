"""``detente code-pairs``: the coder alone, on a table of marked pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.views.cli.failing import Failure


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(name="code-pairs", rich_help_panel="Measuring")(code_pairs)


def code_pairs(
    gold: Annotated[
        Path,
        typer.Argument(
            help="A tab-separated table with a column marked_sentence: source in <s></s>, target in <t></t>.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, typer.Argument(help="The table to write: type and score, in order.", show_default=False)],
    weights: Annotated[
        Path | None, typer.Option(help="A folder with other weights of the coder, for measuring.")
    ] = None,
) -> None:
    """Say which type of event each marked pair is."""
    from detente.coding import pairs
    from detente.coding.coder import Coder

    try:
        n = pairs.code_pairs(gold, out, Coder(weights))
    except pairs.BadPairs as error:
        raise Failure(str(error)) from None
    typer.echo(f"{n} pairs coded: {out}")
