"""A header of keys and values that a scraper wrote over a text: 'Title: … / Author: … / Date: … / URL: …'.

Taken out, each value handed on as a hint. Only at the very start, with a blank line behind it, and only where

* it has three lines or more, and every key is one of KEYS: a recipe's or a form's is the author's own;
* one tells who or what (title, authors) and one when or where (date, address): the box over the review of a book or a film
  tells neither day nor address of its own.
"""

import re
from collections.abc import Iterator

from ingest.core.editing import Finding, View
from ingest.core.members import clean_rule

LEAST_LINES, MOST_LINES = 3, 20
LINE = re.compile(
    r"[ \t>*#_-]{0,4}([^\W\d_][^\n:：=]{0,28}?)[*_]{0,2}[ \t]{0,2}[:：][*_]{0,2}[ \t]{0,4}([^\n]{0,400})(?:\n|\Z)"
)
START = re.compile(r"\s*")
BLANK = re.compile(r"[ \t]*(?:\n\s*|\Z)")
KEYS = {
    "title": "title headline titel überschrift titre título titulo titolo titolo tytuł заголовок название başlık judul العنوان 标题 "
    "標題 タイトル 題名 제목",
    "authors": "author authors byline writer autor autorin autoren auteur auteurs autora autores autore autori auteur författare "
    "forfatter автор авторы yazar penulis الكاتب 作者 记者 記者 著者 筆者 작성자 기자",
    "published": "date published publication_date date_published publish_date pub_date pubdate posted datum veröffentlicht "
    "date_de_publication publié_le fecha fecha_de_publicación publicado data data_di_pubblicazione pubblicato "
    "data_de_publicação gepubliceerd publicerad publiceret data_publikacji дата дата_публикации опубликовано tarih tanggal "
    "التاريخ تاريخ_النشر 日期 发布时间 发布日期 發布時間 發布日期 時間 时间 公開日 掲載日 日付 投稿日 날짜 등록일 작성일",
    "modified": "updated last_updated modified last_modified aktualisiert mis_à_jour actualizado aggiornato atualizado обновлено "
    "更新时间 更新日期 更新時間 更新日 수정일",
    "source": "source quelle fuente fonte bron źródło источник kaynak sumber المصدر 来源 來源 出典 출처",
    "publisher": "publisher verlag éditeur editor editorial editore editora издатель 出版社 発行者 발행처",
    "site": "site website site_name",
    "url": "url link permalink address web_address source_url canonical_url ссылка адрес 链接 原文链接 網址 リンク 링크",
    "section": "section category rubrik ressort rubrique sección seção categoria categoría sezione рубрика 栏目 分类 カテゴリ 분류",
    "tags": "tags keywords schlagwörter mots-clés etiquetas palavras-chave теги 关键词 關鍵詞 タグ 태그",
    "language": "language lang sprache langue idioma lingua язык 语言 言語 언어",
    "license": "license licence lizenz licencia licença licenza",
}
FIELDS = {word.replace("_", " "): field for field, words in KEYS.items() for word in words.split()}
WHO, WHEN = frozenset(["title", "authors"]), frozenset(["published", "url"])


@clean_rule("labelled-header", phase=58, group="headers")
def find(view: View) -> Iterator[Finding]:
    """`Title: The ferry\\nAuthor: Ada Example\\nDate: 5 March 2024\\n\\nThe ferry left …` -> `The ferry left …`. Seen in
    collections that were saved as text files with what was known of each article on top."""
    at = _start(view.text)
    while block := _block(view.text, at):
        lines, end = block
        ends = [start for start, _, _ in lines[1:]] + [end]
        for (start, field, value), stop in zip(lines, ends, strict=True):
            hint = (field, value) if value else None
            yield Finding(start, stop, "", hint=hint, evidence="a header of known keys at the head")
        at = end


def _start(text: str) -> int:
    m = START.match(text)
    return m.end() if m else 0


def _block(text: str, at: int) -> tuple[list[tuple[int, str, str]], int] | None:
    """The lines of a header at `at`: (start, field, value) each, and where it ends, the blank lines behind it included."""
    lines: list[tuple[int, str, str]] = []
    here = at
    while len(lines) < MOST_LINES and (m := LINE.match(text, here)):
        field = FIELDS.get(" ".join(m[1].lower().replace("_", " ").split()))
        if field is None:
            break
        lines.append((here, field, m[2].strip().strip("*_").strip()))
        here = m.end()
    told = {field for _, field, value in lines if value}
    blank = BLANK.match(text, here)
    if len(lines) < LEAST_LINES or not (told & WHO and told & WHEN) or blank is None:
        return None
    return lines, blank.end()
