"""The command line: a thin skin over the Python API. Each module here is one group of commands.

Nothing heavy is imported before a command runs, so that ``detente --help`` answers at once.
"""

from __future__ import annotations

import os
import sys

import typer

from detente.record import RecordError
from detente.views.cli import asking, coding, exporting, intake, looking, mending, serving
from detente.views.cli.failing import Failure

app = typer.Typer(
    name="detente",
    help="Reads diplomatic and political news and keeps the record: who did and said what to whom, on which issue, "
    "under which condition, and which sentences say so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (intake, asking, looking, mending, exporting, coding, serving):
    group.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        from detente import __version__

        typer.echo(f"detente {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: bool = typer.Option(False, "--version", help="Say the version.", callback=_version, is_eager=True),
) -> None:
    pass


def main() -> None:
    """Run the command line. What goes wrong is said in one line; DETENTE_DEBUG=1 shows where."""
    debug = bool(os.environ.get("DETENTE_DEBUG"))
    try:
        app()
    except (Failure, RecordError) as error:
        if debug:
            raise
        sys.stderr.write(f"detente: {' '.join(str(error).split())}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("detente: interrupted\n")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if debug:
            raise
        words = " ".join(str(error).split())[:300] or type(error).__name__
        sys.stderr.write(f"detente: {words} ({type(error).__name__}; DETENTE_DEBUG=1 shows where)\n")
        sys.exit(1)
