from django.db import migrations, models

SOURCES = [
    ("manual", "Entered by hand"),
    ("bibtex", "BibTeX"),
    ("ris", "RIS"),
    ("endnote", "EndNote"),
    ("wos", "Web of Science"),
    ("pubmed", "PubMed"),
    ("csv", "Table (CSV)"),
    ("doi", "DOI list"),
    ("orcid", "ORCID"),
    ("openalex", "OpenAlex"),
    ("file", "Imported by an administrator"),
]


class Migration(migrations.Migration):
    """Two works of one title and year may have a DOI each; rows that are there satisfy what is now asked of fewer."""

    dependencies = [("people", "0070_text_in_nfc")]

    operations = [
        migrations.RemoveConstraint("publication", "publication_title_and_year_once"),
        migrations.AddConstraint(
            "publication",
            models.UniqueConstraint(
                fields=["researcher", "folded_title", "year"],
                condition=models.Q(doi=""),
                name="publication_title_and_year_once",
                nulls_distinct=False,
                violation_error_message="A publication with this title and year is in your list already.",
            ),
        ),
        *(
            migrations.AlterField(
                model, "source", models.CharField(choices=SOURCES, max_length=10, verbose_name="source")
            )
            for model in ("publication", "publicationevent", "publicationimport")
        ),
    ]
