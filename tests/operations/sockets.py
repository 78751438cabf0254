"""The connections of a process, as Linux tells them."""

import os
from pathlib import Path


def sockets(pid: int) -> set[str]:
    """The inodes of its sockets, whatever they are connected to."""
    found = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            target = os.readlink(each)
        except OSError:  # closed while we look
            continue
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


def connections(pid: int, remote_port: int) -> int:
    """How many it has to this port of anybody's."""
    ours, remote = sockets(pid), f":{remote_port:04X}"
    rows = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]]
    return sum(row[9] in ours and row[2].endswith(remote) for row in rows)
