"""``manage.py match``: a full run in this process, or one subject's suggestions."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from exchange.jobs.enums import JobState
from exchange.people.models import Researcher
from exchange.projects.models import Project
from matching.core.bilingual import load_encoder
from matching.enums import RunKind, RunStep, ScorePart
from matching.models import Match, Passage, Run
from matching.selectors.bands import BandCuts, cuts_in_force
from matching.selectors.nearest import nearest_to_subject
from matching.selectors.subjects import find_subject, matches_of
from matching.services.runs import claimable_run, execute_run


class Command(BaseCommand):
    help = "Match all researchers and projects now, or print what is suggested for one of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--subject", metavar="ID", help="public or external id of a researcher or project")
        parser.add_argument(
            "--nearest",
            action="store_true",
            help="with --subject: whose texts come closest right now, by pgvector's index, without rules or a run",
        )
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["nearest"]:
            self._print_nearest(options["subject"] or "", as_json=options["json"])
        elif options["subject"]:
            self._print_subject(options["subject"], as_json=options["json"])
        else:
            self._run(as_json=options["json"])

    def _run(self, *, as_json: bool) -> None:
        run = claimable_run(RunKind.FULL)
        with _Bar(hidden=as_json) as bar:
            done = execute_run(
                run, encoder=load_encoder(settings.EMBEDDING_MODEL, settings.EMBEDDING_DEVICE), on_progress=bar.show
            )
        run.refresh_from_db()
        if run.state == JobState.CANCELLED:
            raise CommandError("The run was cancelled; nothing was published.")
        if not done or run.state != JobState.DONE:
            raise CommandError("Another run is under way. Try again when it is over.")
        self.stdout.write(json.dumps(run.report) if as_json else "\n".join(_report_lines(run)))

    def _print_nearest(self, identifier: str, *, as_json: bool) -> None:
        near = nearest_to_subject(_subject(identifier))
        passages = Passage.objects.select_related("researcher", "project").in_bulk([one.passage for one in near])
        rows = [(one.similarity, passages[one.passage]) for one in near]
        if as_json:
            described = [
                {"subject": str(row.owner), "passage": str(row), "similarity": similarity} for similarity, row in rows
            ]
            self.stdout.write(json.dumps(described, ensure_ascii=False))
        elif rows:
            self.stdout.write("\n".join(f"{similarity:.3f}  {row.owner}  “{row}”" for similarity, row in rows))
        else:
            self.stdout.write("It has no embedded text yet, or nobody else has. Run “manage.py match” first.")

    def _print_subject(self, identifier: str, *, as_json: bool) -> None:
        subject = _subject(identifier)
        cuts = cuts_in_force()
        found = [_described(match, cuts) for match in matches_of(subject)]
        if as_json:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        elif found:
            self.stdout.write("\n".join(line for row in found for line in _match_lines(row)))
        else:
            self.stdout.write(
                f"Nothing is suggested for {subject}. Run “manage.py match” first, or see what it leaves out."
            )


def _subject(identifier: str) -> Researcher | Project:
    subject = find_subject(identifier)
    if subject is None:
        raise CommandError(f"No researcher or project has the id {identifier}.")
    return subject


class _Bar:
    """A progress bar that starts anew with each step of the run."""

    def __init__(self, *, hidden: bool) -> None:
        self._hidden, self._step = hidden, ""
        self._bar: tqdm[Any] | None = None

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *error: object) -> None:
        self._close()

    def show(self, step: RunStep, done: int, total: int) -> None:
        if step != self._step or self._bar is None:
            self._close()
            self._step, self._bar = step, tqdm(total=total, desc=str(step.label), disable=self._hidden)
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _report_lines(run: Run) -> list[str]:
    report = run.report
    subjects, left_out = report["subjects"], report["left_out"]
    lines = [
        f"{subjects['researchers']} researchers, {subjects['projects']} projects.",
        f"{report['pairs']} suggestions: {report['new_pairs']} new, {report['removed_pairs']} gone.",
        f"Texts embedded: {report['embedded']}; vectors reused: {report['reused']}; model {run.model_tag}.",
        *(f"  {RunStep(step).label}: {seconds:.1f} s" for step, seconds in report["seconds"].items()),
    ]
    if left_out["unconfirmed"]:
        lines.append(
            f"Left out: {left_out['unconfirmed']} researchers whose side is not confirmed. A verified address in a domain "
            "of their organisation confirms it, or an officer of that side on the page “Confirmations”."
        )
    if left_out["no_consent"]:
        lines.append(
            f"Left out: {left_out['no_consent']} researchers without a consent to be shown across the border. "
            "Each gives it on the page “Consent” of their profile; an operator who holds it in writing records it with "
            "“manage.py import_researchers --help” (see there: consent)."
        )
    if left_out["projects_lead_no_consent"]:
        lines.append(
            f"Left out: {left_out['projects_lead_no_consent']} projects whose lead has not consented or takes no part."
        )
    if left_out["no_side"]:
        lines.append(f"Left out: {left_out['no_side']} researchers without an organisation or country.")
    if left_out["unlisted"]:
        lines.append(f"Left out: {left_out['unlisted']} researchers who chose to take no part.")
    return lines


def _described(match: Match, cuts: BandCuts) -> dict[str, Any]:
    pair = match.pair
    return {
        "pair": str(pair.public_id),
        "researcher": str(pair.researcher),
        "other": str(pair.other),
        "band": cuts.band_of(pair, match),
        "score": match.score,
        "ranks": [match.rank_for_researcher, match.rank_for_other],
        "parts": match.parts,
        "evidence": [
            {"part": row.part, "own": str(row.own), "other": str(row.other), "similarity": row.similarity}
            for row in match.evidence.all()
        ],
    }


def _match_lines(row: dict[str, Any]) -> list[str]:
    parts = "  ".join(
        f"{ScorePart(part).label}: {value:.2f}" for part, value in row["parts"].items() if value is not None
    )
    return [
        f"{row['band']:<9}{row['score']:.3f}  {row['researcher']} – {row['other']}",
        f"       {parts}",
        *(f"       {best['similarity']:.2f}  {best['own']}  ~  {best['other']}" for best in row["evidence"]),
    ]
