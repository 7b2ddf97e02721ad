"""Publish the first text that people are shown before they consent."""

from django.db import migrations

TEXT_EN = """\
Your organisation and the people you may be matched with are in different countries. Before your profile crosses that border, you decide.

What is passed on: your name, organisation, research statement, and those fields of your profile (topics, what you offer and seek, publications, career stage, languages, availability) whose audience you set to members. Your e-mail address is passed on only to people you are connected with, after both of you accepted an introduction.

To whom: signed-in researchers whose institution is in the recipient country named above, and the programme managers of that country's participating agency. They use it to find research partners, to judge suggested matches and to introduce people to each other.

How: on the pages of this site and in its mails, over an encrypted connection, from the moment you consent.

For how long: until you withdraw. You can do so at any time on this page. Your profile is then no longer shown across the border; the vectors computed from it and the suggestions that name you are removed at once. What was read before cannot be called back.

If you do not consent: nothing is held against you. You keep your account, you can use this site within your own country, and you are neither matched with nor shown to people in the other one.
"""

TEXT_KO = """\
귀하의 소속 기관과 귀하에게 추천될 수 있는 연구자는 서로 다른 나라에 있습니다. 귀하의 프로필이 국경을 넘기 전에 귀하가 직접 결정합니다.

이전되는 개인정보 항목: 성명, 소속 기관, 연구 소개, 그리고 공개 대상을 ‘회원’으로 정한 프로필 항목(연구 주제, 제공할 수 있는 것과 찾는 것, 논문, 경력 단계, 언어, 가능한 기간). 이메일 주소는 소개를 양쪽이 모두 수락하여 연결된 사람에게만 공개됩니다.

이전받는 자와 이용 목적: 위에 적힌 이전 국가의 기관에 소속된 로그인한 연구자와 그 나라 참여 기관의 프로그램 매니저. 연구 협력자를 찾고, 추천된 연결을 검토하며, 서로를 소개하는 데 이용합니다.

이전 일시와 방법: 동의한 때부터 이 사이트의 페이지와 메일을 통해 암호화된 통신으로 이전됩니다.

보유 및 이용 기간: 동의를 철회할 때까지. 이 페이지에서 언제든지 철회할 수 있습니다. 철회하면 프로필이 더 이상 국경을 넘어 공개되지 않으며, 프로필로 계산한 벡터와 귀하가 포함된 추천이 즉시 삭제됩니다. 이미 열람된 내용은 되돌릴 수 없습니다.

동의를 거부할 권리와 그에 따른 불이익: 동의하지 않아도 불이익은 없습니다. 계정은 그대로 유지되고 자국 내에서 이 사이트를 이용할 수 있으며, 다른 나라의 연구자와 연결되거나 그들에게 공개되지 않을 뿐입니다.
"""


def publish_notice(apps, schema_editor):
    apps.get_model("people", "ConsentNotice").objects.get_or_create(
        purpose="cross_border_matching", version=1, defaults={"text_en": TEXT_EN, "text_ko": TEXT_KO}
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    # A published text is kept: consents rest on it.
    operations = [migrations.RunPython(publish_notice, migrations.RunPython.noop)]
