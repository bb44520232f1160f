"""Addresses of posts and comments at the members' door."""

from django.urls import path

from akkord.flow.pages import MEMBERS, Page

from . import composer, feeds, home, receipts, walls

urlpatterns = [
    path("feed/new", feeds.new_posts, name="new_posts"),
    path("feed/comments", feeds.commented, name="feed_comments"),
    path("feed/muted", feeds.muted, name="feed_muted"),
    path("feed/muted/<number:number>/remove", feeds.unmute_word, name="unmute_word"),
    path("feed/hide/<number:number>", feeds.hide_post, name="hide_post"),
    path("feed/show/<number:number>", feeds.show_post, name="show_post"),
    path("feed/mute/<number:number>", feeds.mute_author, name="mute_author"),
    path("feed/unmute/<number:number>", feeds.unmute_author, name="unmute_author"),
    path("feed/tag/<str:tag>", home.tagged, name="tagged"),
    path("wall<number:number>", walls.post, name="post"),
    path("wall<number:number>/delete", walls.delete_post, name="delete_post"),
    path("wall<number:number>/like", walls.like_post, name="like_post"),
    path("wall<number:number>/unlike", walls.unlike_post, name="unlike_post"),
    path("wall<number:number>/likes", walls.post_likes, name="post_likes"),
    path("wall<number:number>/comment", walls.write_comment, name="write_comment"),
    path("fave", walls.kept, name="kept"),
    path("wall<number:number>/keep", walls.keep, name="keep_post"),
    path("wall<number:number>/unkeep", walls.unkeep, name="unkeep_post"),
    path("wall<number:number>/vote", walls.vote, name="vote"),
    path("wall<number:number>/votes", walls.votes, name="votes"),
    path("drafts", composer.keep_draft, name="keep_draft"),
    path("drafts/tracks", composer.my_tracks, name="my_tracks"),
    path("drafts/photos", composer.my_photos, name="my_photos"),
    path("feed/later", walls.later, name="later"),
    path("feed/later/<number:number>/give-up", walls.give_up, name="give_up_later"),
    path("wall<number:number>/restore", walls.restore_post, name="restore_post"),
    path("wall<number:number>/edit", walls.edit_post, name="edit_post"),
    path("wall<number:number>/versions", walls.versions, name="post_versions"),
    path("wall<number:number>/receipt", receipts.receipt, name="post_receipt"),
    path("my/receipts", receipts.listed, name="my_receipts"),
    path("wall<number:number>/pin", walls.pin, name="pin_post"),
    path("wall<number:number>/unpin", walls.unpin, name="unpin_post"),
    path("wall<number:number>/repost", walls.repost, name="repost"),
    path("comment<number:number>/like", walls.like_comment, name="like_comment"),
    path("comment<number:number>/unlike", walls.unlike_comment, name="unlike_comment"),
    path("comment<number:number>/likes", walls.comment_likes, name="comment_likes"),
    path("comment<number:number>/delete", walls.delete_comment, name="delete_comment"),
    path("comment<number:number>/restore", walls.restore_comment, name="restore_comment"),
]

PAGES = [
    Page("post", "/wall1"),
    Page("post_likes", "/wall1/likes"),
    Page("repost", "/wall1/repost", MEMBERS),
    Page("post_versions", "/wall1/versions"),
    Page("votes", "/wall121/votes", ("member",)),
    Page("feed_comments", "/feed/comments", MEMBERS),
    Page("feed_muted", "/feed/muted", MEMBERS),
    Page("kept", "/fave", MEMBERS),
    Page("later", "/feed/later", MEMBERS),
    Page("my_receipts", "/my/receipts", MEMBERS),
    Page("tagged", "/feed/tag/%D0%BA%D1%83%D1%85%D0%BD%D1%8F"),  # кухня
    Page("edit_post", "/wall1/edit", ("member",)),
    Page("comment_likes", "/comment1/likes"),
]
