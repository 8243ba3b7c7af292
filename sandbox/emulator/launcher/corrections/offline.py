"""Not AWS but the laptop: an emulator has no business on the network.

LocalEmu can reach out (image and binary downloads, HTTP subscriptions, name look-ups). Here every connection that this
process opens to anything but the loopback interface is refused, with one log line that names it.
"""

import ipaddress
import logging
import socket

LOG = logging.getLogger("audit_trail.offline")
_LOCAL_NAMES = {"localhost", "localhost.localdomain", "ip6-localhost"}


def _is_local(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str) or host == "" or host in _LOCAL_NAMES or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback or address.is_unspecified


def _refuse_outside(family: int, address: object) -> None:
    if family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple) and not _is_local(address[0]):
        LOG.warning("refused a connection to %s: the emulator stays on this machine", address[0])
        raise ConnectionRefusedError(111, f"refused a connection to {address[0]}: the emulator stays on this machine")


def apply() -> None:
    plain_connect, plain_connect_ex = socket.socket.connect, socket.socket.connect_ex
    plain_sendto, plain_getaddrinfo = socket.socket.sendto, socket.getaddrinfo

    def connect(self, address):
        _refuse_outside(self.family, address)
        return plain_connect(self, address)

    def connect_ex(self, address):
        _refuse_outside(self.family, address)
        return plain_connect_ex(self, address)

    def sendto(self, data, *rest):
        _refuse_outside(self.family, rest[-1])
        return plain_sendto(self, data, *rest)

    def getaddrinfo(host, *args, **kwargs):
        if not _is_local(host) and not _is_address(host):
            LOG.warning("refused to look up %s: the emulator stays on this machine", host)
            raise socket.gaierror(socket.EAI_NONAME, f"refused to look up {host}: the emulator stays on this machine")
        return plain_getaddrinfo(host, *args, **kwargs)

    socket.socket.connect = connect
    socket.socket.connect_ex = connect_ex
    socket.socket.sendto = sendto
    socket.getaddrinfo = getaddrinfo


def _is_address(host: object) -> bool:
    try:
        ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host)
        return True
    except ValueError:
        return False
