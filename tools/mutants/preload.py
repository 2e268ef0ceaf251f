"""Loads what a run of pytest loads, so that a process forked from here need not."""

import importlib

from _pytest.config import default_plugins

for plugin in default_plugins:
    importlib.import_module("_pytest." + plugin)
importlib.import_module("hypothesis")
importlib.import_module("_hypothesis_pytestplugin")
