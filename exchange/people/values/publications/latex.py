r"""LaTeX as plain text, in time that grows with the text alone.

What a macro stands for is looked up in pylatexenc. Its own reader takes 9 ms for an abstract, since it builds a tree of
what is nearly always a plain sentence; here one expression passes over the text once, and braces simply fall away.
"""

import re
import unicodedata
from functools import cache
from typing import Any

from pylatexenc.latex2text import get_default_latex_context_db

# Of the accents' macros; what they are called in Unicode.
_ACCENTS = {
    '"': "DIAERESIS",
    "'": "ACUTE ACCENT",
    "`": "GRAVE ACCENT",
    "^": "CIRCUMFLEX ACCENT",
    "~": "TILDE",
    "=": "MACRON",
    ".": "DOT ABOVE",
    "u": "BREVE",
    "v": "CARON",
    "H": "DOUBLE ACUTE ACCENT",
    "c": "CEDILLA",
    "d": "DOT BELOW",
    "b": "MACRON BELOW",
    "k": "OGONEK",
    "r": "RING ABOVE",
}
_LOGOS = {"TeX", "LaTeX", "BibTeX"}
_OWN = {"sqrt": "√"}
_SPACES = {"\\", " ", ",", ";", ":", "\n", "~"}
_WRITTEN = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "{": "", "}": "", "$": "$"}
_SPECIAL = re.compile(r"[\\{}$~`]|--|''")
_TOKEN = re.compile(
    r"""
    \\(?:noopsort|cite[a-z]?|label|href|[hv]space|(?:text)?color|thanks|footnote)(?![A-Za-z])\*?\s*\{(?P<hidden>[^{}]*)\}
    | \\[dt]?frac\s*\{(?P<over>[^{}]{0,100})\}\s*\{(?P<under>[^{}]{0,100})\}
    | \\(?P<accent>["'`^~=.]|[uvHcdbkr](?![A-Za-z]))[\s{]*(?:\\(?P<dotless>[ij])(?![A-Za-z])|(?P<letter>[^\W\d_]))
    | \\(?P<word>[A-Za-z]+)\*?\s*
    | \\(?P<sign>.)
    | \$\$?(?=\S)(?P<math>(?:[^$\\]|\\.){1,400})(?<=\S)\$\$?(?!\d)
    | \$\$?(?=[^$\s]*[\\_^])(?P<tight>(?:[^$\\\s]|\\.){1,200})\$\$?
    | \$[ ]{1,3}+(?P<loose>[A-Za-z]|(?=[^$]*[\\_^=])(?:[^$\\]|\\.){1,200}?)[ ]{1,3}+\$
    | (?P<plain>---?|``|''|[~{}$])
    """,
    re.VERBOSE | re.DOTALL,
)
_SCRIPTS = re.compile(r"(?<!\\)[_^]")
_DEGREES = re.compile(r"\^\s*\{?\s*\\circ(?![A-Za-z])\s*\}?")


def plain_text(text: str) -> str:
    r"""``text`` without its LaTeX: macros become what they stand for or nothing, what is not LaTeX stays as it is.

    A dollar sign opens a formula only where another one closes it, as pandoc reads it: prices are no formulas. What has
    a macro, an index or an exponent in it is one all the same.

    >>> plain_text(r"{\"U}ber na{\"\i}ve $\alpha$-{F}e$_2${O}$_3$ \& 100\% \textit{in vivo} {\ss}tudies --- {\L}\'od\'z")
    'Über naïve α-Fe2O3 & 100% in vivo ßtudies — Łódź'
    >>> plain_text(r"From $5 to $10 at \LaTeX\ prices")
    'From $5 to $10 at LaTeX prices'
    >>> plain_text(r"Spin $\frac{1}{2}$ at 5$\pm$2\,$^{\circ}$C, in $ \alpha $ and $O(n \log n)$")
    'Spin 1/2 at 5±2 °C, in α and O(n log n)'
    """
    if not _SPECIAL.search(text):
        return text
    return unicodedata.normalize("NFC", _TOKEN.sub(_written, text))


def _written(token: "re.Match[str]") -> str:
    kind = token.lastgroup or ""
    value = token[kind]
    if kind in {"letter", "dotless"}:
        return value + _combining(token["accent"])
    if kind in {"math", "tight", "loose"}:
        return _TOKEN.sub(_in_formula, _SCRIPTS.sub("", _DEGREES.sub("°", value)))
    if kind == "under":
        return "/".join(_TOKEN.sub(_written, part) for part in (token["over"], value))
    return _WRITERS[kind](value)


def _in_formula(token: "re.Match[str]") -> str:
    """The blank behind a macro ends its name; in a formula it parts two things as well."""
    text = _written(token)
    return f"{text} " if token["word"] and text and token.group()[-1].isspace() else text


def _sign(sign: str) -> str:
    if sign in _SPACES:
        return " "
    return sign if sign in "&%$#_{}" else ""


@cache
def _combining(accent: str) -> str:
    return unicodedata.lookup(f"COMBINING {_ACCENTS[accent]}")


@cache
def _context() -> Any:
    return get_default_latex_context_db()


def _symbol(name: str) -> str:
    if name in _LOGOS:
        return name
    if name in _OWN:
        return _OWN[name]
    spec = _context().get_macro_spec(name)
    text = getattr(spec, "simplify_repl", None)
    # Longer ones are templates and placeholders, such as the date of today or "<cit.>".
    return text if isinstance(text, str) and len(text) <= 6 and not set(text) & set("%<") else ""


_WRITERS = {"hidden": lambda _value: "", "word": _symbol, "sign": _sign, "plain": _WRITTEN.__getitem__}
