"""What a half-typed header may become, from the list of SYST:HELP:HEAD?. Pure."""

import re

_MARK = re.compile(r"/(qonly|nquery)/$")
_OPTIONAL = re.compile(r"\[:(\w+)\]")
_NODE = re.compile(r"[A-Za-z*]+")


class Headers:
    """Every header that the pump knows, node by node, in short and in long form."""

    def __init__(self, listed: list[str]) -> None:
        """`listed` as SYST:HELP:HEAD? writes them: `:SYSTem:ERRor[:NEXT]?/qonly/`."""
        self._paths: list[tuple[list[str], tuple[str, ...]]] = []
        for line in listed:
            mark = _MARK.search(line)
            ends = {"qonly": ("?",), "nquery": ("",)}.get(mark[1] if mark else "", ("", "?"))
            pattern = _MARK.sub("", line).removesuffix("?").removeprefix(":")
            for form in {_OPTIONAL.sub(r":\1", pattern), _OPTIONAL.sub("", pattern)}:
                self._paths.append((form.split(":"), ends))

    def completions(self, typed: str) -> list[str]:
        """What the word at the cursor may be, one node further: short forms, and long ones as soon
        as no short one begins like that."""
        *above, last = typed.split(":")
        lead = [node for node in above if node]
        start = typed[: len(typed) - len(last)]
        for form in (_short, _long):
            found = {
                form(nodes[len(lead)]) + tail
                for nodes, ends in self._paths
                if len(nodes) > len(lead) and all(map(_is, lead, nodes))
                for tail in (ends if len(nodes) == len(lead) + 1 else (":",))
                if form(nodes[len(lead)]).startswith(last.upper())
            }
            if found:
                return [start + word for word in sorted(found)]
        return []


def _short(node: str) -> str:
    return re.sub(r"[a-z]|<n>", "", node)


def _long(node: str) -> str:
    return node.replace("<n>", "").upper()


def _is(typed: str, node: str) -> bool:
    form = _NODE.match(typed)
    return form is not None and form[0].upper() in (_short(node), _long(node))
