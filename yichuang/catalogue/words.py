"""How a name is heard, abbreviated and cut into words, for the search. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pypinyin
import rjieba

LONGEST_QUERY = 60
_EMPTY = frozenset(
    [
        "我",
        "想",
        "要",
        "想要",
        "需要",
        "怎么",
        "怎样",
        "如何",
        "什么",
        "哪里",
        "在哪",
        "办",
        "办理",
        "申请",
        "可以",
        "请问",
        "一下",
        "一个",
        "流程",
        "手续",
    ]
)
_WRITTEN = re.compile(r"[0-9a-z]+|[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of text, as the search compares it. `sound` has spaces between syllables, `joined` has none."""

    plain: str
    sound: str
    joined: str
    initials: str
    words: tuple[str, ...]


def spoken(text: str) -> Spoken:
    """`text` in small letters (NFKC), its pinyin without tones, its initials and its words."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    syllables = [syllable for syllable in pypinyin.lazy_pinyin(plain) if syllable.strip()]
    sounds = re.findall(r"[a-z0-9]+", " ".join(syllables))
    letters = pypinyin.lazy_pinyin(plain, style=pypinyin.Style.FIRST_LETTER)
    return Spoken(
        plain=plain,
        sound=" ".join(sounds),
        joined="".join(sounds),
        initials="".join(re.findall(r"[a-z0-9]", "".join(letters))),
        words=words_of(plain),
    )


def words_of(plain: str) -> tuple[str, ...]:
    """The words that carry meaning, each once: two characters or more, or Latin letters and digits."""
    cut = (word.strip() for word in rjieba.cut_for_search(plain))
    telling = (word for word in cut if len(word) > 1 and word not in _EMPTY and _WRITTEN.fullmatch(word))
    return tuple(dict.fromkeys(telling))


def all_words(texts: Sequence[str]) -> list[str]:
    """The words of several texts, each once, none longer than the table keeps."""
    return list(dict.fromkeys(word[:60] for text in texts for word in spoken(text).words))
