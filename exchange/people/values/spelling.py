"""How people write names: folding, Korean particles, romanisation. Pure; search and its stored keys are made of these.

Everything here is done once when a row is saved and once for what is typed, so that the database only compares.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable

_SEPARATORS = re.compile(r"[\W_]+")
_HANGUL = re.compile(r"[가-힣]+")
LONGEST_WORD = 60
"""Longer runs of letters are no words that anybody types."""

_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "").split(" ")
_VOWELS = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_FINALS = [
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]

# Longest first: a word loses one particle only.
PARTICLES = sorted(
    [
        "에게서",
        "으로서",
        "으로써",
        "이라는",
        "에서는",
        "에서의",
        "에서도",
        "으로의",
        "까지",
        "부터",
        "처럼",
        "보다",
        "이나",
        "이랑",
        "하고",
        "에는",
        "에서",
        "에게",
        "으로",
        "이란",
        "의",
        "은",
        "는",
        "이",
        "가",
        "을",
        "를",
        "에",
        "와",
        "과",
        "로",
        "도",
        "만",
        "랑",
    ],
    key=len,
    reverse=True,
)

# How the bearers of Korean surnames write them in Latin letters.
_SURNAMES = {
    "이": "lee yi rhee ri rhie li leigh",
    "김": "kim gim ghim",
    "박": "park pak bak bahk pahk",
    "최": "choi choe chwe choy",
    "정": "jung jeong chung joung cheong chong jeung",
    "강": "kang gang kahng",
    "조": "cho jo joe",
    "윤": "yoon yun youn yune",
    "장": "jang chang",
    "임": "lim im rim yim rhim",
    "한": "han hahn",
    "오": "oh o",
    "서": "seo suh sur so",
    "신": "shin sin",
    "권": "kwon gwon kweon",
    "황": "hwang whang",
    "안": "ahn an",
    "송": "song",
    "유": "yoo yu you",
    "류": "ryu ryoo lyu yoo yu",
    "전": "jeon jun chun chon jhun",
    "홍": "hong",
    "고": "ko go koh goh",
    "문": "moon mun",
    "양": "yang ryang",
    "손": "son sohn",
    "배": "bae pae bai",
    "백": "baek paik baik paek back",
    "허": "heo hur huh her hoh",
    "노": "noh roh no ro rho",
    "남": "nam",
    "심": "shim sim",
    "하": "ha hah",
    "곽": "kwak gwak kwag",
    "성": "sung seong",
    "차": "cha",
    "주": "joo ju chu",
    "우": "woo wu u",
    "구": "koo gu ku goo",
    "민": "min",
    "나": "na ra rah nah",
    "진": "jin chin",
    "지": "ji chi jee",
    "엄": "um eom uhm",
    "채": "chae",
    "원": "won weon",
    "천": "cheon chun",
    "방": "bang pang",
    "공": "kong gong",
    "현": "hyun hyeon",
    "함": "ham hahm",
    "변": "byun byeon pyun",
    "염": "yeom yum",
    "여": "yeo",
    "추": "choo chu",
    "도": "do doh",
    "소": "so soh",
    "석": "seok suk",
    "선": "sun seon",
    "설": "seol sul",
    "마": "ma mah",
    "길": "kil gil",
    "연": "yeon yun youn",
    "위": "wi wee",
    "표": "pyo",
    "명": "myung myeong",
    "기": "ki gi kee",
    "반": "ban bahn",
    "왕": "wang",
    "금": "keum geum kum",
    "옥": "ok",
    "육": "yook yuk",
    "인": "in",
    "맹": "maeng",
    "제": "je jae",
    "탁": "tak",
    "국": "kook guk",
    "남궁": "namkoong namgung namgoong",
    "황보": "hwangbo hwangboh",
    "선우": "sunwoo seonwoo seonu",
    "제갈": "jegal chegal",
}
_SURNAMES_OF = {
    latin: tuple(hangul for hangul, spellings in _SURNAMES.items() if latin in spellings.split())
    for spellings in _SURNAMES.values()
    for latin in spellings.split()
}

# Spellings that sound alike in given names, brought to one; the order matters.
_ALIKE = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"weo", "wo"),
        (r"oo|eou|ou", "u"),
        (r"ee", "i"),
        (r"eo|eu", "u"),
        (r"wu", "u"),
        (r"ui", "i"),
        (r"ae", "e"),
        (r"sh", "s"),
        (r"([aeiou])h(?=[bcdfgjklmnpqrstvxz]|$)", r"\1"),
        (r"k", "g"),
        (r"p(?!h)", "b"),
        (r"t(?!h)", "d"),
        (r"l", "r"),
        (r"(.)\1", r"\1"),
    )
]


def language_of(text: str) -> str:
    """``ko`` where a fifth of the text or more is Hangul, else ``en``.

    >>> language_of("로봇 제어 with RL"), language_of("Robot control (로봇)")
    ('ko', 'en')
    """
    composed = unicodedata.normalize("NFC", text)
    return "ko" if 5 * sum(map(len, _HANGUL.findall(composed))) > len(composed) else "en"


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(
        character for character in decomposed if not unicodedata.combining(character) or "ᄀ" <= character <= "ᇿ"
    )
    return unicodedata.normalize("NFC", plain)


def fold(text: str) -> str:
    """Compatibility form, lower case, without accents, spaces and punctuation: spelling variants fold to the same key.

    >>> fold("KAIST (한국 과학기술원)"), fold("Universität")
    ('kaist한국과학기술원', 'universitat')
    """
    return _SEPARATORS.sub("", _plain(text))


def words(text: str) -> list[str]:
    """The folded words of ``text``, in order.

    >>> words("Human–robot teaming: 신뢰를 측정")
    ['human', 'robot', 'teaming', '신뢰를', '측정']
    """
    return [word[:LONGEST_WORD] for word in _SEPARATORS.split(_plain(text)) if word]


def is_hangul(word: str) -> bool:
    return _HANGUL.fullmatch(word) is not None


def without_particle(word: str) -> str:
    """``word`` without its Korean particle, or as it is.

    >>> [without_particle(word) for word in ("카이스트의", "서울대에서", "kaist와", "robots", "김은")]
    ['카이스트', '서울대', 'kaist', 'robots', '김은']
    """
    for particle in PARTICLES:
        if word.endswith(particle) and len(word) >= len(particle) + 2:
            return word[: -len(particle)]
    return word


def romanise(text: str) -> str:
    """Hangul in Revised Romanisation, syllable by syllable as in names; the rest as it is.

    >>> romanise("김서연"), romanise("한빛"), romanise("최 Alex")
    ('gimseoyeon', 'hanbit', 'choe Alex')
    """
    return "".join(_syllable(character) for character in text)


def _syllable(character: str) -> str:
    place = ord(character) - ord("가")
    if not 0 <= place < 11172:
        return character
    initial, rest = divmod(place, 588)
    vowel, final = divmod(rest, 28)
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


def sound(latin: str) -> str:
    """What the usual romanisations of one Korean name have in common; says nothing about other words.

    >>> {sound(name) for name in ("seoyeon", "seoyoun", "suyeon")}
    {'suyun'}
    >>> sound("jihoon") == sound("jihun"), sound("kyungmi") == sound("gyeongmi"), sound("woojin") == sound("ujin")
    (True, True, True)
    """
    for pattern, replacement in _ALIKE:
        latin = pattern.sub(replacement, latin)
    return latin


def _surnames(word: str) -> tuple[str, ...]:
    """The Hangul surnames that ``word`` can be.

    >>> _surnames("lee"), _surnames("이"), _surnames("rivers")
    (('이',), ('이',), ())
    """
    return (word,) if word in _SURNAMES else _SURNAMES_OF.get(word, ())


def _split_hangul_name(word: str) -> tuple[str, str] | None:
    """Surname and given name of a full name in Hangul.

    >>> _split_hangul_name("한민지"), _split_hangul_name("남궁민"), _split_hangul_name("로봇")
    (('한', '민지'), ('남궁', '민'), None)
    """
    if not is_hangul(word) or not 2 <= len(word) <= 5:
        return None
    length = 2 if len(word) > 2 and word[:2] in _SURNAMES else 1
    return (word[:length], word[length:]) if word[:length] in _SURNAMES else None


def _name_parts(name: str) -> list[str]:
    """Words between spaces: a hyphen joins the two syllables of a given name."""
    return [part for part in (fold(part) for part in name.split()) if part]


def name_keys(*names: str) -> set[str]:
    """The keys one person is found by: words, ``^`` with a surname in Hangul, ``~`` with the sound of a given name.

    >>> sorted(name_keys("Min-Ji Lee", "이민지"))
    ['^이', 'ji', 'lee', 'min', 'minji', '~minji', '~minjiri', '~ri', '민지', '이민지']
    """
    keys: set[str] = set()
    for name in names:
        parts = _name_parts(name)
        keys |= {key for part in parts for key in _part_keys(part)}
        keys |= {f"~{sound(first + second)}" for first, second in _neighbours(parts)}
        keys |= set(words(name))
    return keys


def _neighbours(parts: list[str]) -> Iterable[tuple[str, str]]:
    return (pair for pair in itertools.pairwise(parts) if all(part.isascii() for part in pair))


def _part_keys(part: str) -> set[str]:
    keys = {part, *(f"^{surname}" for surname in _surnames(part))}
    split = _split_hangul_name(part)
    if split is not None:
        keys |= {f"^{split[0]}", split[1], f"~{sound(romanise(split[1]))}"}
    elif is_hangul(part):
        keys.add(f"~{sound(romanise(part))}")
    elif part.isascii():
        keys.add(f"~{sound(part)}")
    return keys


def spellings(word: str) -> list[str]:
    """``word`` as typed and without its particle.

    >>> spellings("민지의"), spellings("robot")
    (['민지의', '민지'], ['robot'])
    """
    return list(dict.fromkeys((word, without_particle(word))))


def name_alternatives(word: str) -> list[list[tuple[str, bool]]]:
    """Ways in which ``word`` can be a name: each a list of keys that must all be there, with whether a beginning is
    enough.

    >>> name_alternatives("이민지")
    [[('이민지', True)], [('^이', False), ('~minji', False)], [('~iminji', False)]]
    """
    ways: list[list[tuple[str, bool]]] = []
    for spelling in spellings(word):
        ways.append([(spelling, True)])
        ways += [[(f"^{surname}", False)] for surname in _surnames(spelling)]
        split = _split_hangul_name(spelling)
        if split is not None:
            ways.append([(f"^{split[0]}", False), (f"~{sound(romanise(split[1]))}", False)])
        if is_hangul(spelling) and len(spelling) > 1:
            ways.append([(f"~{sound(romanise(spelling))}", False)])
        elif spelling.isascii() and len(spelling) > 2:
            ways.append([(f"~{sound(spelling)}", True)])
    return [way for place, way in enumerate(ways) if way not in ways[:place]]
