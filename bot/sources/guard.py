"""Which network addresses may be reached, and connections that reach no others.

`fetch` sends through `GuardedTransport`, which connects by `GuardedBackend`: a
name is resolved once, its addresses are judged, and the socket is opened to a
judged address itself. No second look-up happens between judging and connecting,
so a name that resolves differently the next time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpcore
import httpx

from bot.errors import AddressRefusedError

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


def is_public(address: str) -> bool:
    """Return whether `address` (IPv4 or IPv6, no name) is reachable on the open internet.

    Loopback, private, link-local, shared, documentation, multicast and reserved
    ranges (IANA's special-purpose registries) are not, also where an IPv6
    address carries such an IPv4 one inside.
    """
    ip = ip_address(address.partition("%")[0])
    inner = _carried(ip) if isinstance(ip, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _carried(ip: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that `ip` stands for: mapped, 6to4, Teredo or NAT64."""
    if ip in _NAT64:
        return IPv4Address(ip.packed[-4:])
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens TCP connections, to public addresses only unless `allow_private`."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first permitted address of `host` that answers.

        Raises:
            AddressRefusedError: `host` has only addresses that are not public.
            httpcore.ConnectError: it has none, or none answers.
        """
        failure: Exception | None = None
        for address in await self._permitted(host, port):
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    async def _permitted(self, host: str, port: int) -> list[str]:
        """Return the addresses of `host` that may be connected to."""
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, port, type=socket.SOCK_STREAM
            )
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is unknown") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        permitted = [a for a in addresses if self._allow_private or is_public(a)]
        if addresses and not permitted:
            raise AddressRefusedError(
                f"{host} is at a private address ({addresses[0]}), which is refused;"
                " set ALLOW_PRIVATE_SOURCES=true to allow it."
            )
        return permitted

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds`."""
        await self._network.sleep(seconds)


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, over connections that a `GuardedBackend` opens.

    Proxies named in the environment are not used: they would connect for us,
    to addresses nobody judged.
    """

    def __init__(self, *, allow_private: bool, connections: int) -> None:
        # httpx has no door for a network backend; the pool beneath it has. So its
        # own constructor, which would only build a pool to throw away, is not called.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=15,
            network_backend=GuardedBackend(allow_private=allow_private),
        )
