"""What outsiders take away to count for themselves: the command that checks, and each year's evidence."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from akkord.disclosure import check as command


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """GET /transparency/check.py: the very file this site counts with; it needs the library tilelog alone."""
    text = Path(command.__file__).read_bytes()
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="check.py"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
