"""The script that a reader would name: simplified or traditional Chinese, Japanese, Korean, else ISO 15924 as seen.

Simplified and traditional are told apart by characters that only one of the two writes. The commonest of each stand
here; news has several in every line.
"""

NAMED = {"ja": "Jpan", "ko": "Kore"}
SIMPLIFIED = frozenset(
    "们这个来时对会为国说发业长员问间机与关开实现东车见学么没无从样种过还经动后进应当门头电话书马鸟鱼气万亿产优传伤价众"
)
TRADITIONAL = frozenset(
    "們這個來時對會為國說發業長員問間機與關開實現東車見學麼沒無從樣種過還經動後進應當門頭電話書馬鳥魚氣萬億產優傳傷價眾"
)


def script_of(tag: str, script: str | None, text: str) -> str | None:
    """ISO 15924 code for a text in `tag` whose letters are `script`; Hans or Hant for Chinese, Hani where none tells."""
    if tag != "zh":
        return NAMED.get(tag, script)
    simplified, traditional = (sum(map(text.count, letters)) for letters in (SIMPLIFIED, TRADITIONAL))
    if simplified == traditional:
        return "Hani"
    return "Hans" if simplified > traditional else "Hant"
