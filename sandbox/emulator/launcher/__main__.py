"""Starts the pinned LocalEmu with this project's corrections.

Run by the emulator's own interpreter: ``python -m launcher`` in the folder above this one, see ``startEmulator.ts``.
Talks to the process that started it by single lines on standard output (``report.py``) and stops when standard input
ends, which is what happens when that process dies.
"""

import logging
import os
import signal
import socket
import sys

from launcher import parent_watch, report, settings, warm_up
from launcher.upstream import UpstreamChanged, require_version


def bind_loopback(port: int) -> socket.socket:
    """A listening-to-be socket on the loopback interface: bound before anything slow, so a taken port shows at once."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def main() -> int:
    parent_watch.start()
    try:
        listener = bind_loopback(settings.port())
    except OSError as error:
        return report.failure("port-taken", port=settings.port(), detail=str(error))
    port = listener.getsockname()[1]
    os.environ["GATEWAY_LISTEN"] = f"[::ffff:127.0.0.1]:{port}"

    try:
        require_version()
        from launcher.corrections import apply_all

        apply_all(listener)
    except UpstreamChanged as error:
        return report.failure("upstream-changed", detail=str(error))

    from localemu.logging.setup import setup_logging_from_config
    from localemu.runtime import current

    setup_logging_from_config()
    # It warns at each call with a root key that names no account, AWS's example key among them.
    logging.getLogger("localemu.aws.accounts").setLevel(logging.ERROR)
    runtime = current.initialize_runtime()
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: runtime.exit(0))
    if settings.warm_up():
        warm_up.when_ready(runtime)
    report.progress("starting", port=port, pid=os.getpid())
    runtime.run()
    return runtime.exit_code


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Worker threads that wait for a request must not hold up the end of the process.
    os._exit(code)
