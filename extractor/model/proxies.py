"""Which proxy leads to an address, as the environment says: none to this machine, none where NO_PROXY names it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import SplitResult
from urllib.request import getproxies

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def find_proxy(url: SplitResult, proxies: Mapping[str, str] | None = None) -> str | None:
    """The proxy for the URL, of those of the environment or the system unless others are given."""
    known = getproxies() if proxies is None else proxies
    host = (url.hostname or "").rstrip(".")
    if is_loopback(host) or _is_exempt(host, url.port, known.get("no", "")):
        return None
    proxy = known.get(url.scheme) or known.get("all")
    return proxy if proxy is None or "://" in proxy else f"http://{proxy}"


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself, however it is written."""
    if host.lower() == "localhost" or host.lower().endswith(".localhost"):
        return True
    address = _to_address(host)
    return address is not None and (address.is_loopback or address.is_unspecified)


def _to_address(host: str) -> Address | None:
    """The address that the host is, if it is one; 127.1 and 2130706433 are, too."""
    try:
        address: Address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        try:
            address = ipaddress.IPv4Address(socket.inet_aton(host))
        except (OSError, ValueError):
            return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_exempt(host: str, port: int | None, no_proxy: str) -> bool:
    names = (name.strip().lower() for name in no_proxy.split(","))
    return any(_covers(name, host.lower(), port) for name in names if name)


def _covers(name: str, host: str, port: int | None) -> bool:
    """Whether an entry of NO_PROXY means the host: *, a name with all below it, an address, a network; or host:port."""
    if name == "*":
        return True
    address = _to_address(host)
    if address is not None and _covers_address(name, address):
        return True
    name, _, wanted = name.partition(":") if name.count(":") == 1 else (name, "", "")
    if wanted and wanted != str(port):
        return False
    name = name.lstrip("*").strip("[]").lstrip(".")
    return host == name or host.endswith(f".{name}")


def _covers_address(name: str, address: Address) -> bool:
    try:
        return address in ipaddress.ip_network(name.strip("[]"), strict=False)
    except ValueError:
        return False
