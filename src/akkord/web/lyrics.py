"""The words of a song, written by whoever sent it in: plain or LRC, with a look at how they are read."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from akkord.music import actions, errors, queries
from akkord.words.lyrics import LONGEST, Line, Lyrics, read_lyrics, too_long

from .listening import listener_of

Piece = tuple[int | None, str]


class LyricsForm(forms.Form):
    """Words as text; a browser counts a new line as one character and sends two."""

    text = forms.CharField(
        required=False,
        strip=False,
        label=gettext_lazy("Words"),
        widget=forms.Textarea(attrs={"rows": 16, "maxlength": LONGEST, "spellcheck": "true"}),
    )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if too_long(text):
            raise forms.ValidationError(errors.LyricsTooLong.text)
        return text


@require_safe
def words(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>/words: as a piece of a page, for whoever may hear the song here and now; else 204."""
    try:
        said = queries.lyrics_of(listener_of(request), queries.track_by_number(number))
    except errors.NoSuchTrack as missing:
        raise Http404(str(missing.text)) from missing
    if said is None:
        answer = HttpResponse(status=204)
    else:
        answer = render(request, "music/words.html", {"song": read_along(said)})
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lyrics(request: HttpRequest, number: int) -> HttpResponse:
    """GET /audio<n>/lyrics, and POST {text, look}: with `look` nothing is written yet."""
    track = _mine(request, number)
    form = LyricsForm(request.POST if request.method == "POST" else None)
    form.initial = {"text": queries.lyrics_source(track)}
    if form.is_bound and form.is_valid() and "look" not in request.POST:
        actions.write_lyrics(request.user, track, form.cleaned_data["text"])  # type: ignore[arg-type]
        messages.success(request, _("The words are saved."))
        return redirect(f"/audio{number}/lyrics")
    said = read_lyrics(form["text"].value() or "")
    about = {
        "form": form,
        "track": track,
        "lines": [(_clock(line.start), line.text) for line in said.lines],
        "written": queries.lyrics_written(track),
        "tab": "",
        "words": "",
    }
    return render(request, "music/lyrics.html", about, status=422 if form.errors else 200)


@login_required
@require_POST
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """POST /audio<n>/lyrics/forget: those in the file stand again, if it has some."""
    actions.forget_lyrics(request.user, _mine(request, number))  # type: ignore[arg-type]
    messages.success(request, _("What you wrote is taken away."))
    return redirect(f"/audio{number}/lyrics")


def read_along(said: Lyrics) -> list[tuple[int | None, list[Piece]]]:
    """Each line's moment and its pieces, each with a moment if it has one; milliseconds of the track."""
    return [(_moved(line.start, said), _pieces(line, said)) for line in said.lines]


def _pieces(line: Line, said: Lyrics) -> list[Piece]:
    text, at, pieces = line.text.encode(), 0, list[Piece]()
    for cue in line.cues:
        if cue.first > at:
            pieces.append((None, text[at : cue.first].decode()))
        at = cue.last + 1
        pieces.append((_moved(cue.start, said), text[cue.first : at].decode()))
    return [*pieces, (None, text[at:].decode())] if text[at:] else pieces


def _moved(moment: int | None, said: Lyrics) -> int | None:
    return None if moment is None else max(0, moment - said.offset)


def _mine(request: HttpRequest, number: int) -> queries.Track:
    """Words are written by whoever sent the song in; for others there is no such page."""
    try:
        track = queries.track_by_number(number)
    except errors.NoSuchTrack as missing:
        raise Http404(str(missing.text)) from missing
    if track.person_id != request.user.pk:
        raise Http404
    return track


def _clock(start: int | None) -> str:
    return "" if start is None else f"{start // 60_000}:{start // 1000 % 60:02d}"
