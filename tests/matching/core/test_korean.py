"""Features against slow loops, the table's file and its checksum, and the training."""

import re
import shutil
import unicodedata
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.core import hangul
from matching.core.encoder import WeightsError
from matching.core.hangul import features
from matching.core.korean import (
    DEFAULT_MODEL,
    KoreanEncoder,
    Table,
    card_path,
    load_table,
    quantise,
    read,
    read_card,
    save_table,
)
from matching.core.korean_folds import WHOLE, cross_validate, fold_of, own_ranks, split
from matching.core.korean_training import Recipe, train
from matching.core.korean_units import OWN_VOCABULARY, Kind, Pair, Unit, cut, units_of

SAMPLES = ["강화 학습으로 로봇을 제어한다.", "CNN을 쓰지 않는 백본", "", "로봇", "2025년 (federated learning)"]
KOREAN = ["로봇 팔을 제어한다", "로봇 손을 제어한다", "단백질 구조를 예측한다", "단백질 접힘을 예측한다"] * 8
some_text = st.text(st.sampled_from("가나다라 학습로봇abcé.3\0\n()Ａ"), max_size=25)


def slow_features(text: str) -> list[tuple[str, ...]]:
    """The features in words, by plain loops."""
    runs = [
        (found.group(), found.start(), found.end())
        for found in re.finditer(r"[가-힣]+|[a-zß-öø-ɏ]+", unicodedata.normalize("NFKC", text).lower())
    ]
    words = [run for run in runs if "가" <= run[0][0] <= "힣"]
    found: list[tuple[str, ...]] = [("latin", run[0]) for run in runs if run not in words]
    for word, _, _ in words:
        found.append(("whole", word))
        found += [("beginning", word[:size]) for size in hangul.BEGINNINGS if len(word) >= size]
        found += [("inner", word[i : i + size]) for size in hangul.INNERS for i in range(len(word) - size + 1)]
    for (left, _, end), (right, start, _) in pairwise(words):
        found += [
            ("joint", left[:size], right[:size])
            for size in hangul.JOINTS
            if start == end + 1 and min(len(left), len(right)) >= size
        ]
    return found


def names_of_keys(texts: list[str]) -> dict[int, Counter[int]]:
    found = features(texts)
    return {i: Counter(found.keys[found.texts == i].tolist()) for i in range(len(texts))}


@settings(deadline=None)
@given(st.lists(some_text, min_size=1, max_size=4))
def test_keys_stand_for_the_features_that_plain_loops_find(texts: list[str]) -> None:
    keys = names_of_keys(texts)
    slow = {i: Counter(slow_features(text)) for i, text in enumerate(texts)}
    assert {i: sorted(found.values()) for i, found in keys.items()} == {
        i: sorted(found.values()) for i, found in slow.items()
    }
    # The same name everywhere has the same key: as many distinct names as keys over all texts together.
    assert len(set().union(*keys.values())) == len(set().union(*slow.values()))


def test_a_stem_is_shared_by_its_forms_and_spacing_matters_little() -> None:
    forms = [set(found) for found in names_of_keys(["로봇을", "로봇이", "강화학습", "강화 학습", "바다"]).values()]
    assert len(forms[0] & forms[1]) == 3  # 로, 로봇 as beginnings, 로봇 as a bigram
    assert len(forms[2] & forms[3]) == 4  # 강, 강화 as beginnings; 강화, 학습 as bigrams
    assert not forms[0] & forms[4]


def test_reading_is_the_mean_of_the_rows_and_the_bias() -> None:
    found = features(SAMPLES)
    keys = np.unique(found.keys)[::2]
    rng = np.random.default_rng(3)
    table = quantise(keys, rng.standard_normal((len(keys), 6)).astype(np.float32), np.full(6, 0.1, np.float32))
    place = {key: i for i, key in enumerate(keys.tolist())}
    for i, vector in enumerate(read(SAMPLES, table)):
        known = [place[key] for key in found.keys[found.texts == i].tolist() if key in place]
        rows = [table.rows[k].astype(float) * table.scales[k] for k in known]
        expected = (np.mean(rows, axis=0) if rows else 0) + table.bias
        np.testing.assert_allclose(vector, expected / np.linalg.norm(expected), atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_has_a_unit_vector_that_does_not_depend_on_its_neighbours(texts: list[str]) -> None:
    encoder = KoreanEncoder()
    vectors = encoder.encode(texts)
    assert vectors.shape == (len(texts), 384)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, vectors, strict=True):
        np.testing.assert_allclose(encoder.encode([text])[0], vector, atol=1e-5)


def test_the_shipped_table_is_the_one_its_card_describes() -> None:
    card = read_card(DEFAULT_MODEL)
    assert isinstance(load_table(DEFAULT_MODEL), Table)
    assert DEFAULT_MODEL.stat().st_size <= 12_000_000
    assert KoreanEncoder().tag == f"korean@{card['sha256'][:12]}"
    assert card["base_model"] == "all-MiniLM-L6-v2@53aa51172d14:fp32"
    assert card["cross_validation"]["groups"][WHOLE]["mrr"] >= 0.85
    assert card["developers_set"]["mrr"] >= 0.85


def test_another_table_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "korean.npz"
    with pytest.raises(WeightsError, match=r"The card .* cannot be read"):
        load_table(model)
    shutil.copy(card_path(DEFAULT_MODEL), card_path(model))
    with pytest.raises(WeightsError, match="is missing: install Gyoryu again"):
        load_table(model)
    model.write_bytes(DEFAULT_MODEL.read_bytes()[:-1] + b"x")
    with pytest.raises(WeightsError, match="is not the file its card describes"):
        KoreanEncoder(model).encode(["로봇"])
    card_path(model).write_text("{}")
    with pytest.raises(WeightsError, match="holds no checksum"):
        load_table(model)


TARGETS = np.repeat(np.eye(4, dtype=np.float32)[None], 8, axis=0).reshape(-1, 4)
LEARNT = [Unit(f"en {i}", text, "a", Kind.SENTENCE, (i,)) for i, text in enumerate(KOREAN)]


def test_training_twice_makes_the_same_bits_and_learns(tmp_path: Path) -> None:
    recipe = Recipe(epochs=20, batch=8, rate=0.2, dropout=0.1, readers=2)
    trained = [train(LEARNT, TARGETS, recipe) for _ in range(2)]
    digests = [
        save_table(tmp_path / f"{i}.npz", quantise(one.keys, one.rows, one.bias)) for i, one in enumerate(trained)
    ]
    assert digests[0] == digests[1]
    assert (trained[0].read(KOREAN) * TARGETS).sum(axis=1).min() > 0.8
    alone = [train(LEARNT, TARGETS, replace(recipe, readers=1, seed=seed)) for seed in (0, 1)]
    assert not np.array_equal(alone[0].rows, alone[1].rows)
    np.testing.assert_allclose(trained[0].rows, (alone[0].rows + alone[1].rows) / 2, atol=1e-6)


def test_a_synonym_is_no_wrong_answer() -> None:
    """Where all English texts are one, nothing is told apart: without the cosine nothing is learnt."""
    same = [replace(unit, en="en") for unit in LEARNT[:8]]
    recipe = Recipe(batch=8, dropout=0, cosine_weight=0)
    once, thrice = (train(same, TARGETS[:1].repeat(8, 0), replace(recipe, epochs=epochs)) for epochs in (1, 3))
    assert np.array_equal(once.rows, thrice.rows)
    other = train(LEARNT[:8], TARGETS[:1].repeat(8, 0), recipe)
    assert not np.array_equal(once.rows, other.rows)


PAIRS = [
    *(Pair(f"one two three four large {i}", f"큰 글 {i}", "large") for i in range(60)),
    *(Pair(f"one two three four {name} {i}", f"{name} 글 {i}", name) for name in ("a", "b") for i in range(7)),
    *(Pair(f"one two three four own {i}", f"우리 글 {i}", OWN_VOCABULARY) for i in range(20)),
    *(Pair(f"term {i}", f"낱말 {i}", OWN_VOCABULARY) for i in range(10)),
    Pair("one two three four own 0", "우리 글 영", OWN_VOCABULARY),
]


def test_paragraphs_are_neighbouring_sentences_of_one_source() -> None:
    units = units_of(PAIRS)
    paragraphs = [unit for unit in units if unit.kind == Kind.PARAGRAPH]
    assert [unit.pairs for unit in units[: len(PAIRS)]] == [(i,) for i in range(len(PAIRS))]
    for unit in paragraphs:
        assert {PAIRS[i].source for i in unit.pairs} == {unit.source}
        assert unit.ko == " ".join(PAIRS[i].ko for i in unit.pairs)
        assert 2 <= len(unit.pairs) <= (4 if unit.source == OWN_VOCABULARY else 6)
    assert {unit.cut for unit in paragraphs if unit.source == OWN_VOCABULARY} == {0, 1, 2}
    assert {(unit.source, unit.cut) for unit in paragraphs if unit.source != OWN_VOCABULARY} == {("a", 0), ("b", 0)}
    used = [i for run in cut(PAIRS, 0) for i in run]
    assert len(used) == len(set(used))
    assert len(PAIRS) - 1 not in used  # the second translation of a sentence


def test_a_fold_holds_small_sources_out_whole_and_knows_no_held_text() -> None:
    of = fold_of(PAIRS, 2)
    assert {name: set(of[[p.source == name for p in PAIRS]].tolist()) for name in ("large", "a", "b")} == {
        "large": {-1},
        "a": {0},
        "b": {1},
    }
    assert set(of[94:104].tolist()) == {-1}
    units = units_of(PAIRS)
    for number in (0, 1):
        fold = split(PAIRS, units, number, folds=2, pool=20)
        held = {p.en for p, where in zip(PAIRS, of.tolist(), strict=True) if where == number}
        assert not held & {PAIRS[i].en for u in fold.training.tolist() for i in units[u].pairs}
        assert all({PAIRS[i].en for i in units[u].pairs} <= held for u in fold.queries.tolist())
        assert len(set(fold.pool.tolist())) == len(fold.pool) >= 10
        assert fold.pool[: len(fold.queries)].tolist() == fold.queries.tolist()


def test_cross_validation_reports_by_group_and_source() -> None:
    units = units_of(PAIRS)
    targets = np.random.default_rng(0).standard_normal((len(units), 4)).astype(np.float32)
    of = {unit.ko: i for i, unit in enumerate(units)}
    checked = cross_validate(PAIRS, units, targets, lambda some, vectors: lambda texts: targets[[of[t] for t in texts]])
    assert set(checked.sources) == {"a", "b", OWN_VOCABULARY}
    assert checked.groups[WHOLE].queries == checked.sources["a"].queries + checked.sources["b"].queries
    assert checked.mean == np.mean([report.mrr for report in checked.groups.values()])


@given(st.integers(1, 6), st.integers(1, 6), st.randoms(use_true_random=False))
def test_ranks_are_those_of_a_stable_sort(queries: int, documents: int, random: object) -> None:
    rng = np.random.default_rng(queries * 7 + documents)
    own = rng.integers(0, documents, queries)
    first = rng.integers(-2, 3, (queries, 2)).astype(np.float32)
    second = rng.integers(-2, 3, (documents, 2)).astype(np.float32)
    slow = [sorted(range(documents), key=lambda d: (-float(q @ second[d]), d)).index(o) + 1 for q, o in zip(first, own, strict=True)]  # fmt: skip
    assert own_ranks(first, second, own).tolist() == slow
