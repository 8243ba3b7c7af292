"""One-line messages to the process that started the launcher."""

import json
import sys

MARK = "AUDIT-TRAIL-EMULATOR "


def progress(event: str, **fields) -> None:
    """Tells the starter that `event` happened."""
    sys.stdout.write(MARK + json.dumps({"event": event, **fields}) + "\n")
    sys.stdout.flush()


def failure(event: str, **fields) -> int:
    """Tells the starter why there will be no emulator; returns the exit code for it."""
    progress(event, **fields)
    return 3
