"""The command line: each command is a file of its own, imported only when it is called."""

from __future__ import annotations

import difflib
import importlib
import logging
import re
import sys
from pathlib import Path
from typing import Any

import click

from wireroom.errors import WireroomError

# Command → (module beside this one, one line of help). The line stands here so that --help imports nothing.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("demo", "A whole small network in the browser, following a made-up wire."),
    "new": ("new", "Make a network folder, and name the next steps."),
    "check": ("check", "Check the network file; change nothing."),
    "run": ("run", "Take copy in and serve all sites, until stopped."),
    "reload": ("reload", "Have the running server read its files again."),
    "read": ("read", "Read wire files and print what they say."),
    "take-in": ("take_in", "Deliver files as a source would, and tell what became of each."),
    "replay": ("replay", "Read quarantined files again."),
    "import": ("import_pages", "Old pages into the ledger: HTML, text captures, WARC files."),
    "sources": ("sources", "How each source is doing."),
    "get": ("get", "One response without a server."),
    "components": ("components", "Every part of a page with examples, in each theme."),
    "publish": ("publish", "The whole network as files, for any web server or object store."),
    "why": ("why", "Why a story is where it is, or is not."),
    "kill": ("decide", "Take a story off everything, with a notice at its URL."),
    "reinstate": ("decide", "Undo the desk's own kill."),
    "hold": ("decide", "Show a story nowhere, until a time or a release."),
    "release": ("decide", "End a hold."),
    "place": ("decide", "Put a story on a site or in a section."),
    "remove": ("decide", "Take a story off one site."),
    "pin": ("decide", "Keep a story at the head of a site's front."),
    "receipt": ("receipt", "Proof that a kill, a hold or a correction has landed everywhere."),
    "licence": ("licence", "Licences as RightsML (ODRL), and back; a contract's end."),
    "log": ("log", "The audit trail: every version, decision and receipt."),
    "verify": ("verify", "Prove that the ledger is whole and its projections equal a replay."),
    "backup": ("backup", "The whole network in one file, while it runs."),
    "restore": ("restore", "A network folder from a backup, with no kill undone."),
    "doctor": ("doctor", "Everything that must be right, and what to do where it is not."),
}

# The headings of --help, each before the command that it stands above.
HEADINGS = {
    "demo": "To begin",
    "read": "Copy in",
    "get": "Pages out",
    "why": "One story",
    "receipt": "Proof and licences",
    "backup": "Upkeep",
}


class LazyGroup(click.Group):
    """Finds commands by name without importing them, and answers a slip of the finger with the nearest name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[:1] == ["help"]:  # as other programs have it
            args = [*args[1:], "--help"]
        if args and args[0] in ("-n", "--network"):
            ctx.fail(f"{args[0]} stands behind the command, as in: wireroom check {args[0]} PATH")
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"wireroom.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            guess = f" Did you mean '{near[0]}'?" if near else ""
            ctx.fail(f"there is no command '{args[0]}'.{guess}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(map(len, COMMANDS))
        sections: list[tuple[str, list[tuple[str, str]]]] = []
        for name, (_, line) in COMMANDS.items():
            if name in HEADINGS:
                sections.append((HEADINGS[name], []))
            sections[-1][1].append((name.ljust(width), line))
        for heading, rows in sections:
            with formatter.section(heading):
                formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WireroomError as error:
            click.echo(f"wireroom: {error}", err=True)
        except click.UsageError as error:
            if meant := _meant(error):
                raise click.UsageError(error.message + meant, error.ctx) from None
            raise
        except BrokenPipeError:
            raise
        except OSError as error:
            if error.filename is None:
                raise
            click.echo(f"wireroom: {error.filename}: {error.strerror}", err=True)
            click.echo("  → look at the path, and whether you may write there", err=True)
        return ctx.exit(1)


def _meant(error: click.UsageError) -> str:
    """What somebody meant who named a network without -n."""
    extra = re.search(r"unexpected extra arguments? \((.+)\)", error.message)
    command = error.ctx.command_path if error.ctx else ""
    if extra is None or not (Path(extra[1], "network.toml").is_file() or extra[1].endswith(".toml")):
        return ""
    return f". Did you mean: {command} -n {extra[1]}"


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="First time here? wireroom demo. Your own: wireroom new my-network",
)
@click.version_option(package_name="wireroom", prog_name="wireroom")
def group() -> None:
    """Licensed wire copy in, a network of news sites out."""


def main() -> None:
    """Runs the command line; exit 0 for success, 1 for a stated failure, 2 for wrong usage."""
    # Commands print what became of things; only `run` and `demo` log.
    logging.getLogger("wireroom").addHandler(logging.NullHandler())
    try:
        group(prog_name="wireroom")
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
