"""A PostgreSQL server for tests: a real one, on a folder of its own, where the machine has the programs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DEBIAN = Path("/usr/lib/postgresql")  # where they lie, not on the PATH
USER = "postgres"  # the server refuses to run as root
MISSING = "no PostgreSQL here: initdb is neither on the PATH nor where Debian's packages put it"


def find_programs() -> Path | None:
    """The folder with initdb and pg_ctl; None where there is none."""
    named = shutil.which("initdb")
    if named:
        return Path(named).parent
    return next((path.parent for path in sorted(DEBIAN.glob("*/bin/initdb"), reverse=True)), None)


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a server that is there for a `with`; its databases are made by `new_database`."""
    programs = find_programs()
    if programs is None:
        raise RuntimeError(MISSING)
    with tempfile.TemporaryDirectory(prefix="ogi-pg-") as name:
        folder, port = Path(name), _free_port()
        if os.geteuid() == 0:
            shutil.chown(folder, USER, USER)
        data = str(folder / "data")
        _run(programs / "initdb", "--no-sync", "-A", "trust", "-U", USER, "-D", data)
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run(programs / "pg_ctl", "-w", "-D", data, "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}"
        finally:
            _run(programs / "pg_ctl", "-w", "-m", "immediate", "-D", data, "stop")


def new_database(server: str, name: str) -> str:
    """The URL of an empty database."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{server}/{name}"


def _run(*command: object) -> None:
    """Runs as whoever the server may run as."""
    other: dict[str, Any] = {}
    if os.geteuid() == 0:
        other = {"user": USER, "group": USER, "extra_groups": []}
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,  # the server keeps what it is given
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        cwd="/",
        timeout=120,
        check=False,
        **other,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
