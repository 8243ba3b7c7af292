"""Not AWS but the laptop: an emulator must not be reachable from the network.

LocalEmu ignores ``--host`` and an IPv4 address in GATEWAY_LISTEN and listens on every interface. Here its server takes
over the socket that the launcher has already bound to 127.0.0.1, which also makes a taken port an error instead of a
silent failure.
"""

import socket

from launcher.upstream import expect, expect_in_source, expect_parameters

NAME = "loopback_only"


def apply(listener: socket.socket) -> None:
    from localemu.runtime.server import twisted as server

    register = server.TwistedRuntimeServer.register
    expect_parameters(NAME, register, "self", "gateway", "listen", "ssl_creds")
    expect_in_source(NAME, register, "endpoint.listen(protocol_factory)")
    expect(NAME, hasattr(server, "endpoints"), "runtime.server.twisted.endpoints")

    class _BoundEndpoint:
        """Stands in for a Twisted endpoint: listens on the socket that is already bound."""

        def __init__(self, reactor, *_args, **_kwargs) -> None:
            self.reactor = reactor

        def listen(self, factory) -> None:
            listener.listen(1024)
            listener.setblocking(False)
            self.reactor.adoptStreamPort(listener.fileno(), socket.AF_INET, factory)

    class _Endpoints:
        TCP4ServerEndpoint = _BoundEndpoint
        TCP6ServerEndpoint = _BoundEndpoint

    server.endpoints = _Endpoints
