"""A TCP proxy that can go away: it refuses, or it takes everything and lets nothing through."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

State = Literal["open", "refused", "frozen"]


class Proxy:
    """Between the app and a server. `state` is changed by `become`."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._state: State = "open"
        self._open = threading.Event()
        self._open.set()
        self._pairs: list[socket.socket] = []
        self._lock = threading.Lock()
        self._listener = self._listen(0)
        self.port = int(self._listener.getsockname()[1])

    def become(self, state: State) -> None:
        """`refused`: connections are reset and no new ones taken; `frozen`: nothing passes until it is open again."""
        before, self._state = self._state, state
        if state == "open":
            self._open.set()
            if before == "refused":
                self._listener.listen(128)
                self.start()
            return
        self._open.clear()
        if state == "refused":
            held = self._listen(None)
            self._close(self._listener)
            held.bind(("127.0.0.1", self.port))
            self._listener = held
            self._drop()

    def start(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._state = "refused"
        self._open.set()
        self._close(self._listener)
        self._drop()

    @staticmethod
    def _listen(port: int | None) -> socket.socket:
        """A socket that listens; without a port, one that may be bound to ours while nobody listens."""
        made = socket.socket()
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if port is not None:
            made.bind(("127.0.0.1", port))
            made.listen(128)
        return made

    def _accept(self) -> None:
        listener = self._listener
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._join, args=(client,), daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        self._open.wait()
        try:
            server = socket.create_connection(self._to, timeout=10)
        except OSError:
            self._close(client)
            return
        server.settimeout(None)
        with self._lock:
            self._pairs += [client, server]
        for source, target in ((client, server), (server, client)):
            threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._open.wait()
                target.sendall(data)
        self._close(source)
        self._close(target)

    def _drop(self) -> None:
        """Reset every connection."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for each in pairs:
            with contextlib.suppress(OSError):
                each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._close(each)

    @staticmethod
    def _close(each: socket.socket) -> None:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError):
            each.close()


@contextmanager
def proxy_to(host: str, port: int) -> Iterator[Proxy]:
    """A proxy on a port of its own."""
    made = Proxy(host, port)
    made.start()
    try:
        yield made
    finally:
        made.stop()
