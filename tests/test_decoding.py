"""UTF-8 with bad bytes in it is still UTF-8; other encodings are not taken for it."""

import random

import pytest

from ingest.core.decoding import decode
from ingest.extract.sniff import parameter

TEXTS = {
    "de": "Die Brücke über den Fluß wurde größer, schöner und für alle geöffnet; die Fähre fährt später über Köln zurück. ",
    "fr": "Le théâtre a été fermé après l'été, où l'école prépare déjà les élèves à la fête de fin d'année. ",
    "pl": "Most został odnowiony, a łodzie czekają na żeglarzy, którzy wrócą wczesną jesienią nad jezioro. ",
    "ru": "Мост открыли весной, и люди из соседних деревень пришли посмотреть на него в первый же день. ",
    "ja": "港の時計は今日も遅れている。町の人はそれを直さないことに決めた。船は正午に出る。",
    "el": "Η γέφυρα άνοιξε ξανά την άνοιξη και οι κάτοικοι ήρθαν να τη δουν από κοντά. ",
}
LEGACY = {"de": "cp1252", "fr": "iso8859-1", "pl": "cp1250", "ru": "koi8-r", "ja": "shift_jis", "el": "cp1253"}


@pytest.mark.parametrize("bad", [1, 10])
@pytest.mark.parametrize("language", TEXTS)
def test_utf_8_with_bad_bytes_is_utf_8(language: str, bad: int) -> None:
    pick = random.Random(language)
    for _ in range(25):
        body = bytearray((TEXTS[language] * 12).encode())
        for _ in range(bad):
            body.insert(pick.randrange(len(body)), pick.choice((0xFF, 0x80, 0xC3, 0xE9)))
        got = decode(bytes(body))
        assert got is not None
        assert (got.decoding.encoding, got.decoding.origin) == ("utf-8", "tolerant")
        assert 1 <= got.decoding.replaced <= 4 * bad


@pytest.mark.parametrize("language", TEXTS)
def test_legacy_text_is_not_taken_for_utf_8(language: str) -> None:
    text = TEXTS[language] * 4
    got = decode(text.encode(LEGACY[language]))
    assert got is not None
    assert got.text == text
    assert got.decoding.origin == "detector"


def test_a_declaration_against_the_bytes_is_not_believed() -> None:
    body = TEXTS["ru"].encode()
    assert decode(body, declared="windows-1251").decoding.encoding == "utf-8"  # type: ignore[union-attr]  # it decodes
    page = b'<meta charset="utf-8"><p>' + TEXTS["de"].encode("cp1252") * 3
    assert "größer" in decode(page, markup=True).text  # type: ignore[union-attr]  # it decodes


@pytest.mark.parametrize("name", ["rot13", "unicode_escape", "base64", "utf-7", "no-such", "\x00", "idna", ""])
def test_what_is_no_encoding_of_documents_is_not_believed(name: str) -> None:
    assert decode(b"caf\xe9 r\xe9sum\xe9", declared=name).decoding.origin == "detector"  # type: ignore[union-attr]  # it decodes


def test_east_asian_utf_16_without_a_mark_is_seen() -> None:
    text = TEXTS["ja"] + "\n" + TEXTS["ja"]
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding)).decoding.encoding == encoding  # type: ignore[union-attr]  # it decodes


def test_a_parameter_of_a_media_type() -> None:
    assert parameter('text/html; a=b; Charset="UTF-8"', "charset") == "UTF-8"
    assert parameter("text/html", "charset") is None
