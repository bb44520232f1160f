"""What the members' door reads from forms, with the words for each field."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from akkord.groups.rules import Voice
from akkord.photos.queries import PhotoView
from akkord.wall.rules import MOST_CHARACTERS


class PostForm(forms.Form):
    """A post: text and the numbers of attached tracks. The wall's own rules are asked by the action."""

    text = forms.CharField(
        required=False,
        label=_("Post"),
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": MOST_CHARACTERS}),
    )
    tracks = forms.TypedMultipleChoiceField(coerce=int, required=False, label=_("Tracks"))
    photos = forms.TypedMultipleChoiceField(coerce=int, required=False, label=_("Photos"))
    audience = forms.ChoiceField(required=False, label=_("For whom"))
    voice = forms.TypedChoiceField(
        required=False, coerce=Voice, empty_value=Voice.OWN, choices=[(v.value, "") for v in Voice]
    )
    at = forms.DateTimeField(
        required=False, label=_("Publish later"), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )

    question = forms.CharField(required=False, max_length=200, label=_("Question"))
    multiple = forms.BooleanField(required=False, label=_("Several answers may be chosen"))
    named = forms.BooleanField(required=False, label=_("Show who chose what"))
    ends = forms.DateTimeField(required=False, label=_("Until"), input_formats=["%Y-%m-%dT%H:%M"])

    def __init__(
        self,
        *args: object,
        choices: list[tuple[int, str]] | None = None,
        audiences: list[tuple[str, str]] | None = None,
        photos: list[PhotoView] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        cast(forms.ChoiceField, self.fields["audience"]).choices = audiences or []
        self.pictures = photos
        self.fields["photos"].choices = [(view.number, "") for view in photos or []]  # type: ignore[attr-defined]
        self.fields["tracks"].choices = choices or []  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(max_length=80, label=_("What it is for"))
    reads = forms.BooleanField(required=False, label=_("It only reads and changes nothing"))


class DeviceForm(forms.Form):
    """A music player that is let in."""

    player = forms.CharField(max_length=80, label=_("Which player, on which device"))


class ScrobblerForm(forms.Form):
    """A service to which listens are told."""

    protocol = forms.ChoiceField(
        label=_("What it speaks"),
        choices=[
            ("listenbrainz", _("ListenBrainz (ListenBrainz, Maloja)")),
            ("lastfm", _("Last.fm (Last.fm, Libre.fm)")),
        ],
    )
    address = forms.CharField(
        max_length=300,
        label=_("Address of its API"),
        initial="https://api.listenbrainz.org",
        help_text=_(
            "https://api.listenbrainz.org, https://libre.fm/2.0/, https://ws.audioscrobbler.com/2.0/"
        ),
    )
    name = forms.CharField(max_length=100, required=False, label=_("My name there"))
    secret = forms.CharField(
        max_length=200,
        label=_("Token, or password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("A password is exchanged for a session at once and not kept; a token is kept sealed."),
    )


class PlaylistForm(forms.Form):
    """A playlist's name, what it is about, and whether others see it."""

    title = forms.CharField(max_length=100, label=_("Name"))
    about = forms.CharField(max_length=500, required=False, label=_("What it is about"))
    public = forms.BooleanField(required=False, label=_("Whoever sees my music sees it"))


class GiftForm(forms.Form):
    """Months of an offer for a friend; what can be chosen is what the door offers."""

    friend = forms.TypedChoiceField(coerce=int, label=_("Friend"))
    offer = forms.ChoiceField(label=_("Tier"))
    months = forms.IntegerField(min_value=1, max_value=12, initial=1, label=_("Months"))

    def __init__(
        self, friends: list[tuple[int, str]], offers: list[tuple[str, str]], data: Any = None
    ) -> None:
        super().__init__(data)
        cast(forms.TypedChoiceField, self.fields["friend"]).choices = friends
        cast(forms.ChoiceField, self.fields["offer"]).choices = offers
