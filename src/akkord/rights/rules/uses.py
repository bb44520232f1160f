"""Which permissions a use needs of a licence, and which right it touches (rights.md section 5, use map)."""

from typing import Final

from akkord.rights.terms import Right, Use, UseType

# Each use is permitted by any one of these sets; a licence must name the whole set.
_OF_THE_SOUND: Final[dict[Use, tuple[frozenset[UseType], ...]]] = {
    Use.PLAY: (frozenset({UseType.ON_DEMAND_STREAM}),),
    Use.RADIO: (frozenset({UseType.NON_INTERACTIVE_STREAM}),),
    Use.SHARE: (frozenset({UseType.ON_DEMAND_STREAM}),),
    Use.OFFLINE: (frozenset({UseType.CONDITIONAL_DOWNLOAD}), frozenset({UseType.TETHERED_DOWNLOAD})),
    Use.DOWNLOAD: (frozenset({UseType.PERMANENT_DOWNLOAD}),),
    Use.PREVIEW: (frozenset({UseType.PREVIEW}),),
}
_OWN_FILE: Final = frozenset({UseType.USER_MAKE_AVAILABLE_USER_PROVIDED})
_SHARED_LABEL_FILE: Final = frozenset({UseType.USER_MAKE_AVAILABLE_LABEL_PROVIDED})

# A person who sent in the file makes it available whoever plays it; the label's file only when shared.
_OF_AN_UPLOAD: Final = {
    use: tuple(need | _OWN_FILE for need in needs) for use, needs in _OF_THE_SOUND.items()
}
_OF_A_DELIVERY: Final = _OF_THE_SOUND | {
    Use.SHARE: tuple(need | _SHARED_LABEL_FILE for need in _OF_THE_SOUND[Use.SHARE])
}

_COPIES: Final = frozenset({Use.OFFLINE, Use.DOWNLOAD})


def needed(use: Use, *, delivered: bool) -> tuple[frozenset[UseType], ...]:
    """The sets of permissions of which a licence must name one whole."""
    return (_OF_A_DELIVERY if delivered else _OF_AN_UPLOAD)[use]


def touched(use: Use) -> Right:
    """The right whose owners are asked: leaving a copy reproduces, all else makes available."""
    return Right.REPRODUCTION if use in _COPIES else Right.MAKE_AVAILABLE
