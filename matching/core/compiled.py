"""The inner loops of matching, compiled on first use (numba, some seconds, once: kept.py); nothing here holds Python's lock.

What each loop computes is said by the numpy code beside which the tests put it: :mod:`matching.core.scoring` for the parts
of a score, sorting for the lists.
"""

from typing import Any

import numba
import numpy as np

from matching.core.affinity import MAX_SHARE
from matching.core.kept import kept
from matching.core.scoring import OTHER_KIND, SAME_FIELD, SAME_SUBFIELD

MEAN_SHARE = 1 - MAX_SHARE

_njit: Any = numba.njit(nogil=True, error_model="numpy")
# Sums may be taken in any order where they are exact in every order; see exact.py.
_njit_sum: Any = numba.njit(nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})


def compiled(function):  # type: ignore[no-untyped-def]
    return kept(_njit(function))


def compiled_sum(function):  # type: ignore[no-untyped-def]
    return kept(_njit_sum(function))


@compiled
def pool(similarities, rows, columns, pooled):  # type: ignore[no-untyped-def]
    """Write the topical part of each person with each other into ``pooled`` ``(people, others)``, NaN where unknown.

    ``similarities`` ``(passages, targets)`` float32; ``rows`` ``(people + 1,)`` and ``columns`` ``(others + 1,)``: whose
    they are.
    """
    best = np.empty(similarities.shape[1], np.float32)
    total = np.empty(similarities.shape[1], np.float32)
    for person in range(len(rows) - 1):
        begin, end = rows[person], rows[person + 1]
        if begin == end:
            pooled[person, :] = np.nan
            continue
        best[:] = similarities[begin]
        total[:] = similarities[begin]
        for row in range(begin + 1, end):
            for target in range(len(best)):
                similarity = similarities[row, target]
                total[target] += similarity
                # The built-in minds NaN, which keeps the loop from being vectorised.
                best[target] = similarity if similarity > best[target] else best[target]
        _average(best, total, np.float32(MEAN_SHARE) / np.float32(end - begin), columns, pooled[person])


@compiled
def _average(best, total, share, columns, pooled):  # type: ignore[no-untyped-def]
    """Over the targets of each other."""
    for other in range(len(columns) - 1):
        first, last = columns[other], columns[other + 1]
        if first == last:
            pooled[other] = np.nan
            continue
        whole = np.float32(0)
        for target in range(first, last):
            affinity = np.float32(MAX_SHARE) * best[target] + share * total[target]
            whole += min(max(affinity, np.float32(0)), np.float32(1))
        pooled[other] = whole / np.float32(last - first)


@compiled
def rank(offsets, rows, scores, ranks, order):  # type: ignore[no-untyped-def]
    """Write each pair's place on the list of its owner, from 1, into ``ranks``, and the pairs in that order into ``order``.

    ``rows`` are the pairs in the order of their owners, of each owner in that of the partners; ``offsets`` ``(owners + 1,)``.
    """
    for owner in range(len(offsets) - 1):
        begin, end = offsets[owner], offsets[owner + 1]
        mine = rows[begin:end]
        best_first = np.argsort(-scores[mine], kind="mergesort")
        for place in range(end - begin):
            order[begin + place] = mine[best_first[place]]
            ranks[mine[best_first[place]]] = place + 1


@compiled_sum
def _dot(one, two):  # type: ignore[no-untyped-def]
    total = 0.0
    for place in range(len(one)):
        total += one[place] * two[place]
    return total


@compiled
def topical(own, other):  # type: ignore[no-untyped-def]
    """The part of one pair, from the vectors of both, ``own`` float64 ``(n, d)``; NaN where either has none."""
    if not len(own) or not len(other):
        return np.nan
    whole = 0.0
    for target in range(len(other)):
        vector = other[target].astype(np.float64)
        best, total = -np.inf, 0.0
        for passage in range(len(own)):
            similarity = _dot(own[passage], vector)
            best, total = max(best, similarity), total + similarity
        whole += min(max(MAX_SHARE * best + MEAN_SHARE * (total / len(own)), 0.0), 1.0)
    return whole / len(other)


@compiled
def meet(offers, offer_kinds, needs, need_kinds):  # type: ignore[no-untyped-def]
    """How well the offers meet the needs; NaN where there are none."""
    if not len(offers) or not len(needs):
        return np.nan
    whole = 0.0
    given = offers.astype(np.float64)
    for need in range(len(needs)):
        wanted, best = needs[need].astype(np.float64), 0.0
        for place in range(len(given)):
            weight = 1.0 if offer_kinds[place] == need_kinds[need] else OTHER_KIND
            best = max(best, weight * min(max(_dot(given[place], wanted), 0.0), 1.0))
        whole += best
    return whole / len(needs)


@compiled
def topics(own, other):  # type: ignore[no-untyped-def]
    """How well one's topics meet the other's, from codes of topic, subfield and field ``(n, 3)``; NaN where there are none."""
    if not len(own) or not len(other):
        return np.nan
    whole = 0.0
    for theirs in range(len(other)):
        best = 0.0
        for mine in range(len(own)):
            if own[mine, 0] == other[theirs, 0]:
                best = max(best, 1.0)
            elif own[mine, 1] == other[theirs, 1]:
                best = max(best, SAME_SUBFIELD)
            elif own[mine, 2] == other[theirs, 2]:
                best = max(best, SAME_FIELD)
        whole += best
    return whole / len(other)


@compiled
def score_pairs(people, others, person, other, weights, values):  # type: ignore[no-untyped-def]
    """Write score and parts of the pairs at positions ``person[i]``, ``other[i]`` into ``values`` ``(m, 5)``.

    ``people`` and ``others`` are :class:`~matching.core.exact.Columns`; ``weights`` ``(4,)``.
    """
    reader, read = -1, people.topical[:0].astype(np.float64)
    for row in range(len(person)):
        mine, theirs = person[row], other[row]
        if mine != reader:
            reader, read = mine, people.topical[slice_of(people.topical_offsets, mine)].astype(np.float64)
        n = slice_of(others.topical_offsets, theirs)
        values[row, 1] = topical(read, others.topical[n])
        t, n = slice_of(people.offer_offsets, mine), slice_of(others.need_offsets, theirs)
        values[row, 2] = meet(people.offers[t], people.offer_kinds[t], others.needs[n], others.need_kinds[n])
        t, n = slice_of(others.offer_offsets, theirs), slice_of(people.need_offsets, mine)
        values[row, 3] = meet(others.offers[t], others.offer_kinds[t], people.needs[n], people.need_kinds[n])
        t, n = slice_of(people.topic_offsets, mine), slice_of(others.topic_offsets, theirs)
        values[row, 4] = topics(people.topics[t], others.topics[n])
        values[row, 0] = weigh(values[row, 1:], weights)


@compiled
def slice_of(offsets, subject):  # type: ignore[no-untyped-def]
    return slice(offsets[subject], offsets[subject + 1])


@compiled
def weigh(parts, weights):  # type: ignore[no-untyped-def]
    """Weighted mean of the known parts; NaN where none that counts is known."""
    total, known = 0.0, 0.0
    for place in range(len(parts)):
        if not np.isnan(parts[place]):
            total += weights[place] * parts[place]
            known += weights[place]
    return total / known if known > 0 else np.nan


@compiled
def closest(own, other, minds_kinds, mine, theirs, rows, columns, similarities):  # type: ignore[no-untyped-def]
    """For each pair at ``mine[i]``, ``theirs[i]`` its best-meeting passages, no passage twice: the rows of both and how close.

    ``own`` and ``other`` are (vectors, offsets, kinds); the last three ``(pairs, top)``, untouched where no more meet.
    """
    (own_vectors, own_offsets, own_kinds), (other_vectors, other_offsets, other_kinds) = own, other
    reader, read = -1, own_vectors[:0].astype(np.float64)
    for pair in range(len(mine)):
        if mine[pair] != reader:
            reader, read = mine[pair], own_vectors[slice_of(own_offsets, mine[pair])].astype(np.float64)
        first, begin = own_offsets[mine[pair]], other_offsets[theirs[pair]]
        texts = other_vectors[slice_of(other_offsets, theirs[pair])].astype(np.float64)
        met = np.empty((len(read), len(texts)))
        for row in range(len(read)):
            for column in range(len(texts)):
                is_other = minds_kinds and own_kinds[first + row] != other_kinds[begin + column]
                met[row, column] = _dot(read[row], texts[column]) * (OTHER_KIND if is_other else 1.0)
        _take_best(met, first, begin, rows[pair], columns[pair], similarities[pair])


@compiled
def _take_best(met, first, begin, rows, columns, similarities):  # type: ignore[no-untyped-def]
    """Of equal similarities the earlier row, and there the earlier column."""
    for place in range(len(rows)):
        best, at, beside = 0.0, -1, -1
        for row in range(met.shape[0]):
            for column in range(met.shape[1]):
                if met[row, column] > best:
                    best, at, beside = met[row, column], row, column
        if at < 0:
            return
        rows[place], columns[place], similarities[place] = first + at, begin + beside, min(best, 1.0)
        met[at, :] = -1.0
        met[:, beside] = -1.0
