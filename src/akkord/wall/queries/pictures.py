"""Photos on posts: who sees a post sees them, by addresses that ask for that post again."""

from collections.abc import Sequence
from dataclasses import replace

from akkord.music.rules import Listener
from akkord.photos.queries import PhotoView, views_of

from ..models import Post, PostPhoto, Version


def photos_of(listener: Listener, posts: Sequence[Post]) -> dict[int, list[PhotoView]]:
    """post → its photos, each by the address that asks for its post; three queries, one for none."""
    found = list(
        PostPhoto.objects.filter(post__in=posts).order_by("post", "place").values_list("post", "photo")
    )
    drawn = {
        view.number: view
        for view in views_of(listener.person_id, listener.territory, (photo for _post, photo in found))
    }
    shown: dict[int, list[PhotoView]] = {}
    for post, photo in found:
        if photo in drawn:
            shown.setdefault(post, []).append(replace(drawn[photo], within=f"?post={post}"))
    return shown


def carries_photo(post: Post, photo: int) -> bool:
    """Whether the photo stands on the post, or stood there in an earlier version."""
    if PostPhoto.objects.filter(post=post, photo=photo).exists():
        return True
    return any(
        photo in photos for photos in Version.objects.filter(post=post).values_list("photos", flat=True)
    )


def photos_on(post: Post) -> list[int]:
    """Numbers of the photos on a post, in their order."""
    return list(PostPhoto.objects.filter(post=post).order_by("place").values_list("photo_id", flat=True))
