"""The client: from a port to `Pump`, one thin layer a file."""
