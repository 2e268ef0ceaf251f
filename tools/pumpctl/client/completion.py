"""What a half-typed header may become, from the list of SYST:HELP:HEAD?. Pure."""

import re

_MARK = re.compile(r"/(qonly|nquery)/$")
_NODE = re.compile(r"[A-Za-z*]+")


class Headers:
    """Every header that the pump knows, node by node, in short and in long form."""

    def __init__(self, listed: list[str]) -> None:
        """`listed` as SYST:HELP:HEAD? writes them: `:SYSTem:ERRor[:NEXT]?/qonly/`."""
        self._paths: list[tuple[list[str], str]] = []
        for line in listed:
            mark = _MARK.search(line)
            kind = mark[1] if mark else ""
            pattern = line.removesuffix(f"/{kind}/") if kind else line
            nodes = pattern.removesuffix("?").replace("[:", ":").replace("]", "").lstrip(":")
            ends = {"qonly": "?", "nquery": ""}.get(kind, "?" if pattern.endswith("?") else " ?")
            self._paths.append((nodes.split(":"), ends))

    def completions(self, typed: str) -> list[str]:
        """What the word at the cursor may be, one node further; short forms first."""
        *above, last = typed.split(":")
        lead = [node for node in above if node]
        short: set[str] = set()
        long: set[str] = set()
        for nodes, ends in self._paths:
            if len(nodes) <= len(lead):
                continue
            if not all(_is(typed_, node) for typed_, node in zip(lead, nodes, strict=False)):
                continue
            node = nodes[len(lead)]
            tails = [":"] if len(nodes) > len(lead) + 1 else list(ends.replace(" ", "")) or [""]
            if ends == " ?" and tails != [":"]:
                tails = ["", "?"]
            for form, found in ((_short(node), short), (_long(node), long)):
                if form.startswith(last.upper()):
                    found.update(form + tail for tail in tails)
        start = typed[: len(typed) - len(last)]
        return [start + word for word in sorted(short) + sorted(long - short)]


def _short(node: str) -> str:
    return re.sub(r"[a-z]|<n>", "", node)


def _long(node: str) -> str:
    return node.replace("<n>", "").upper()


def _is(typed: str, node: str) -> bool:
    form = _NODE.match(typed)
    return form is not None and form[0].upper() in (_short(node), _long(node))
