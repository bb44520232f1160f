"""Pages about one's uploads: sending files in by a plain form, what became of each, and what can be done."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from akkord.cases import claim_queries, claims
from akkord.cases import proceeding_words as words
from akkord.cases.errors import CaseError
from akkord.cases.law.terms import Party
from akkord.cases.writing import said_at
from akkord.music import actions, errors, queries
from akkord.music.queries import UploadStory
from akkord.music.rules import LAWFUL_USES, m3u, zips
from akkord.people.queries import Person
from akkord.words.places import place_names

from .listening import listener_of
from .tus import PIECE

MOST_FILES = 20
MINE_SHOWN = 50
FORM_OVERHEAD = 1024 * 1024
# A picture is a file of its own: nothing but its own rules for light and dark may act in it.
picture_policy: Any = csp({"default-src": [NONE], "style-src": [UNSAFE_INLINE]})
ENDED = frozenset({"unpacked", "live", "held", "blocked", "refused"})
STEPS = ("arriving", "received", "probed", "heard")


@dataclass(frozen=True)
class Outcome:
    """What became of one file of a form: its upload, or why it was not taken."""

    name: str
    upload: uuid.UUID | None
    refusal: str = ""


# The body is parsed only by the inner view: for a guest, or past the limit, nothing is written to disk.
@csrf_exempt
@login_required
def send(request: HttpRequest) -> HttpResponse:
    """GET and POST /audio/upload: the page and its plain form."""
    most = settings.MOST_UPLOAD_BYTES + FORM_OVERHEAD
    if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > most:
        return _send_page(request, [Outcome("", None, str(errors.TooLarge.text))], status=413)
    return _send(request)


@csrf_protect
def _send(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _send_page(request, [])
    sent = [file for file in request.FILES.getlist("file") if file.name][:MOST_FILES]
    if not sent:
        return _send_page(request, [Outcome("", None, _("Choose at least one file."))], status=400)
    outcomes = [_take(request, file, alone=len(sent) == 1) for file in sent]
    if all(outcome.upload for outcome in outcomes):
        return redirect(
            f"/audio/upload/{outcomes[0].upload}" if len(outcomes) == 1 else "/audio/uploads/mine"
        )
    return _send_page(request, outcomes, status=400)


def _person(request: HttpRequest) -> Person:
    """Who is signed in: every page here is for members only."""
    return cast(Person, request.user)


def _take(request: HttpRequest, file: UploadedFile, *, alone: bool) -> Outcome:
    name = file.name or ""
    try:
        upload = actions.receive_whole(
            _person(request),
            name,
            file.size or 0,
            file.chunks(PIECE),
            title=request.POST.get("title", "") if alone else "",
            artist=request.POST.get("artist", ""),
            lawful_use=request.POST.get("lawful_use", ""),
            lawful_why=request.POST.get("lawful_why", ""),
            attested=bool(request.POST.get("attested")),
        )
    except errors.MusicError as refused:
        return Outcome(name, None, str(refused.text))
    return Outcome(name, upload.pk)


def _send_page(request: HttpRequest, outcomes: list[Outcome], status: int = 200) -> HttpResponse:
    unfinished = queries.unfinished_of(_person(request).pk)
    said = {
        "outcomes": outcomes,
        "unfinished": unfinished,
        "closed": queries.why_uploads_are_closed(),
        "stop": queries.stop_of(_person(request).pk),
        "most_mb": settings.MOST_UPLOAD_BYTES // (1024 * 1024),
        "lawful_uses": LAWFUL_USES[1:],
    }
    return render(request, "music/upload.html", said, status=status)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """GET /audio/uploads/mine?before=: every upload with its state and the reason, a page at a time."""
    me, before = _person(request).pk, request.GET.get("before", "")
    mark = uuid.UUID(before) if _is_uuid(before) else None
    stories = queries.uploads_of(me, MINE_SHOWN + 1, mark)
    about = {
        "stories": stories[:MINE_SHOWN],
        "older": stories[MINE_SHOWN - 1].id if len(stories) > MINE_SHOWN else None,
        "ended": ENDED,
        "zips": queries.zips_of(me) if mark is None else [],
        "came_in": queries.zips_with(story.id for story in stories),
    }
    return render(request, "music/uploads.html", about)


@login_required
@require_safe
def story(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """GET /audio/upload/<id>: an upload's story step by step."""
    return _story_page(request, upload_id)


def _story_page(
    request: HttpRequest, upload_id: uuid.UUID, declared: dict[str, str] | None = None
) -> HttpResponse:
    """The story; `declared` is a lawful use that could not be taken, and why."""
    told = _story(request, upload_id)
    found = list(claim_queries.claims_of_upload(told.id))
    more = {
        "claims": [(claim, claim_queries.deadlines_of(claim)) for claim in found],
        "grounds": claims.GROUNDS,
        "words": words,
        "said_at": said_at,
        "contestable": _contestable(told, found),
        "row": _held_row(request, told),
        "compared": _compared(request, told),
        "declarable": queries.may_declare(queries.upload_of(_person(request).pk, told.id)),
        "lawful_uses": LAWFUL_USES[1:],
        "declared": declared or dict.fromkeys(("use", "why", "refused"), ""),
    }
    return render(request, "music/story.html", _about(told) | more, status=422 if declared else 200)


@login_required
@require_safe
@picture_policy
def match_picture(request: HttpRequest, upload_id: uuid.UUID, recording: int) -> HttpResponse:
    """GET /audio/upload/<id>/matches/<r>.svg: what was recognised in it, both prints over each other."""
    try:
        drawn = queries.draw_upload_match(_person(request).pk, upload_id, recording)
    except (errors.NoSuchUpload, LookupError) as missing:
        raise Http404 from missing
    answer = HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=300"
    return answer


@login_required
@require_safe
def story_now(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """GET /audio/uploads/<id>/story: the same as JSON with its piece of page, for pages that stay open."""
    told = _story(request, upload_id)
    said = {
        "id": str(told.id),
        "state": told.state,
        "ended": told.state in ENDED,
        "received": told.received,
        "size": told.size,
        "track": told.track,
        "html": render_to_string("music/story_steps.html", _about(told), request),
    }
    answer = JsonResponse(said)
    answer["Cache-Control"] = "no-store"
    return answer


def _held_row(request: HttpRequest, told: UploadStory) -> queries.TrackRow | None:
    """What is held back plays for its uploader alone: through the gate, as everywhere."""
    if told.state != "held" or told.track is None:
        return None
    try:
        return queries.track_row(listener_of(request), told.track)
    except errors.NoSuchTrack:  # taken away by its uploader
        return None


def _compared(request: HttpRequest, told: UploadStory) -> list[queries.Compared]:
    """What is claimed, to be heard beside what it is said to be."""
    if told.track is None or told.telling is None:
        return []
    try:
        return queries.compare(listener_of(request), queries.track_by_number(told.track))
    except errors.NoSuchTrack:  # taken away by its uploader
        return []


def _contestable(told: UploadStory, found: list[claim_queries.Proceeding]) -> bool:
    """Whether there is somebody to contest with who is not asked already."""
    standing = [claim for claim in found if claim.closed_at is None]
    if standing:
        asked = [claim_queries.possible(claim, Party.UPLOADER) for claim in standing]
        return any({"dispute", "appeal"} & set(events) for events in asked)
    return told.telling is not None and told.telling.contest in claims.CONTESTED


def _story(request: HttpRequest, upload_id: uuid.UUID) -> UploadStory:
    try:
        return queries.upload_story(_person(request).pk, upload_id)
    except errors.NoSuchUpload as missing:
        raise Http404(str(missing.text)) from missing


def _about(told: UploadStory) -> dict[str, object]:
    reached = STEPS.index(told.state) if told.state in STEPS else len(STEPS)
    if told.state in ("packed", "unpacked"):
        entries = queries.packed_entries(told.id)
        came = queries.stories(entry.upload for entry in entries if entry.upload)
        return {
            "story": told,
            "reached": 0,
            "ended": told.state in ENDED,
            "entries": entries,
            "came": {each.id: each for each in came},
            "lists": queries.lists_of_packed(told.id),
        }
    verdicts = [(verdict, place_names(places)) for verdict, places in told.verdicts.items()]
    return {"story": told, "reached": reached, "ended": told.state in ENDED, "verdicts": verdicts}


def _of_track(verb: Callable[[HttpRequest, int], None]) -> Callable[[HttpRequest, uuid.UUID], HttpResponse]:
    """A form on an upload's page that does something to its track and comes back."""

    @login_required
    @require_POST
    def done(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
        track = _story(request, upload_id).track
        if track is None:
            raise Http404(str(errors.NoSuchTrack.text))
        try:
            verb(request, track)
        except errors.NoSuchTrack as missing:
            raise Http404(str(missing.text)) from missing
        return redirect(f"/audio/upload/{upload_id}")

    return done


@_of_track
def rename(request: HttpRequest, track: int) -> None:
    """POST /audio/upload/<id>/rename."""
    title, artist = request.POST.get("title", ""), request.POST.get("artist", "")
    actions.retitle(_person(request), queries.track_by_number(track), title, artist)


@login_required
@require_POST
def withdraw(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """POST /audio/upload/<id>/withdraw: a track, or a voice note wherever it was said."""
    track = queries.track_of_upload(_story(request, upload_id).id)
    if track is None:
        raise Http404(str(errors.NoSuchTrack.text))
    if track.spoken:
        actions.take_voice_back(upload_id)
    else:
        actions.withdraw_track(_person(request), track)
    return redirect(f"/audio/upload/{upload_id}")


@login_required
@require_POST
def cancel(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """POST /audio/upload/<id>/cancel: give up an unfinished upload, without script."""
    try:
        actions.abandon_upload(_person(request), upload_id)
    except errors.NoSuchUpload as missing:
        raise Http404(str(missing.text)) from missing
    except errors.UploadComplete:
        return redirect(f"/audio/upload/{upload_id}")
    return redirect("/audio/uploads/mine")


@login_required
@require_POST
def beside(request: HttpRequest) -> JsonResponse:
    """POST /audio/uploads/beside {name, text, sent: {name: upload}}: an M3U file of a folder whose sounds are
    being sent in; it becomes a playlist once each of them is decided."""
    try:
        said = json.loads(request.body)
        name, text, sent = said["name"], said["text"], dict(said["sent"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"text": _("This is no list of a folder.")}, status=400)
    plain = all(isinstance(each, str) for each in (name, text, *sent, *sent.values()))
    if not plain or len(text) > zips.MOST_LIST_BYTES or not m3u.places(text):
        return JsonResponse({"text": _("There is no track in this file.")}, status=422)
    ids = {each for each in sent.values() if _is_uuid(each)}
    mine = {str(each.pk) for each in queries.sent_in_by(_person(request).pk).filter(pk__in=ids)}
    try:
        own = {zips.shown(name): upload for name, upload in sent.items() if upload in mine}
        coming = actions.note_list(_person(request), name, text, own)
    except errors.MusicError as refused:
        return JsonResponse({"text": str(refused.text)}, status=422)
    actions.make_lists(_person(request))
    return JsonResponse({"title": coming.title}, status=201)


def _is_uuid(said: str) -> bool:
    try:
        return str(uuid.UUID(said)) == said
    except ValueError:
        return False


@login_required
@require_POST
def contest(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """POST /audio/upload/<id>/contest: the uploader says why a restriction is wrong."""
    ground, text = request.POST.get("ground", ""), request.POST.get("text", "")
    back = f"/audio/upload/{upload_id}"
    try:
        claims.contest(_person(request), upload_id, ground, text)
    except errors.NoSuchUpload as missing:
        raise Http404(str(missing.text)) from missing
    except CaseError as refused:
        return render(request, "music/trouble.html", {"text": str(refused.text), "back": back}, status=400)
    return redirect(back)


@login_required
@require_POST
def declare(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """POST /audio/upload/<id>/lawful-use: the uploader says why the law permits the use; a person decides."""
    use, why = request.POST.get("lawful_use", ""), request.POST.get("why", "")
    try:
        actions.declare_lawful_use(_person(request), upload_id, use, why)
    except errors.NoSuchUpload as missing:
        raise Http404(str(missing.text)) from missing
    except errors.NothingToDeclare as refused:
        back = f"/audio/upload/{upload_id}"
        return render(request, "music/trouble.html", {"text": str(refused.text), "back": back}, status=400)
    except errors.MusicError as refused:
        return _story_page(request, upload_id, {"use": use, "why": why, "refused": str(refused.text)})
    return redirect(f"/audio/upload/{upload_id}")


@login_required
@require_POST
def attest(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """POST /audio/upload/<id>/attest: the uploader attests that they may; a person listens."""
    try:
        actions.attest(_person(request), upload_id)
    except errors.NoSuchUpload as missing:
        raise Http404(str(missing.text)) from missing
    return redirect(f"/audio/upload/{upload_id}")
