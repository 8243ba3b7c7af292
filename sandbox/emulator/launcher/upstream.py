"""The upstream this launcher was written against, and how a correction says that upstream is no longer that."""

import importlib.metadata
import inspect

VERSION = "1.3.2"


class UpstreamChanged(Exception):
    """A correction found something else than it corrects."""


def require_version() -> None:
    """Refuses any LocalEmu but the pinned one."""
    try:
        found = importlib.metadata.version("localemu")
    except importlib.metadata.PackageNotFoundError:
        found = "none"
    if found != VERSION:
        raise UpstreamChanged(f"localemu {VERSION} is needed, found {found}")


def expect(correction: str, holds: object, what: str) -> None:
    """Stops the start, by the correction's name, unless what it relies on `holds`."""
    if not holds:
        raise UpstreamChanged(f"correction {correction}: localemu {VERSION} no longer has {what}")


def expect_parameters(correction: str, function, *names: str) -> None:
    """Expects `function` to take exactly the parameters `names`."""
    found = tuple(inspect.signature(function).parameters)
    expect(correction, found == names, f"{function.__qualname__}({', '.join(names)}), but ({', '.join(found)})")


def expect_in_source(correction: str, function, text: str) -> None:
    """Expects the source of `function` to contain `text`."""
    expect(correction, text in inspect.getsource(function), f"'{text}' in {function.__qualname__}")
