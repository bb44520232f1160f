"""Voice notes of dialogs: sent in beside the box, and asked for by whoever reads their conversation."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from akkord.dialogs.queries import may_hear_voice
from akkord.music import actions, errors
from akkord.people.queries import Person

from .listening import fresh, listener_of, refused, silent
from .tus import PIECE


class VoicePlace:
    """What lets somebody hear a voice note: message 7 ("m7"), or report 3 that shows it to staff ("r3")."""

    regex = "[mr][1-9][0-9]{0,14}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def take_voice(request: HttpRequest) -> uuid.UUID | None:
    """Send in the file of a form, field `voice`; none if there is none. Raises MusicError."""
    file = request.FILES.get("voice")
    if file is None or not file.name:
        return None
    sender: Person = request.user  # type: ignore[assignment]
    return actions.receive_voice(sender, file.size or 0, file.chunks(PIECE)).pk


@login_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """POST /im/voice/send: what was recorded in the page, for a script of ours; the message then names it."""
    try:
        sent = take_voice(request)
    except errors.MusicError as error:
        return JsonResponse({"error": error.code, "text": str(error.text)}, status=422)
    if sent is None:
        return JsonResponse({"error": "empty", "text": _("Choose a file.")}, status=422)
    return JsonResponse({"voice": str(sent)}, status=201)


@login_required
@require_POST
def listen(request: HttpRequest, within: str, note: uuid.UUID) -> HttpResponse:
    """POST /im/voice/m7/<id>: the address of its sound, or why there is none."""
    if not may_hear_voice(request.user.pk, within, note):
        raise Http404
    try:
        start = actions.start_voice(listener_of(request), note, within)
    except errors.NoSuchTrack as missing:
        return refused(404, missing.code, str(missing.text))
    except errors.NotReady as later:
        answer = refused(503, later.code, str(later.text))
        answer["Retry-After"] = str(later.retry_after)
        return answer
    except errors.Silent as quiet:
        return silent(quiet)
    said = {"play": str(start.play_id) if start.play_id else None, "url": start.url, "type": start.mime}
    return fresh(JsonResponse(said | {"seconds": start.seconds}))
