"""Closed vocabularies of the people slice; stored values never change once released."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.jobs.enums import JobState


class Side(models.TextChoices):
    """Country of the institution. An eligibility fact and a label, never part of a score."""

    KR = "KR", _("Korea")
    US = "US", _("United States")

    @property
    def language(self) -> str:
        """In which this side writes its own version of a joint text."""
        return "ko" if self is Side.KR else "en"

    @property
    def other(self) -> "Side":
        return Side.US if self is Side.KR else Side.KR


class CareerStage(models.TextChoices):
    DOCTORAL = "doctoral", _("Doctoral student")
    POSTDOC = "postdoc", _("Postdoctoral researcher")
    EARLY = "early", _("Early-career faculty or researcher")
    ESTABLISHED = "established", _("Established faculty or researcher")
    INDUSTRY = "industry", _("Industry researcher")
    EMERITUS = "emeritus", _("Emeritus")


class Language(models.TextChoices):
    """Languages a person works in (ISO 639-1)."""

    KO = "ko", _("Korean")
    EN = "en", _("English")
    JA = "ja", _("Japanese")
    ZH = "zh", _("Chinese")
    DE = "de", _("German")
    FR = "fr", _("French")
    ES = "es", _("Spanish")


class Direction(models.TextChoices):
    OFFER = "offer", _("Offers")
    NEED = "need", _("Seeks")


class ResourceKind(models.TextChoices):
    EXPERTISE = "expertise", _("Expertise")
    COMPUTE = "compute", _("Compute")
    DATA = "data", _("Data")
    FABRICATION = "fabrication", _("Fabrication and equipment")
    PEOPLE = "people", pgettext_lazy("resource", "Personnel")


class Audience(models.TextChoices):
    """Who may see one field of a profile, from narrow to wide."""

    ONLY_ME = "only_me", _("Only me")
    CONNECTIONS = "connections", _("My connections")
    MEMBERS = "members", _("Signed-in members I may be shown to")


class ProfileField(models.TextChoices):
    """Fields whose audience the researcher chooses. Name, organisation and statement make a profile and go together."""

    EMAIL = "email", _("Email address")
    DEPARTMENT = "department", _("Department")
    CAREER_STAGE = "career_stage", _("Career stage")
    LANGUAGES = "languages", _("Languages")
    AVAILABILITY = "availability", _("Availability")
    RESOURCES = "resources", _("What I offer and seek")
    TOPICS = "topics", _("Topics")
    PUBLICATIONS = "publications", _("Publications")
    IDENTIFIERS = "identifiers", _("ORCID and OpenAlex identifiers")


class PublicationSource(models.TextChoices):
    MANUAL = "manual", _("Entered by hand")
    BIBTEX = "bibtex", "BibTeX"
    RIS = "ris", "RIS"
    ENDNOTE = "endnote", "EndNote"
    WOS = "wos", "Web of Science"
    PUBMED = "pubmed", "PubMed"
    CSV = "csv", _("Table (CSV)")
    DOI = "doi", _("DOI list")
    ORCID = "orcid", "ORCID"
    OPENALEX = "openalex", "OpenAlex"
    FILE = "file", _("Imported by an administrator")


# Fetched by an identifier; everything else but what is entered by hand is a bibliography.
FETCHED_SOURCES = (PublicationSource.ORCID, PublicationSource.OPENALEX, PublicationSource.DOI)


class ImportState(models.TextChoices):
    """Of a leased job; and that a bibliography was read, whose person has yet to say whether to take it."""

    QUEUED = JobState.QUEUED.value, JobState.QUEUED.label
    RUNNING = JobState.RUNNING.value, JobState.RUNNING.label
    READ = "read", _("Waiting for confirmation")
    DONE = JobState.DONE.value, JobState.DONE.label
    FAILED = JobState.FAILED.value, JobState.FAILED.label
    CANCELLED = JobState.CANCELLED.value, JobState.CANCELLED.label


class RefusalReason(models.TextChoices):
    """Why an entry of a bibliography cannot be used."""

    NO_TITLE = "no_title", _("It has no title.")
    LONG_TITLE = "long_title", _("Its title is longer than 500 characters.")
    REPEATED_KEY = "repeated_key", _("This key occurs twice; the first entry is kept.")
    SYNTAX = "syntax", _("It is not correct BibTeX: a bracket, a quotation mark or a comma is missing.")
    UNDEFINED_MACRO = "undefined_macro", _("It uses an abbreviation that the file does not define (@string).")
    LONG_MACRO = "long_macro", _("It uses an abbreviation (@string) that stands for too long a text.")
    COLUMNS = "columns", _("It has more columns than the line of headings.")
    NOT_A_DOI = "not_a_doi", _("This is not a DOI.")
    UNKNOWN_DOI = "unknown_doi", _("OpenAlex does not know this DOI.")
    UNREADABLE = "unreadable", _("The source sent it in a form that cannot be read.")


class UnreadableReason(models.TextChoices):
    """Why a file as a whole is not read: which format it has, and how to save it instead."""

    EMPTY = "empty", _("It is empty.")
    UNKNOWN = (
        "unknown",
        _(
            "No publications were recognised in it. Export them as BibTeX, RIS, EndNote (.enw), Web of Science plain "
            "text or PubMed (.nbib), or as a table (CSV) whose first line has a column “title”."
        ),
    )
    ENCODING = "encoding", _("Its encoding cannot be recognised. Save it as text in UTF-8.")
    PDF = "pdf", _("This is a PDF. Export the list itself as BibTeX or RIS where it was made.")
    WORD = (
        "word",
        _("This is a word processor’s document. Export the list itself as BibTeX or RIS, or save it as text."),
    )
    EXCEL = "excel", _("This is a spreadsheet. Save it as “CSV UTF-8”, with a column “title” in the first line.")
    HWP = "hwp", _("This is a Hangul document (HWP). Save the table in it as CSV, or export the list as BibTeX or RIS.")
    ARCHIVE = (
        "archive",
        _("This is an archive or another file that is not text. Unpack it and choose the bibliography."),
    )
    HTML = "html", _("This is a web page. Use the page’s export to BibTeX or RIS.")
    ENDNOTE_XML = (
        "endnote_xml",
        _("This is EndNote XML. Export from EndNote with the style “RefMan (RIS)” or “BibTeX”."),
    )
    XML = "xml", _("This is XML. Export as BibTeX or RIS instead.")
    JSON = "json", _("This is JSON, such as CSL JSON of Zotero. Export as BibTeX or RIS instead.")
    REFWORKS = "refworks", _("This is RefWorks’ tagged format. Choose RIS or BibTeX in RefWorks’ export.")
    TOO_MANY = "too_many", _("It has more than 2,000 entries. Split the file.")


class ImportFailure(models.TextChoices):
    """Why an import came to nothing."""

    UNREACHABLE = "unreachable", _("The source cannot be reached. Please try again later.")
    TIMED_OUT = "timed_out", _("The source did not answer in time. Please try again later.")
    BUSY = "busy", _("The source accepts no more requests for now. Please try again later.")
    BROKEN = "broken", _("The source has a fault. Please try again later.")
    REFUSED = "refused", _("The source refused the request. Please tell the operator of this site.")
    NOT_FOUND = "not_found", _("The source does not know this identifier.")
    MALFORMED = "malformed", _("The source sent an answer that cannot be read.")
    TOO_LARGE = "too_large", _("The source sent more than can be taken.")
    LOST = "lost", _("The import was interrupted too often. Please start it again.")
    INTERNAL = "internal", _("Something went wrong on our side. It has been noted; please try again later.")


class ConsentPurpose(models.TextChoices):
    """What the person agrees to. One purpose is one notice; consents are never bundled."""

    CROSS_BORDER_MATCHING = "cross_border_matching", _("Being matched with and shown to people in another country")


class ConsentSource(models.TextChoices):
    PERSON = "person", _("The person, on this site")
    OPERATOR = "operator", _("Recorded by an operator, with the stated basis")


class NameKind(models.TextChoices):
    LABEL = "label", _("Name")
    ALIAS = "alias", _("Other name")
    ACRONYM = "acronym", _("Acronym")
    ENTERED = "entered", _("Entered by a person")


class SideGround(models.TextChoices):
    """On what a side is confirmed, or refused."""

    ADDRESS = "address", _("A verified address in a domain of the organisation")
    ORCID = "orcid", _("An employment that the organisation attested at ORCID")
    OFFICER = "officer", _("Decided by an officer of an agency")
    IMPORT = "import", _("Imported by an operator")
    DEMO = "demo", _("Invented for the demo")


class SideOutcome(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class TokenScope(models.TextChoices):
    """What a program may do with a token, always within what its owner may do."""

    READ = "read", _("Read only")
    WRITE = "write", _("Read and change")


class TokenLifetime(models.IntegerChoices):
    """Days after which a token ends by itself; none lives for ever."""

    WEEK = 7, _("7 days")
    MONTH = 30, _("30 days")
    QUARTER = 90, _("90 days")
    YEAR = 365, _("One year")


class TokenState(models.TextChoices):
    """Whether a token opens anything, and if not, why; never stored."""

    VALID = "valid", _("Valid")
    REVOKED = "revoked", _("Revoked")
    ENDED = "ended", _("Ended: your password, address or account changed")
    EXPIRED = "expired", _("Expired")
    WITHOUT_FACTOR = "without_factor", _("Not accepted: it needs your second factor")


class FileKind(models.TextChoices):
    """What a file that an administrator sends is about."""

    ORGANISATIONS = "organisations", _("Organisations (ROR)")
    TOPICS = "topics", _("Research topics (OpenAlex)")


class FileFault(models.TextChoices):
    """What is wrong with a file of facts, with one of its lines, or with a field there."""

    UNOPENED = "unopened", _("cannot be opened (%(detail)s)")
    NO_UTF8 = "no_utf8", _("not UTF-8 text")
    DAMAGED = "damaged", _("damaged (%(detail)s)")
    TABLES = "tables", _("an archive with %(count)s tables; unpack it and choose one")
    EMPTY_FILE = "empty_file", _("it is empty")
    NO_LINES = "no_lines", _("not a file of JSON: no line of it is an object in braces")
    NO_HEADINGS = "no_headings", _("not the table that is wanted: its first line must name the columns %(columns)s")

    LONG_LINE = "long_line", _("longer than %(limit)s characters")
    NO_JSON = "no_json", _("not JSON: stops making sense at character %(column)s")
    NESTED = "nested", _("lists or objects nested too deeply")
    NO_CSV = "no_csv", _("not CSV: %(detail)s")
    COLUMNS = "columns", _("more columns than the first line names")
    NO_ROR = "no_ror", _("not a ROR v2 record: %(detail)s")
    TWICE = "twice", _("duplicate id %(id)s")
    ERASED = "erased", _("was erased at the person’s request")

    MISSING = "missing", _("is missing")
    NOTHING = "nothing", _("is empty")
    LONG_TEXT = "long_text", _("has more than %(max_length)s characters")
    NO_TEXT = "no_text", _("is not text")
    NUL = "nul", _("contains a NUL byte")
    PATTERN = "pattern", _("is not of the form %(pattern)s")
    COUNTRY = "country", _("not a country code of ISO 3166")
    NO_LIST = "no_list", _("is not a list")
    LONG_LIST = "long_list", _("has more than %(max_length)s entries")
    NO_NUMBER = "no_number", _("is not a whole number")
    SMALL = "small", _("is smaller than %(ge)s")
    LARGE = "large", _("is larger than %(le)s")
    NO_DATE = "no_date", _("is not a date")
    US_DATE = "us_date", _("not a date of the form MM/DD/YYYY")
    DATES = "dates", _("end_date lies before start_date")
    NO_OBJECT = "no_object", _("is not an object with fields")
    OTHER = "other", _("cannot be used (%(detail)s)")
