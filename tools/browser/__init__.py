"""Debian's Chromium for the tests of the bench page, without root."""
