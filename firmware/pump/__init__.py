"""Cisterna: what ships to the board. Start reading at pump.app.turn, then pump.core.pump."""
