"""What can go wrong with photos, one name per reason."""

from django.utils.translation import gettext_lazy as _


class PhotoError(Exception):
    """The common face: `code` for programs, `text` for people."""

    code = "photo_error"
    text = _("Something about this photo did not work.")


class NoSuchPhoto(PhotoError):
    code = "no_such_photo"
    text = _("There is no such photo.")


class NoSuchAlbum(PhotoError):
    code = "no_such_album"
    text = _("There is no such album.")


class NotAPicture(PhotoError):
    code = "not_a_picture"
    text = _("This file is no picture we can read: send a JPEG, PNG, WebP or GIF.")


class TooLarge(PhotoError):
    code = "picture_too_large"
    text = _("A photo is at most 15 MB and 40 million pixels large, 20 million if it is not a plain JPEG.")


class TooBusy(PhotoError):
    code = "photos_too_busy"
    text = _("Many photos are being read just now. Try again in a minute.")


class NoTitle(PhotoError):
    code = "album_without_title"
    text = _("Give the album a name.")


class TooLongWords(PhotoError):
    code = "photo_words_too_long"
    text = _("A name has at most 100 characters, a description 500.")


class AlbumFull(PhotoError):
    code = "album_full"
    text = _("An album holds at most 1,000 photos.")


class TooManyAlbums(PhotoError):
    code = "too_many_albums"
    text = _("There are 200 albums here already. Delete one first.")


class TooManyPhotos(PhotoError):
    code = "too_many_photos"
    text = _("You have sent in very many photos today. Go on tomorrow.")


class NotYours(PhotoError):
    code = "photo_not_yours"
    text = _("This photo or album is not yours to change.")
