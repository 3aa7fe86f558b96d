"""Sockets of this server that send what they are given at once.

Head and body of an answer, and the messages of a run, are written one after the other. By TCP's own
rule the second waits until the browser has acknowledged the first, which it does after 40 ms.
asyncio lifts the rule for sockets that say they are of TCP; Streamlit's does not say so (`proto` is
0), and those that it accepts are as it is.
"""

from __future__ import annotations

import os
import socket
import stat
from contextlib import suppress
from pathlib import Path

OPEN_FILES = Path("/dev/fd")  # of this process, by number; Windows has none and keeps the rule


def send_at_once() -> int:
    """Lift the rule for every socket that listens here, and so for what each is going to accept.

    Returns for how many.
    """
    found = 0
    for number in [int(path.name) for path in OPEN_FILES.glob("*")]:
        with suppress(OSError):  # one is that of the folder, and closed again
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                found += _at_once(number)
    return found


def _at_once(number: int) -> bool:
    one = socket.socket(fileno=number)
    try:
        listens = one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        if not listens or one.family not in (socket.AF_INET, socket.AF_INET6):
            return False
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return True
    finally:
        one.detach()  # it is closed by whose it is
