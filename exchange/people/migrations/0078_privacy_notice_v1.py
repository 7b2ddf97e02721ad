"""Publish the first privacy notice: what this software does with personal data; who operates it, only they can say.

Nobody is taken to have agreed to it: accounts from before are asked on their start page.
"""

from django.db import migrations

COLLECTION_EN = """\
- Required items: your e-mail address, your password (stored only as a hash), the language and time zone of your pages; from each time you sign in, when it was, your IP address and your browser.
- What for: to let you sign in, to keep your account safe, and to write to you.
- How long: until you erase your account, which you can do yourself at any time; it takes effect at once.
- If you do not agree: there can be no account. The public pages, such as the calls, stay open to you.

Optional items are never asked for to have an account: your profile (name, organisation, department, career stage, research statement, topics, what you offer and seek, languages, availability, ORCID and OpenAlex identifiers), publications, projects, and what you enter or upload in a proposal. You add each of them yourself, to find partners and to apply, and remove it again when you like. Leaving them out has no other effect than that nobody can find you by them, or that a proposal that needs them cannot be submitted.
"""

COLLECTION_KO = """\
- 필수 항목: 이메일 주소, 비밀번호(해시로만 저장), 화면 언어와 시간대, 로그인할 때마다 기록되는 일시·IP 주소·브라우저 정보
- 수집·이용 목적: 로그인, 계정 보호, 안내 메일 발송
- 보유·이용 기간: 계정을 삭제할 때까지. 언제든지 직접 삭제할 수 있으며 즉시 파기됩니다.
- 동의를 거부할 권리와 그에 따른 불이익: 동의하지 않을 수 있으나 계정을 만들 수 없습니다. 공고 등 공개된 화면은 그대로 볼 수 있습니다.

선택 항목은 회원가입에 필요하지 않습니다: 프로필(성명, 소속 기관, 부서, 경력 단계, 연구 소개, 연구 주제, 제공할 수 있는 것과 찾는 것, 언어, 가능한 기간, ORCID·OpenAlex 식별자), 논문, 과제, 제안서에 입력하거나 올리는 내용. 협력 연구자를 찾고 공모에 신청하기 위하여 본인이 직접 입력하며 언제든지 삭제할 수 있습니다. 입력하지 않아도 불이익은 없으나, 해당 정보로 검색·추천되지 않고 그 정보가 필요한 제안서는 제출할 수 없습니다.
"""

TEXT_EN = """\
## Who is responsible
The organisation that operates this site is responsible for the personal data on it. It has not entered its name, its address and its privacy officer here yet. Until it does, ask the agency whose call or invitation brought you here.

## What personal data is used for
- Accounts: to let people sign in, to keep accounts safe, and to write to them.
- Profiles, projects and publications: to suggest research partners in Korea and the United States to each other and to show people to those whom they allow.
- Proposals: to form teams, to check and receive proposals, and to let the agencies of both countries judge them.
- The record of who changed what: to be able to say later what happened, and to notice misuse.

## What is held
- Of an account: e-mail addresses, password hash, second factors, linked ORCID account, language, time zone, sessions (IP address, browser, times), API tokens (as digests), mails written to you, which mails you want, and your consents.
- Of a profile: what you enter in it, who may see which field, how your side was confirmed, your publications and projects.
- Of the matching: vectors computed from your texts by a language model on our own machines, suggestions with their reasons, your answers to them, and introductions.
- Of proposals: your place in a team, answers, budgets, files, and what was submitted.

The pages use cookies for signing in, for protection against forged requests and for your language, and nothing else. What you type in a long form may be kept in your own browser until it is saved. Nobody is tracked across sites and nothing is loaded from third parties.

## Who receives it
- Signed-in members of your own country whose side is confirmed: your name, organisation and research statement, and the fields of your profile that you opened to members; unless you leave the listing.
- Members and programme managers in the other country: only after your separate consent, only what its text names, and until you withdraw it.
- Your connections: what you opened to connections, after both accepted an introduction.
- The members of a team: your name, address and organisation in it, and what you write there.
- The programme managers of both countries' agencies, and the operator: what a team of yours submits. Files that managers make of their lists are deleted here after seven days.
- ORCID and OpenAlex (United States): the identifiers or DOIs you look for, and only when you ask to import publications or sign in with ORCID.
- The operator's mail server: mails to you. Nobody else processes data on the operator's behalf unless it is named here.

## How long it is kept
- Account, profile, proposals that were not submitted, and the record of changes to them: until you erase your account. Erasing takes effect at once and cannot be undone.
- Sessions: until you sign out or they expire.
- What rested on a withdrawn consent (vectors, suggestions): removed at once.
- What a team submitted, with the names in it, and the agencies' decisions: kept by the agencies as the record of the call, for as long as their rules say, also after an account was erased.
- After an erasure: that an account was erased and when, without a name, and a fingerprint that nobody can read back, so that an import leaves you out.

## No decision by machine
Matching advises; a named person decides. The page “How matching works” publishes how suggestions come about. You may leave the matching at any time.

## How it is protected
Passwords are stored as hashes, tokens as digests; connections are encrypted; managers and administrators need a second factor; who changed what is recorded; backups and keys are the operator's responsibility.

## Changes
Every published version of this notice stays readable, with its date. If a change needs your consent, you are asked on your start page.
"""

TEXT_KO = """\
## 개인정보처리자
이 사이트를 운영하는 기관이 개인정보를 처리합니다. 운영 기관은 아직 기관명, 주소, 개인정보 보호책임자를 이곳에 적지 않았습니다. 그 전까지는 귀하를 초대하였거나 공고를 낸 기관에 문의하여 주십시오.

## 개인정보의 처리 목적
- 계정: 로그인, 계정 보호, 안내 메일 발송
- 프로필·과제·논문: 한국과 미국의 연구자를 서로에게 추천하고, 본인이 허용한 사람에게 보여 줌
- 제안서: 연구팀 구성, 제안서의 확인과 접수, 양국 전문기관의 검토
- 변경 기록: 처리 경위의 확인과 부정 이용 방지

## 처리하는 개인정보의 항목
- 계정: 이메일 주소, 비밀번호 해시, 2단계 인증 수단, 연결된 ORCID 계정, 언어, 시간대, 세션(IP 주소, 브라우저, 일시), API 토큰(다이제스트), 귀하에게 보낸 메일, 메일 수신 설정, 동의 내역
- 프로필: 직접 입력한 내용, 항목별 공개 대상, 소속 국가의 확인 방법, 논문과 과제
- 매칭: 자체 서버의 언어 모델로 귀하의 글에서 계산한 벡터, 추천과 그 이유, 추천에 대한 응답, 소개
- 제안서: 연구팀에서의 역할, 작성 내용, 예산, 파일, 제출한 내용

쿠키는 로그인, 위조 요청 방지, 언어 설정에만 사용합니다. 긴 양식에 입력한 내용은 저장될 때까지 귀하의 브라우저에 보관될 수 있습니다. 다른 사이트에서의 활동을 추적하지 않으며 외부에서 불러오는 것이 없습니다.

## 개인정보를 제공받는 자
- 같은 나라의 로그인한 회원 중 소속 국가가 확인된 사람: 성명, 소속 기관, 연구 소개와 공개 대상을 ‘회원’으로 정한 항목. 목록에서 빠지면 제공되지 않습니다.
- 다른 나라의 회원과 프로그램 매니저: 별도로 동의한 경우에만, 그 동의문에 적힌 항목에 한하여, 동의를 철회할 때까지
- 연결된 연구자: 양쪽이 소개를 수락한 뒤, 공개 대상을 ‘연결된 사람’으로 정한 항목
- 연구팀 구성원: 팀에 적힌 성명·이메일 주소·소속 기관과 팀에서 작성한 내용
- 양국 전문기관의 프로그램 매니저와 운영 기관: 연구팀이 제출한 내용. 매니저가 목록에서 만든 파일은 7일 뒤 이 사이트에서 삭제됩니다.
- ORCID·OpenAlex(미국): 논문 가져오기를 요청하거나 ORCID로 로그인할 때에 한하여, 찾는 식별자 또는 DOI
- 운영 기관의 메일 서버: 귀하에게 보내는 메일. 이곳에 적힌 경우가 아니면 처리를 위탁받은 자는 없습니다.

## 보유 기간과 파기
- 계정, 프로필, 제출하지 않은 제안서와 그 변경 기록: 계정을 삭제할 때까지. 삭제하면 즉시 파기되며 되돌릴 수 없습니다.
- 세션: 로그아웃하거나 만료될 때까지
- 철회한 동의에 따라 만들어진 것(벡터, 추천): 즉시 삭제
- 연구팀이 제출한 내용(성명 포함)과 전문기관의 결정: 계정을 삭제한 뒤에도 해당 공모의 기록으로서 전문기관의 규정이 정한 기간 동안 보관
- 계정 삭제 뒤: 성명 없이 계정이 삭제된 사실과 일시, 그리고 되돌려 읽을 수 없는 지문. 지문은 연구자를 일괄 등록할 때 귀하를 제외하는 데 쓰입니다.

## 자동화된 결정
매칭은 참고 자료이며 담당자가 이름을 밝히고 결정합니다. 추천이 만들어지는 방법은 ‘매칭 방식’ 페이지에 공개되어 있습니다. 매칭에서는 언제든지 빠질 수 있습니다.

## 안전성 확보 조치
비밀번호는 해시로, 토큰은 다이제스트로 저장합니다. 통신은 암호화되고, 매니저와 관리자는 2단계 인증을 사용하며, 변경 기록이 남습니다. 백업과 암호 키는 운영 기관이 관리합니다.

## 처리방침의 변경
공개된 모든 판은 날짜와 함께 계속 볼 수 있습니다. 변경에 동의가 필요하면 시작 페이지에서 여쭙니다.
"""


def publish_notice(apps, schema_editor):
    texts = {
        "collection_en": COLLECTION_EN,
        "collection_ko": COLLECTION_KO,
        "text_en": TEXT_EN,
        "text_ko": TEXT_KO,
    }
    apps.get_model("people", "PrivacyNotice").objects.get_or_create(version=1, defaults={**texts, "asks_anew": True})


class Migration(migrations.Migration):
    dependencies = [("people", "0077_privacy_notice")]

    # A published text is kept: consents rest on it.
    operations = [migrations.RunPython(publish_notice, migrations.RunPython.noop)]
