"""A number for all that the scores of a subject follow from: where it is the same as before, so are the scores."""

from itertools import count

import numpy as np
import numpy.typing as npt

from matching.core.subjects import Facts, IntArray, Subjects

Numbers = npt.NDArray[np.uint64]


def fingerprints(texts: Subjects, set_aside: IntArray) -> IntArray:
    """One for each subject, ``(count,)``, whatever stands beside it and in whatever order its passages come.

    ``set_aside`` ``(n, 2)``: a subject's position, and the number of what is never suggested to it. A passage's number
    stands for its text and vector. Two different subjects have the same one once in 2**64.
    """
    found, salts = np.zeros(len(texts), np.uint64), count(1)
    for column in _columns(texts.facts):
        found += _mixed(column, next(salts))
    for passages in (texts.topical, texts.offers, texts.needs):
        _add(found, np.repeat(np.arange(len(texts)), passages.counts), passages.ids, next(salts))
    topics = texts.topics
    owners = np.repeat(np.arange(len(texts)), np.diff(topics.offsets))
    codes = _mixed(topics.topics, 1) + _mixed(topics.subfields, 2) + _mixed(topics.fields, 3)
    _add(found, owners, codes.view(np.int64), next(salts))
    _add(found, set_aside[:, 0], set_aside[:, 1], next(salts))
    return found.view(np.int64)


def _columns(facts: Facts) -> list[IntArray]:
    days = [day.astype("datetime64[D]").astype(np.int64) for day in (facts.starts, facts.ends)]
    flags = (facts.side, facts.wanted, facts.across, facts.listed, facts.consents, facts.open, facts.identity)
    return [*(flag.astype(np.int64) for flag in flags), *days]


def _add(found: Numbers, owners: IntArray, numbers: IntArray, salt: int) -> None:
    np.add.at(found, owners, _mixed(numbers, salt))


def _mixed(numbers: IntArray, salt: int) -> Numbers:
    """Each number spread over all 64 bits (the finaliser of SplitMix64, Steele, Lea and Flood 2014); modulo 2**64.

    >>> len(set(_mixed(np.array([0, 1, 1]), 1).tolist() + _mixed(np.array([1]), 2).tolist()))
    3
    """
    mixed = numbers.view(np.uint64) + np.uint64(salt * 0x9E3779B97F4A7C15 % 2**64)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
