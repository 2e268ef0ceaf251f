"""The web server in a thread of its own, on 127.0.0.1; the pump's loop stays what it is."""

import os
import secrets
import socket
import threading
from collections.abc import Callable

import uvicorn

from host_sim.plant.faults import SwitchTable
from host_sim.server.pages import Pages
from host_sim.server.served import Told
from host_sim.web.site import CHARTS, site
from host_sim.web.tables import tables

_HOST = "127.0.0.1"
TOKEN = "CISTERNA_PAGE_TOKEN"
_TOKEN_BYTES = 16
_LONGEST = 65_536  # bytes of one WebSocket frame


class Listener:
    """Serves the bench page until `close`.

    address  what a browser is to open; who does not have it is served nothing
    """

    def __init__(
        self,
        number: int,
        pages: Pages,
        faults: SwitchTable,
        told: Callable[[], Told],
    ) -> None:
        """The token is new each time, or $CISTERNA_PAGE_TOKEN's: so that an address stays.

        OSError where the port is busy or the page's charts are not installed."""
        if not CHARTS.is_dir():
            raise OSError("the page's charts are not here: make bench-page installs them")
        try:
            self._socket = socket.create_server((_HOST, number), reuse_port=False)
        except OSError as error:
            words = error.strerror or str(error)
            raise OSError(
                "cannot listen on %s:%d: %s; give another --web" % (_HOST, number, words)
            ) from None
        port = self._socket.getsockname()[1]
        token = os.environ.get(TOKEN) or secrets.token_urlsafe(_TOKEN_BYTES)
        self.address = "http://%s:%d/%s/" % (_HOST, port, token)
        config = uvicorn.Config(
            site(token, port, pages, tables(faults, "served"), told),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            date_header=False,
            ws="websockets-sansio",
            ws_max_size=_LONGEST,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End it; pages find their sockets closed."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
