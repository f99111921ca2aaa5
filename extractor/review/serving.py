"""The server, until Ctrl-C."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

    from extractor.review.access import Access


def serve(app: ASGIApp, access: Access, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serves the application there; `tell` is told its address when it can be opened. Port 0: any that is free."""
    import uvicorn

    with _bind(host, port) as bound:
        port = bound.getsockname()[1]
        name = f"[{host}]" if ":" in host else host
        tell(f"http://{name}:{port}/" + (f"?token={access.token}" if access.token else ""))
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="on"
        )
        uvicorn.Server(config).run(sockets=[bound])


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        raise UsageError("review.address", host=host, port=port, why=error.strerror) from error
    return bound
