"""The table of ``test_permissions``: who opens which address, and who is refused what changes something."""

ROLES = (
    "anonymous",
    "outsider",  # signed in, without a profile
    "korean",  # Korean researcher with consent: PI of the Korean side, party of the pair
    "us",  # US researcher with consent: leads the project, PI of the US side, party of the pair
    "peer",  # Korean researcher with consent, who has no part in anything
    "closed",  # US researcher who has given no consent and has no part in anything
    "invited",  # invited to both teams by address, has not answered
    "manager",  # Korean manager of the programme
    "other",  # US manager of another programme
    "officer",  # US officer who manages no programme
    "staff",
)

Rows = dict[str, dict[str, str]]


def _rows(table: dict[str, str]) -> Rows:
    """One row per address: a status for each role, or one that all have in common and a few are asked for."""
    rows: Rows = {}
    for statuses, keys in table.items():
        columns = statuses.split()
        row = dict(zip(ROLES, columns, strict=True)) if len(columns) > 1 else dict.fromkeys(FEW, columns[0])
        for key in keys.split():
            assert key not in rows, f"{key} has two rows"
            rows[key] = row
    return rows


FEW = ("anonymous", "outsider", "us", "manager")
# ``login`` is the redirection to signing in, or its page for a form. ``name@variant`` is the same address for another subject of the world.
# anon outsider korean us peer closed invited manager other officer staff
OPENS = _rows(
    {
        # The addresses of forms lead to the page above them.
        "302": "set_language publication-choose publication-import publication-fetch unsubscribe-undo answer-save",
        "405": "api-token",
        "403 200 200 200 200 200 200 200 200 200 200": """
            api-organisations api-topics api-notifications api-projects api-proposals api-invitations
            api-people api-consent-notice api-introductions api-worklist
        """,
        "403 404 200 200 200 200 200 404 404 404 404": """
            api-publications api-publication-imports api-profile api-suggestions api-consents api-calls-for-me
            api-call-partners
        """,
        "403 404 404 200 404 404 404 404 404 404 404": "api-publication api-publication-import api-project@draft",
        "403 404 200 200 404 404 404 404 404 404 404": """
            api-proposal api-proposal-declaration api-proposal-checks api-proposal-team api-proposal-answers
            api-proposal-attachments api-attachment api-proposal-readiness api-proposal-submissions api-proposal-requests
            api-proposal-readiness@submitted api-introduction api-proposal-budget api-proposal-partner
            api-member
        """,
        "403 404 200 200 404 404 404 200 404 404 404": """
            api-proposal-submissions@submitted api-proposal-requests@submitted api-submission@submitted api-receipt
        """,
        "403 405 405 405 405 405 405 405 405 405 405": """
            api-publication-choice api-reaction api-decisions api-run-cancel api-invitation api-proposal-answer
            api-consent api-project-close api-proposal-confirm api-proposal-withdrawal api-proposal-decision
            api-pairing-reviews api-pairing-actions api-introduction-reply
            api-proposal-budget-side api-member-role api-member-removal api-member-resend
            api-call-versions api-call-closing api-budgets api-budget api-budget-promises api-commitment
        """,
        "403 404 404 404 404 404 404 200 404 404 404": """
            api-call-proposals api-exports api-batches api-export api-batch api-pairing api-pairing-papers
            api-call-draft api-call-topics api-call-extensions api-call-late-codes api-programme
        """,
        "403 404 200 404 404 404 404 404 404 404 404": "api-proposal-priorities",
        "403 404 404 404 404 404 404 404 404 404 404": """
            api-export-file api-submission api-submission-changes api-submission-changes@submitted
        """,
        "login 404 404 404 404 404 404 302 404 404 404": "export-detail",
        "login 404 200 200 200 200 200 404 404 404 404": "call-partners",
        "login 404 200 404 404 404 404 404 404 404 404": "proposal-priorities",
        "200 403 302 302 403 403 200 403 403 403 403": "invitation",
        "403 404 200 200 200 200 200 200 200 200 200": "api-project api-person",
        "200": """
            api-calls api-call api-call-version api-schema api-docs about-matching healthz robots unsubscribe
            call-list call-calendar-all call-feed call-detail call-calendar call-version
        """,
        "403 403 403 403 403 403 403 200 200 200 403": "api-review api-review-pair",
        "403 403 403 403 403 403 403 200 200 200 200": "api-runs api-run",
        "200 302 200 200 200 200 200 200 200 200 302": "home",
        "404": "dev-mail",
        "login 302 200 200 200 200 200 302 302 302 302": """
            publication-list publication-add profile consent profile-edit project-create proposal-create
        """,
        "login 302 404 200 404 404 404 302 302 302 302": "publication-edit publication-import-detail",
        "login 200 200 200 200 200 200 200 200 200 200": """
            person-list onboarding-step preferences account-data account-export notifications project-list
            proposal-list calls-for-me suggestion-list meaning-search introduction-list
        """,
        "login 404 200 200 200 200 200 200 200 200 200": "person-detail project-detail",
        "login 302 302 302 302 302 302 302 302 302 302": """
            onboarding
            consent-give consent-withdraw account-erase project-close call-publish call-close call-topics
            proposal-confirm proposal-unconfirm proposal-withdraw proposal-reopen proposal-ask proposal-decide
            suggestion-react suggestion-undo review-decide review-decide-pair introduction-reply run-cancel
            proposal-titles attachment-remove batch-act document-upload export-cancel member-remove member-role
            member-resend budget-remove commitment-withdraw
            office-view-delete office-view-save pairing-close pairing-closing pairing-confirm pairing-open
            pairing-reviews pairing-run proposal-declaration proposal-partner
        """,
        "login 404 403 200 403 403 403 403 403 403 403": "project-edit",
        "login 404 404 404 404 404 404 200 200 404 200": "call-create programme-list",
        "403 404 404 404 404 404 404 200 200 404 200": "api-programmes",
        "404 404 404 404 404 404 404 200 404 404 404": "call-preview call-detail@draft api-call@draft",
        "login 404 404 404 404 404 404 200 404 404 404": """
            call-edit stage-deadline programme-detail call-office export-list batch-list batch-create batch-detail
            batch-edit call-pairing budget-create budget-edit
        """,
        "login 404 200 200 404 404 404 404 404 404 404": """
            proposal-detail proposal-checks proposal-answers proposal-team proposal-budget proposal-documents attachment
            proposal-submit introduction-detail
            proposal-submit@submitted
        """,
        "login 404 404 404 404 404 404 404 404 404 404": """
            export-download submission-latest submission-diff@submitted submission-detail submission-diff
        """,
        "login 404 200 200 404 404 404 200 404 404 404": "submission-receipt submission-detail@submitted",
        "login 404 200 200 404 404 404 200 200 200 200": "suggestion-detail",
        "login 403 403 403 403 403 403 200 200 200 403": "review",
        "login 404 404 404 404 404 404 200 200 200 404": "review-detail",
        "login 403 403 403 403 403 403 200 200 200 200": "run-list run-detail",
        "login 404 404 200 404 200 200 404 200 200 200": "person-detail@closed project-detail@closed",
        "login 404 404 200 404 404 404 404 404 404 404": "project-detail@draft",
        "403 404 404 200 404 200 200 404 200 200 200": "api-project@closed api-person@closed",
        "login 404 200 200 404 404 404 302 404 404 404": "proposal-detail@submitted",
        "login 404 302 302 404 404 404 302 404 404 404": "submission-latest@submitted",
    }
)
# What changes something, by every role that must be refused; ``-`` may do it, or is told what is lacking.
# ``name!METHOD`` where it is not POST.
# anon outsider korean us peer closed invited manager other officer staff
REFUSES = _rows(
    {
        "403 - - - - - - - - - -": "api-publications api-publication-imports api-notifications!PATCH api-proposals",
        "login - - - - - - - - - -": "onboarding-step preferences account-erase notifications meaning-search",
        "login 302 - - - - - 302 302 302 302": """
            profile-edit publication-add publication-choose publication-import publication-fetch consent-give
            consent-withdraw project-create proposal-create
        """,
        "403 404 - - - - - 404 404 404 404": """
            api-profile!PATCH api-publication-choice!PUT api-consents api-consent!DELETE
        """,
        "login 302 404 - 404 404 404 302 302 302 302": "publication-edit",
        "403 404 404 - 404 404 404 404 404 404 404": "api-publication!PATCH api-publication!DELETE",
        "login 404 403 - 403 403 403 403 403 403 403": "project-edit project-close",
        "login 404 404 - 404 404 404 404 404 404 404": "project-edit@draft project-close@draft",
        "403 404 403 - 403 403 403 403 403 403 403": "api-project!PATCH api-project-close",
        "login 404 404 404 404 404 404 - - 404 -": "call-create",
        "login 404 404 404 404 404 404 - 404 404 404": """
            call-edit call-edit@draft call-publish call-publish@draft call-close call-topics stage-deadline
            programme-detail office-view-save office-view-delete export-list export-cancel batch-create batch-edit
            budget-create budget-edit budget-remove commitment-withdraw
            batch-act pairing-reviews pairing-open pairing-closing pairing-close pairing-run pairing-confirm
        """,
        "403 404 404 404 404 404 404 - 404 404 404": """
            api-exports api-batches api-export!DELETE api-batch
            api-pairing api-pairing!PATCH api-pairing-reviews!PUT api-pairing-actions
            api-call-draft!PUT api-call-draft@draft!PUT api-call-versions api-call-versions@draft api-call-closing
            api-call-topics!PUT api-call-extensions api-call-late-codes
            api-budgets api-budget!PATCH api-budget!DELETE api-budget-promises api-commitment!DELETE
        """,
        "403 404 - 404 404 404 404 404 404 404 404": "api-proposal-priorities!PUT",
        "403 403 403 403 403 403 403 - - 403 -": "api-calls",
        "403 403 - - - - - 403 403 403 403": "api-projects",
        "login 404 - - 404 404 404 404 404 404 404": """
            proposal-titles proposal-submit proposal-withdraw proposal-reopen proposal-declaration proposal-partner
            proposal-team proposal-budget document-upload suggestion-react suggestion-undo
            introduction-reply
        """,
        "login 404 403 - 404 404 404 404 404 404 404": """
            answer-save proposal-confirm proposal-unconfirm attachment-remove member-role member-remove
            member-resend
        """,
        "login 404 - - 404 404 404 403 404 404 404": "proposal-withdraw@submitted proposal-reopen@submitted",
        "login 404 403 403 404 404 404 404 404 404 404": "proposal-ask proposal-decide",
        "login 404 403 403 404 404 404 - 404 404 404": "proposal-ask@submitted proposal-decide@submitted",
        "403 404 403 - 404 404 404 404 404 404 404": """
            api-proposal-answer!PUT api-proposal-confirm!PUT api-proposal-confirm!DELETE
            api-proposal-budget-side!PUT api-member-role!PUT api-member-removal api-member-resend
        """,
        "403 404 403 - 404 404 404 403 404 404 404": """
            api-proposal-confirm@submitted!PUT api-proposal-confirm@submitted!DELETE
        """,
        "403 404 - - 404 404 404 404 404 404 404": """
            api-reaction api-introduction-reply api-proposal-team api-proposal-attachments
            api-proposal-submissions api-proposal-submissions@submitted
            api-proposal-withdrawal api-proposal-withdrawal!DELETE api-proposal!PATCH api-proposal-declaration!PUT
            api-proposal-partner!PUT
        """,
        "403 404 - - 404 404 404 403 404 404 404": """
            api-proposal-withdrawal@submitted api-proposal-withdrawal@submitted!DELETE
        """,
        "403 404 403 403 404 404 404 404 404 404 404": "api-proposal-requests api-proposal-decision",
        "403 404 403 403 404 404 404 - 404 404 404": "api-proposal-requests@submitted api-proposal-decision@submitted",
        "403 404 404 404 404 404 - 404 404 404 404": "api-invitation",
        "- 403 - - 403 403 - 403 403 403 403": "invitation",
        "login 404 - 404 404 404 404 404 404 404 404": "proposal-priorities",
        "403 403 403 403 403 403 403 - - - 403": "api-decisions",
        "login 403 403 403 403 403 403 - - - 403": "review-decide review-decide-pair",
        "403 403 403 403 403 403 403 - - - -": "api-runs api-run-cancel",
        "login 403 403 403 403 403 403 - - - -": "run-list run-cancel",
    }
)
# Carries its permission in its address, signed; tested in tests/messaging.
SIGNED = {"unsubscribe"}
# Whatever is posted here, nothing changes.
READS = _rows(
    {
        "-": """
            set_language home about-matching healthz robots dev-mail unsubscribe-undo api-token
            person-list person-detail profile consent onboarding account-data account-export
            publication-list publication-import-detail project-list project-detail
            call-list call-detail call-version call-preview call-calendar-all call-calendar call-feed programme-list
            proposal-list proposal-detail proposal-checks proposal-answers proposal-documents attachment call-office
            export-detail export-download batch-list batch-detail call-pairing calls-for-me call-partners
            submission-latest submission-detail submission-diff submission-receipt
            suggestion-list suggestion-detail introduction-list introduction-detail review review-detail run-detail
        """
    }
)
