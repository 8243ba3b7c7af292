"""Ends this process when the one that started it has gone, however it ended (SIGKILL included)."""

import os
import sys
import threading


def start() -> None:
    """Watches standard input, a pipe whose other end the starter holds: it ends when the starter does."""
    if os.environ.get("AUDIT_TRAIL_EMULATOR_OUTLIVES_STARTER") != "1":
        threading.Thread(target=_wait_for_end, name="parent-watch", daemon=True).start()


def _wait_for_end() -> None:
    try:
        while os.read(sys.stdin.fileno(), 4096):
            pass
    finally:
        # Nobody is left to read what a polite shutdown would say, nor to wait for it.
        _remove_folder()
        os._exit(0)


def _remove_folder() -> None:
    import shutil

    from launcher import settings

    if os.environ.get("AUDIT_TRAIL_EMULATOR_REMOVES_FOLDER") == "1":
        shutil.rmtree(settings.folder(), ignore_errors=True)
