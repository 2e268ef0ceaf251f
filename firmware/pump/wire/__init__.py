"""The serial line without the serial port: bytes in, replies out, and no meaning of its own."""
