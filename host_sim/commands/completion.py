"""`completion`: what a shell evaluates so that `host_sim` is a command, and Tab knows its words.

bash; zsh after `bashcompinit`. Nothing is installed and no file of the user's is changed.
"""

import shlex
import sys
from pathlib import Path

ASKED = "_HOST_SIM_COMPLETE"  # set by the script below when the shell asks
_ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """\
host_sim() { PYTHONPATH=%(root)s %(python)s -m host_sim "$@"; }
_host_sim_words() {
  local IFS=$'\\n'
  local said="${COMP_WORDS[*]}"
  COMPREPLY=( $(COMP_WORDS="$said" COMP_CWORD=$COMP_CWORD %(asked)s=complete_bash host_sim) )
}
complete -o default -F _host_sim_words host_sim"""


def script() -> str:
    """The text to evaluate; it calls this interpreter and this tree."""
    names = {"root": shlex.quote(str(_ROOT)), "python": shlex.quote(sys.executable)}
    return _SCRIPT % (names | {"asked": ASKED})
