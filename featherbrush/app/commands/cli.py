"""The command line as a whole: what there is, and how mistakes are told."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import typer
from typer.main import get_command

from featherbrush import __version__
from featherbrush.app.commands.bench import bench
from featherbrush.app.commands.interrupt import abandoned
from featherbrush.app.commands.models import models
from featherbrush.app.commands.render import render
from featherbrush.app.commands.studio import studio
from featherbrush.engine.errors import FeatherbrushError

USAGE_ERROR = 2
INTERRUPTED = 130
_PROGRAM = "featherbrush"
_DEFAULT = "studio"

cli = typer.Typer(
    name=_PROGRAM,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli.command("studio")(studio)
cli.command("render")(render)
cli.command("models")(models)
cli.command("bench")(bench)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{_PROGRAM} {__version__}")
        raise typer.Exit


@cli.callback()
def featherbrush(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say which this is."),
    ] = False,
) -> None:
    """Paint label maps, see a conditional GAN's picture of them appear under the pen.

    Without a command, `featherbrush [MAP.png]` opens the studio. The other commands work without
    a window: render makes one picture, models lists what there is to render with, bench measures
    how fast they are here. Each explains itself with --help.
    """


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code.

    Every mistake of the user's is one line on stderr and exit code 2.
    """
    _open_streams()
    code = _run(arguments)
    if abandoned():
        os._exit(code)  # the usual way out aborts while a model still runs
    return code


def _run(arguments: Sequence[str]) -> int:
    try:
        code = get_command(cli).main(
            args=_with_command(arguments), prog_name=_PROGRAM, standalone_mode=False
        )
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except FeatherbrushError as error:
        return _complain(str(error))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except OSError as error:
        if error.filename is not None:  # of some other file, for which there should be an answer
            raise
        _drop_output()
        return _complain(f"the output cannot be written: {error.strerror or error}")
    except Exception as error:
        # Typer's usage errors share no public base class across its versions.
        tell = getattr(error, "format_message", None)
        if tell is None:
            raise
        return _complain(f"{tell()} (see featherbrush --help)")


def _with_command(arguments: Sequence[str]) -> list[str]:
    """The arguments with the command that is meant when none is given."""
    known = {command.name for command in cli.registered_commands}
    given = arguments[0] if arguments else ""
    if given in known or given in ("-h", "--help", "--version"):
        return list(arguments)
    return [_DEFAULT, *arguments]


def _open_streams() -> None:
    """Where an output stream is closed (`>&-`, or no console on Windows) ours goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


def _complain(message: str) -> int:
    with suppress(OSError):  # a stderr that takes nothing: the exit code is left to tell
        print(f"{_PROGRAM}: {' '.join(message.split())}", file=sys.stderr)
    return USAGE_ERROR


def _reader_left() -> int:
    """Whoever read our output closed it (`| head`): end quietly, also at interpreter exit."""
    _drop_output()
    return 1


def _drop_output() -> None:
    """What still waits to be written would be tried again, and fail, at interpreter exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
