"""Addresses of photos and documents at the members' door."""

from django.urls import path

from akkord.flow.pages import EVERYONE, MEMBERS, Page

from . import club_pictures, papers, photos, pictures

urlpatterns = [
    path("photos/send", pictures.send, name="send_photo"),
    path("documents/send", papers.send, name="send_document"),
    path("doc<number:number>", papers.document, name="document"),
    path("photos<number:number>", photos.photos_of_person, name="photos"),
    path("photos<number:number>/new", photos.new_album, name="new_album"),
    path("club<number:number>/photos", photos.photos_of_club, name="club_photos"),
    path("club<number:number>/photos/new", photos.new_club_album, name="new_club_album"),
    path("photoalbum<number:number>", photos.album, name="photo_album"),
    path("photoalbum<number:number>/upload", photos.upload, name="upload_photos"),
    path("photoalbum<number:number>/edit", photos.edit_album, name="edit_photo_album"),
    path("photoalbum<number:number>/delete", photos.delete_album, name="delete_photo_album"),
    path("photo<number:number>", photos.photo, name="photo"),
    path("photo<number:number>/large", pictures.picture, {"size": "large"}, name="photo_large"),
    path("photo<number:number>/small", pictures.picture, {"size": "small"}, name="photo_small"),
    path("photo<number:number>/alt", photos.describe, name="describe_photo"),
    path("photo<number:number>/delete", photos.delete, name="delete_photo"),
    path("photo<number:number>/take-out", photos.take_out, name="take_photo_out"),
    path("photo<number:number>/face", photos.choose_face, name="choose_face"),
    path("id<number:number>/face<number:photo>", pictures.face, name="face"),
    path("club<number:number>/picture", club_pictures.choose, name="club_pictures"),
    path("club<number:number>/face<number:photo>", club_pictures.picture, {"size": "face"}, name="club_face"),
    path(
        "club<number:number>/cover<number:photo>",
        club_pictures.picture,
        {"size": "cover"},
        name="club_cover",
    ),
    path("edit/picture", photos.new_face, name="new_face"),
]

PAGES = [
    Page("photos", "/photos1", MEMBERS),
    Page("new_album", "/photos1/new", ("member",)),
    Page("club_photos", "/club1/photos", EVERYONE),
    Page("new_club_album", "/club1/photos/new", ("member",)),
    Page("club_pictures", "/club1/picture", ("member",)),
    Page("photo_album", "/photoalbum1", MEMBERS),
    Page("edit_photo_album", "/photoalbum1/edit", ("member",)),
    Page("photo", "/photo1", MEMBERS),
    Page("choose_face", "/photo1/face", ("member",)),
    Page("new_face", "/edit/picture", MEMBERS),
]
