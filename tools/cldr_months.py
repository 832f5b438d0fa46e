"""Month and weekday names of the CLDR, as Babel ships it, into src/ingest/enrich/dates/data/cldr.json.

    python tools/cldr_months.py > src/ingest/enrich/dates/data/cldr.json

The names are shipped as data, so that a row does not depend on the Babel that is installed and no worker spends half
a second on reading sixty locales. Unicode CLDR is under the Unicode License v3 (SPDX Unicode-3.0).
"""

import json
import sys
import unicodedata

from babel import Locale, __version__, localedata

LOCALES = """af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id is it ja ka
kk km kn ko ky lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl ps pt ro ru si sk sl so sq sr sr_Latn sv sw ta te tg th
tk tr uk ur uz vi yo zh zu"""


def names(locale: str) -> dict[str, dict[str, list[str]]]:
    """Names by month number and by weekday (0 is Monday), wide and abbreviated, as used in dates and alone."""
    localedata._cache.clear()  # aliases of one locale would else show in the next (seen with Babel 2.18)
    told = Locale.parse(locale)
    out: dict[str, dict[str, list[str]]] = {"months": {}, "days": {}}
    for kind, table in (("months", told.months), ("days", told.days)):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in table[context][width].items():
                    name = unicodedata.normalize("NFKC", name).strip(". ")
                    if len(name) >= 2 and not any(c.isdigit() for c in name):
                        found = out[kind].setdefault(str(number), [])
                        found += [name] if name not in found else []
    return out


def main() -> None:
    """Print the file."""
    told = {
        "source": f"Unicode CLDR by way of Babel {__version__}; Unicode License v3",
        "locales": {locale.replace("_", "-"): names(locale) for locale in LOCALES.split()},
    }
    json.dump(told, sys.stdout, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
