"""What a run found, laid beside what is stored, so that the database itself tells what differs: only that is written.

But for what the parts of a run lay aside for its end, the tables are the session's own and go with the transaction. Rows
are of one width and are copied as they lie in memory.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from matching.core.meetings import Meetings
from matching.core.scoring import PARTS
from matching.models import PROJECT, PUBLISHING, RESEARCHER, ChangedSubject, Run, Shard
from matching.selectors.columns import END, HEADER, TYPES, layout
from matching.selectors.families import pairs_set_aside
from matching.selectors.subjects import projects_taking_part, researchers_taking_part
from matching.services.scores import MadeLists
from matching.services.suggested import NOBODY, Suggestions, answers_to_rules

BYTES_AT_ONCE = 2**20

_SUGGESTED = {
    "number": "int4",
    "first": "int8",
    "project": "int8",
    "partner": "int8",
    "score": "float8",
    **dict.fromkeys(PARTS, "float8"),
    "rank_for_researcher": "int4",
    "rank_for_other": "int4",
    "answers": "int4",
}
_MADE = {
    "researcher": "int8",
    "project": "int8",
    "of_people": "int4",
    "fingerprint": "int8",
    "length": "int4",
    "score": "float8",
    "partner": "int8",
}
_MET = {"number": "int4", "part": "int4", "own": "int8", "other": "int8", "similarity": "float8"}
_ENDS = {"first": "int8", "project": "int8", "partner": "int8"}
_PAIRS = {
    "shard_id": "int8",
    **_ENDS,
    "score": "float8",
    **dict.fromkeys(PARTS, "float8"),
    "rank_for_researcher": "int4",
    "rank_for_other": "int4",
    "unsure": "int4",
}
_MEETINGS = {"shard_id": "int8", **_ENDS, "part": "int4", "own": "int8", "other": "int8", "similarity": "float8"}

# A pair on both lists was found twice, and alike unless one of the two changed in between: then the next refresh scores it anew.
GATHER = """
CREATE TEMPORARY TABLE matching_suggested ON COMMIT DROP AS
SELECT
    row_number() OVER ()::int4 AS number, first, project, partner,
    min(score) AS score, min(topical) AS topical, min(give) AS give, min(take) AS take, min(topics) AS topics,
    max(rank_for_researcher) AS rank_for_researcher, max(rank_for_other) AS rank_for_other,
    min(unsure) * 2 + (partner > 0)::int4 AS answers
FROM matching_foundpair f JOIN matching_shard s ON s.id = f.shard_id WHERE s.run_id = %s
GROUP BY first, project, partner
"""
GATHER_MEETINGS = """
CREATE TEMPORARY TABLE matching_met ON COMMIT DROP AS
SELECT DISTINCT number, part, own, other, similarity
FROM matching_foundmeeting f JOIN matching_shard s ON s.id = f.shard_id
JOIN matching_suggested USING (first, project, partner) WHERE s.run_id = %s
"""

HOLD = """
SELECT id FROM people_researcher WHERE id IN (
    SELECT first FROM matching_suggested UNION SELECT partner FROM matching_suggested UNION SELECT researcher FROM matching_made
) ORDER BY id FOR NO KEY UPDATE
"""
GONE = """
DELETE FROM {table} t WHERE t.{column} > 0 AND NOT EXISTS (SELECT FROM ({there}) there (id) WHERE there.id = t.{column})
"""
# On whose lists something is missing then, to be seen by the next run.
SHORT = """
WITH dropped AS ({dropped} RETURNING first, project, partner, rank_for_researcher, rank_for_other)
INSERT INTO matching_changedsubject (kind, number, is_list)
SELECT DISTINCT kind, number, true FROM dropped, LATERAL (VALUES
    ('researcher', first, rank_for_researcher), ('researcher', partner, rank_for_other), ('project', project, rank_for_other)
) ends (kind, number, rank) WHERE number > 0 AND rank <> 0
"""
READ_ANEW = """
UPDATE matching_standing SET fingerprint = 0
WHERE {kind}_id IN (SELECT number FROM matching_changedsubject WHERE kind = '{kind}' AND NOT is_list)
"""
SET_ASIDE = """
DELETE FROM matching_suggested s USING matching_pair p JOIN ({aside}) aside (id) ON aside.id = p.id
WHERE p.researcher_id = first AND coalesce(p.project_id, 0) = project AND coalesce(p.partner_id, 0) = partner
"""
UNSAID = """
DELETE FROM matching_suggested s USING matching_met m
WHERE m.number = s.number AND NOT EXISTS (SELECT FROM matching_passage p WHERE p.id = m.{end})
"""
# What is compared with a table is compared to the end before it is written there (the sorting, EXCEPT): while a table is
# still empty the database would else look through all that it has just written for every further row.
NEW_PAIRS = """
INSERT INTO matching_pair (public_id, researcher_id, project_id, partner_id, state)
SELECT gen_random_uuid(), first, nullif(project, 0), nullif(partner, 0), 'suggested' FROM matching_suggested s
WHERE NOT EXISTS (
    SELECT FROM matching_pair p
    WHERE p.researcher_id = first AND coalesce(p.project_id, 0) = project AND coalesce(p.partner_id, 0) = partner
)
ORDER BY first, project, partner
ON CONFLICT DO NOTHING
"""
FOUND = """
CREATE TEMPORARY TABLE matching_found ON COMMIT DROP AS
SELECT
    p.id AS pair_id, number, s.score,
    nullif(s.topical, 'NaN') AS topical, nullif(s.give, 'NaN') AS give,
    nullif(s.take, 'NaN') AS take, nullif(s.topics, 'NaN') AS topics,
    CASE s.rank_for_researcher WHEN -1 THEN m.rank_for_researcher ELSE nullif(s.rank_for_researcher, 0) END
        AS rank_for_researcher,
    CASE s.rank_for_other WHEN -1 THEN m.rank_for_other ELSE nullif(s.rank_for_other, 0) END AS rank_for_other,
    answers
FROM matching_suggested s
JOIN matching_pair p
    ON p.researcher_id = first AND coalesce(p.project_id, 0) = project AND coalesce(p.partner_id, 0) = partner
LEFT JOIN matching_match m ON m.pair_id = p.id AND m.is_current
"""
COUNT_NEW = """
SELECT count(*) FROM matching_found f
WHERE NOT EXISTS (SELECT FROM matching_match m WHERE m.pair_id = f.pair_id)
"""
WRITE_MATCHES = """
WITH answered AS MATERIALIZED (
    SELECT key::int4 AS answers, value AS rules FROM jsonb_each(%s::jsonb)
)
INSERT INTO matching_match (
    pair_id, run_id, created_at, score, topical, give, take, topics, rank_for_researcher, rank_for_other, rules, is_current
)
SELECT
    f.pair_id, %s, now(), f.score, f.topical, f.give, f.take, f.topics, f.rank_for_researcher, f.rank_for_other, a.rules,
    true
FROM matching_found f
JOIN answered a USING (answers)
LEFT JOIN matching_match m USING (pair_id)
LEFT JOIN matching_run r ON r.id = m.run_id
WHERE m.id IS NULL
    OR NOT m.is_current
    OR (m.score, m.topical, m.give, m.take, m.topics, m.rank_for_researcher, m.rank_for_other, m.rules)
        IS DISTINCT FROM
        (f.score, f.topical, f.give, f.take, f.topics, f.rank_for_researcher, f.rank_for_other, a.rules)
    OR (r.weights, r.model_tag) <> (%s::jsonb, %s)
ORDER BY f.pair_id
ON CONFLICT (pair_id) DO UPDATE SET
    run_id = EXCLUDED.run_id, score = EXCLUDED.score, topical = EXCLUDED.topical, give = EXCLUDED.give,
    take = EXCLUDED.take, topics = EXCLUDED.topics, rank_for_researcher = EXCLUDED.rank_for_researcher,
    rank_for_other = EXCLUDED.rank_for_other, rules = EXCLUDED.rules, is_current = true
"""
EXPLAINED = """
CREATE TEMPORARY TABLE matching_explained ON COMMIT DROP AS
SELECT m.id AS match_id, %s::jsonb ->> part AS part, own AS own_id, other AS other_id, similarity
FROM matching_met JOIN matching_found USING (number) JOIN matching_match m USING (pair_id)
"""
DROP_EVIDENCE = """
DELETE FROM matching_evidence e USING matching_match m JOIN matching_found USING (pair_id)
WHERE e.match_id = m.id AND NOT EXISTS (
    SELECT FROM matching_explained x
    WHERE (e.match_id, e.part, e.own_id, e.other_id, e.similarity)
        = (x.match_id, x.part, x.own_id, x.other_id, x.similarity)
)
"""
ADD_EVIDENCE = """
INSERT INTO matching_evidence (match_id, part, own_id, other_id, similarity)
SELECT match_id, part, own_id, other_id, similarity FROM matching_explained
EXCEPT
SELECT match_id, part, own_id, other_id, similarity FROM matching_evidence
WHERE match_id IN (SELECT match_id FROM matching_explained)
"""
WRITE_STANDINGS = """
INSERT INTO matching_standing (researcher_id, project_id, of_people, fingerprint, length, end_score, end_partner)
SELECT
    nullif(researcher, 0), nullif(project, 0), of_people = 1, fingerprint, length,
    nullif(score, '-Infinity'), CASE WHEN score > '-Infinity' THEN partner END
FROM matching_made
ON CONFLICT (researcher_id, project_id, of_people) DO UPDATE SET
    fingerprint = EXCLUDED.fingerprint, length = EXCLUDED.length,
    end_score = EXCLUDED.end_score, end_partner = EXCLUDED.end_partner
WHERE (matching_standing.fingerprint, matching_standing.length, matching_standing.end_score, matching_standing.end_partner)
    IS DISTINCT FROM (EXCLUDED.fingerprint, EXCLUDED.length, EXCLUDED.end_score, EXCLUDED.end_partner)
"""
DROP_STANDINGS = """
DELETE FROM matching_standing s WHERE NOT EXISTS (
    SELECT FROM matching_made m
    WHERE m.researcher = coalesce(s.researcher_id, 0) AND m.project = coalesce(s.project_id, 0)
        AND m.of_people = s.of_people::int
)
"""


def begin() -> None:
    """What this transaction takes from lists is its own business: nobody need note it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, 'on', true)", [PUBLISHING])


def forget_changes(rows: Collection[int]) -> None:
    """What was noted before the run read is matched. Who changed since may have been read as both: they are read as new."""
    ChangedSubject.objects.filter(pk__in=rows).delete()
    with connection.cursor() as cursor:
        for kind in (RESEARCHER, PROJECT):
            cursor.execute(READ_ANEW.format(kind=kind))
        cursor.execute("SELECT set_config(%s, 'off', true)", [PUBLISHING])


def stage(suggestions: Suggestions) -> None:
    """Within the caller's transaction."""
    ends, met = _of_pairs(suggestions), suggestions.evidence
    answers = suggestions.unsure * 2 + (suggestions.partner > NOBODY)
    _create("matching_suggested", _SUGGESTED, {"number": np.arange(len(suggestions)), **ends, "answers": answers})
    _create("matching_met", _MET, {"number": met.pair, **_of_meetings(met)})


def lay_aside(shard: Shard, suggestions: Suggestions) -> None:
    """What one part of a run found, until the run gathers it."""
    met = suggestions.evidence
    ends = {name: getattr(suggestions, name)[met.pair] for name in _ENDS}
    pairs, meetings = (np.full(len(rows), shard.pk) for rows in (suggestions, met))
    found = {"shard_id": pairs, **_of_pairs(suggestions), "unsure": suggestions.unsure}
    _copy("matching_foundpair", _PAIRS, found)
    _copy("matching_foundmeeting", _MEETINGS, {"shard_id": meetings, **ends, **_of_meetings(met)})


def gather(run: Run) -> None:
    """As :func:`stage`, what all parts of the run found."""
    with connection.cursor() as cursor:
        cursor.execute(GATHER, [run.pk])
        cursor.execute("ANALYZE matching_suggested")
        cursor.execute(GATHER_MEETINGS, [run.pk])
        cursor.execute("ANALYZE matching_met")


def _of_pairs(suggestions: Suggestions) -> dict[str, npt.NDArray[Any]]:
    return {
        "first": suggestions.first,
        "project": suggestions.project,
        "partner": suggestions.partner,
        "score": suggestions.score,
        **dict(zip(PARTS, suggestions.parts.T, strict=True)),
        "rank_for_researcher": suggestions.rank_for_first,
        "rank_for_other": suggestions.rank_for_other,
    }


def _of_meetings(met: Meetings) -> dict[str, npt.NDArray[Any]]:
    return {"part": met.part, "own": met.own, "other": met.other, "similarity": met.similarity}


def _create(table: str, types: dict[str, str], columns: dict[str, npt.NDArray[Any]]) -> None:
    declared = ", ".join(f"{name} {kind}" for name, kind in types.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({declared}) ON COMMIT DROP")
        _copy(table, types, columns)
        cursor.execute(f"ANALYZE {table}")


def _copy(table: str, types: dict[str, str], columns: dict[str, npt.NDArray[Any]]) -> None:
    rows = _rows(types, columns).tobytes()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(types)}) FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.write(HEADER)
        for begin in range(0, len(rows), BYTES_AT_ONCE):
            copy.write(rows[begin : begin + BYTES_AT_ONCE])
        copy.write(END)


def _rows(types: dict[str, str], columns: dict[str, npt.NDArray[Any]]) -> npt.NDArray[np.void]:
    """Each with the number of its columns, each column with its length before it: the format of binary COPY."""
    rows = np.zeros(len(next(iter(columns.values()))), layout(types))
    rows["columns"] = len(types)
    for name, kind in types.items():
        rows[f"{name} length"] = np.dtype(TYPES[kind]).itemsize
        rows[name] = columns[name]
    return rows


def hold_people() -> None:
    """Of whom something is about to be written: they neither leave nor go before it is."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD)


def drop_gone(*, today: date) -> None:
    """Leave out whose people, projects or passages went while the run was scoring, and what was set aside.

    The next run is told on whose lists something is missing then.
    """
    people, projects = researchers_taking_part(), projects_taking_part(today=today)
    with connection.cursor() as cursor:
        for table, column, there in (
            ("matching_suggested", "first", people),
            ("matching_suggested", "partner", people),
            ("matching_suggested", "project", projects),
            ("matching_made", "researcher", people),
            ("matching_made", "project", projects),
        ):
            query, params = there.order_by().values("pk").query.sql_with_params()
            gone = GONE.format(table=table, column=column, there=query)
            cursor.execute(gone if table == "matching_made" else SHORT.format(dropped=gone), params)
        query, params = pairs_set_aside().values("pk").query.sql_with_params()
        cursor.execute(SHORT.format(dropped=SET_ASIDE.format(aside=query)), params)
        for end in ("own", "other"):
            cursor.execute(SHORT.format(dropped=UNSAID.format(end=end)))


def find_pairs() -> None:
    """Add the pairs that are new, and lay everything beside its pair; none is deleted here, since decisions and reactions hang on them."""
    with connection.cursor() as cursor:
        cursor.execute(NEW_PAIRS)
        cursor.execute(FOUND)
        cursor.execute("CREATE UNIQUE INDEX ON matching_found (pair_id)")
        cursor.execute("ANALYZE matching_found (pair_id, number)")


def write_matches(run: Run) -> int:
    """How many are new; what was suggested before keeps the day of its first suggestion, and the run that said the same of it."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_NEW)
        (new,) = cursor.fetchone()
        cursor.execute("SELECT DISTINCT answers FROM matching_found")
        rules = {code: answers_to_rules(code >> 1, of_people=bool(code & 1)) for (code,) in cursor.fetchall()}
        cursor.execute(WRITE_MATCHES, [json.dumps(rules), run.pk, json.dumps(run.weights), run.model_tag])
    return int(new)


def clear() -> None:
    """Once all is written, not only when the transaction ends: it may be part of another one."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE matching_suggested, matching_met, matching_made, matching_found, matching_explained")


def write_evidence() -> None:
    """Replace what changed; most of it is the same from run to run."""
    with connection.cursor() as cursor:
        cursor.execute(EXPLAINED, [json.dumps(PARTS)])
        cursor.execute("ANALYZE matching_explained")
        cursor.execute(DROP_EVIDENCE)
        cursor.execute(ADD_EVIDENCE)


def stage_lists(lists: Sequence[MadeLists]) -> None:
    columns = [{name: np.zeros(0, np.int64) for name in _MADE}, *map(_standings, lists)]
    _create("matching_made", _MADE, {name: np.concatenate([some[name] for some in columns]) for name in _MADE})


def write_standings(*, are_all: bool) -> None:
    """Where the made lists end and what they follow from; where they ``are_all``, others are forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE_STANDINGS)
        if are_all:
            cursor.execute(DROP_STANDINGS)


def _standings(lists: MadeLists) -> dict[str, npt.NDArray[Any]]:
    nobody = np.full(len(lists.owners), NOBODY, np.int64)
    owners = {"researcher": nobody, "project": nobody, lists.kind.owner: lists.owners}
    return {
        **owners,
        "of_people": np.full(len(lists.owners), int(lists.kind.of_people)),
        "fingerprint": lists.fingerprints,
        "length": lists.made.lengths,
        "score": lists.made.ends.score,
        "partner": lists.made.ends.partner,
    }
