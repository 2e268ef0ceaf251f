"""A panel of the page: heading, what it shows in words, its key, a chart."""

from html import escape

Key = list[tuple[str, str, str]]  # role, sign (line, dash, dot), words


def panel(title: str, hint: str, key: Key, svg: str) -> str:
    """The section as HTML."""
    signs = "".join(
        ['<li class="%s"><i class="%s"></i>%s</li>' % (role, sign, escape(words))
         for role, sign, words in key]
    )  # fmt: skip
    parts = ["<h2>%s</h2>" % escape(title), '<p class="hint">%s</p>' % escape(hint)]
    if key:
        parts.append('<ul class="key">%s</ul>' % signs)
    return "<section>%s%s</section>" % ("".join(parts), svg)


def known(rows: "list[dict[str, object]]", *names: str) -> "list[dict[str, object]]":
    """The rows in which all of these have a value."""
    return [row for row in rows if all(row[name] is not None for name in names)]
