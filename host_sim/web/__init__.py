"""The bench page's server: static files and a WebSocket that carries the serial protocol."""
