"""The schematic of a bench, and its lists, made of boards/rp2040_pico/bench.toml."""
