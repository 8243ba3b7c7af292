"""What the starter decides, read from the environment (names and defaults are documented in ``docs/sandbox.md``)."""

import os


def port() -> int:
    """The port to listen on; 0 takes a free one."""
    return int(os.environ.get("AUDIT_TRAIL_EMULATOR_PORT") or 0)


def folder() -> str:
    """The folder that holds everything this one emulator writes."""
    return os.environ["AUDIT_TRAIL_EMULATOR_FOLDER"]


def index_folder() -> str | None:
    """The folder in which all emulators share the index of services; None when each makes its own."""
    return os.environ.get("AUDIT_TRAIL_EMULATOR_INDEX_FOLDER") or None


def delivery_seconds() -> float:
    """Seconds between two deliveries of log files."""
    return float(os.environ.get("AUDIT_TRAIL_DELIVERY_SECONDS") or 1)


def digest_seconds() -> float:
    """Seconds between two digest files of a Region: an hour on AWS."""
    return float(os.environ.get("AUDIT_TRAIL_DIGEST_SECONDS") or 5)


def eventbridge_seconds() -> float:
    """Seconds between a call and its event on the default event bus."""
    return float(os.environ.get("AUDIT_TRAIL_EVENTBRIDGE_SECONDS") or 1)


def history_events() -> int:
    """How many events are kept for LookupEvents."""
    return int(os.environ.get("AUDIT_TRAIL_HISTORY_EVENTS") or 100_000)


def warm_up() -> bool:
    """Whether to make the slow first calls ahead."""
    return os.environ.get("AUDIT_TRAIL_EMULATOR_WARM_UP") != "0"
