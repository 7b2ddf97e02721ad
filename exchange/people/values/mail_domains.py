"""Domains of mail addresses, and which of them can speak for an organisation. Pure."""

from urllib.parse import urlsplit

DEMO_DOMAIN = "demo.example.org"
"""Of the demo's accounts, whose password is public; nobody gets mail there."""
# Everybody gets an address there, whoever the organisation behind it is (several are in ROR as companies).
_PROVIDERS = """
    aol.com att.net bellsouth.net comcast.net cox.net daum.net dreamwiz.com duck.com earthlink.net empal.com fastmail.com
    freechal.com gmail.com gmx.com gmx.net googlemail.com hanafos.com hanmail.net hanmir.com hey.com hitel.net hotmail.com
    hushmail.com icloud.com kakao.com kakaomail.com korea.com lycos.co.kr lycos.com live.co.kr live.com mac.com mail.com
    me.com msn.com nate.com nate.net naver.com netian.com netzero.net outlook.com outlook.kr paran.com pm.me proton.me
    protonmail.com qq.com rocketmail.com sbcglobal.net tuta.com tutanota.com unitel.co.kr verizon.net yahoo.co.kr
    yahoo.com yandex.com ymail.com zoho.com zohomail.com 126.com 163.com
"""
# Under these a country registers whole organisations: nobody's own.
_REGISTRIES = """
    ac.kr co.kr es.kr go.kr hs.kr kg.kr mil.kr ms.kr ne.kr or.kr pe.kr re.kr sc.kr busan.kr chungbuk.kr chungnam.kr
    daegu.kr daejeon.kr gangwon.kr gwangju.kr gyeongbuk.kr gyeonggi.kr gyeongnam.kr incheon.kr jeju.kr jeonbuk.kr
    jeonnam.kr seoul.kr ulsan.kr fed.us isa.us nsn.us
"""
PUBLIC_PROVIDERS = frozenset(_PROVIDERS.split())
REGISTRIES = frozenset(_REGISTRIES.split())


def normal_domain(text: str) -> str:
    """In small ASCII letters, so that what merely looks like another domain is not taken for it; "" for what is none.

    >>> normal_domain(" CS.Hanbit.ac.kr. "), normal_domain("한빛.kr"), normal_domain("hаnbit.ac.kr"), normal_domain("a..b")
    ('cs.hanbit.ac.kr', 'xn--xx3br43b.kr', 'xn--hnbit-4ve.ac.kr', '')
    """
    try:
        name = text.strip().rstrip(".").lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return name if "." in name else ""


def domain_of(address: str) -> str:
    return normal_domain(address.rpartition("@")[2])


def and_above(domain: str) -> tuple[str, ...]:
    """The domain and those it lies under, longest first.

    >>> and_above("cs.hanbit.ac.kr")
    ('cs.hanbit.ac.kr', 'hanbit.ac.kr', 'ac.kr')
    """
    labels = domain.split(".")
    return tuple(".".join(labels[start:]) for start in range(len(labels) - 1))


def can_speak_for_organisation(domain: str) -> bool:
    return bool(domain) and domain not in PUBLIC_PROVIDERS and domain not in REGISTRIES


def domain_of_website(address: str) -> str:
    """Of an organisation that has a site of its own; a page within somebody else's names nobody.

    >>> domain_of_website("https://www.hanbit.ac.kr/"), domain_of_website("https://www.hanbit.ac.kr/lab/")
    ('hanbit.ac.kr', '')
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return normal_domain(host.removeprefix("www.")) if parts.path in {"", "/"} and not parts.query else ""
