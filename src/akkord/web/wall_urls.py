"""Addresses of posts and comments at the members' door."""

from django.urls import path

from akkord.flow.pages import Page

from . import walls

urlpatterns = [
    path("wall<number:number>", walls.post, name="post"),
    path("wall<number:number>/delete", walls.delete_post, name="delete_post"),
    path("wall<number:number>/like", walls.like_post, name="like_post"),
    path("wall<number:number>/unlike", walls.unlike_post, name="unlike_post"),
    path("wall<number:number>/likes", walls.post_likes, name="post_likes"),
    path("wall<number:number>/comment", walls.write_comment, name="write_comment"),
    path("comment<number:number>/like", walls.like_comment, name="like_comment"),
    path("comment<number:number>/unlike", walls.unlike_comment, name="unlike_comment"),
    path("comment<number:number>/likes", walls.comment_likes, name="comment_likes"),
    path("comment<number:number>/delete", walls.delete_comment, name="delete_comment"),
    path("comment<number:number>/restore", walls.restore_comment, name="restore_comment"),
]

PAGES = [
    Page("post", "/wall1"),
    Page("post_likes", "/wall1/likes"),
    Page("comment_likes", "/comment1/likes"),
]
