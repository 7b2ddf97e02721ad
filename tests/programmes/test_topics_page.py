"""The topics of a call, on the page where its managers choose them."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from exchange.people.models import User
from exchange.programmes.models import Call, ProgrammeTopic

SignIn = Callable[[User], Client]


def test_topics_that_a_colleague_chose_meanwhile_are_not_lost(
    client_of: SignIn, draft_call: Call, korean_manager: User
) -> None:
    browser = client_of(korean_manager)
    first, second = (
        ProgrammeTopic.objects.create(programme=draft_call.programme, name_en=name, name_ko=name) for name in "AB"
    )
    editor = reverse("call-edit", args=[draft_call.public_id, "basics"])
    topics = reverse("call-topics", args=[draft_call.public_id])
    form = browser.get(editor).context["topics_form"]
    assert f'name="read" value="{form.read_mark}"' in browser.get(editor).content.decode()
    opened = {"read": form.read_mark}
    assert browser.post(topics, opened | {"topics": [first.pk]}).headers["Location"] == editor
    refused = browser.post(topics, opened | {"topics": [second.pk]})
    assert (refused.status_code, "This was changed while you wrote" in refused.content.decode()) == (422, True)
    assert list(draft_call.topics.all()) == [first]
    again = {"read": refused.context["topics_form"].read_mark, "topics": [second.pk]}
    assert browser.post(topics, again).status_code == 302
    assert list(draft_call.topics.all()) == [second]
    strange = browser.post(topics, {"topics": ["0"]})
    assert strange.context["topics_form"].errors["topics"]
