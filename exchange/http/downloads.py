"""A stored file, as what somebody downloads: by page and by machine alike."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


def download(file: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """Streamed, kept by no cache, and never shown as a page of ours; 404 where the storage lacks it."""
    try:
        stored = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stored, as_attachment=True, filename=name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
