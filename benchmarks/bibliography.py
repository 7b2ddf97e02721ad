"""CPU time of reading a bibliography, per entry, against pybtex's bare parsing of the same text in the same run.

``python -m benchmarks.bibliography``: invented entries with LaTeX in titles, names and abstracts. pybtex only parts them
into fields and names; here they are also turned into plain text, and cleaned, composed and bounded.
"""

import os
import time
from collections.abc import Callable

import django

REPETITIONS, LIMIT_MS = 7, 5
ENTRY = r"""@article{key%(number)d,
  title = {{\'E}cole of {R}obots and $\alpha$-Fe$_2$O$_3$ in M{\"u}nchen, part %(number)d},
  author = {%(authors)s},
  journal = {Revue d'{\'e}tudes}, publisher = {Invented Press},
  volume = {12}, number = {3}, pages = {101--112}, year = 2021, month = jan,
  doi = {10.1000/abc\_%(number)d}, url = {https://example.org/%(number)d},
  abstract = {%(abstract)s},
}
"""
ABSTRACT = r"We measure trust between people and robots with 5\% of noise. " * 20


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.config.settings")
    django.setup()
    from pybtex.database.input.bibtex import Parser

    from exchange.people.values.publications import parse

    cases = {
        "100 ordinary entries": (entries(100, authors=4), 100),
        "20 entries of 2,000 authors": (entries(20, authors=2000), 20),
    }
    for name, (text, count) in cases.items():
        ours, theirs = fastest(lambda text=text: parse(text)), fastest(lambda text=text: Parser().parse_string(text))  # type: ignore[misc]
        told = f"{1000 * ours / count:5.2f} ms an entry, {ours / theirs:.2f} x pybtex ({1000 * theirs / count:.2f} ms)"
        print(f"  {name:28} {told}{'' if 1000 * ours / count <= LIMIT_MS else '  TOO SLOW'}")
    took = fastest(lambda: parse(doubling(26)))
    print(f"  {'macros that double 25 times':28} {1000 * took:5.2f} ms, {len(doubling(26))} characters")


def entries(count: int, *, authors: int) -> str:
    names = " and ".join(rf"M{{\"u}}ller{number}, J{{\"o}}rg" for number in range(authors))
    return "".join(ENTRY % {"number": number, "authors": names, "abstract": ABSTRACT} for number in range(count))


def doubling(times: int) -> str:
    macros = "".join(f"@string{{a{n}=a{n - 1}#a{n - 1}}}" for n in range(1, times))
    return f"@string{{a0={{xxxxxxxx}}}}{macros}@misc{{k,title=a{times - 1}}}"


def fastest(work: Callable[[], object]) -> float:
    """CPU seconds, so that other work on the machine counts little."""
    times = []
    for _repetition in range(REPETITIONS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


if __name__ == "__main__":
    main()
