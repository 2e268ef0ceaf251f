"""The page without a server, offered by a file server on this machine."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from host_sim.web.static import build


class Files(SimpleHTTPRequestHandler):
    """Isolated from other sites, so that the browser measures a page's memory."""

    def end_headers(self) -> None:
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()

    def log_message(self, *_told: object) -> None:
        """Nobody reads it."""


class Offered:
    """`address`: what a browser opens."""

    def __init__(self, folder: Path) -> None:
        build(folder)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=folder))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/"

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()
