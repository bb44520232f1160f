"""Addresses of music at the members' door."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from akkord.flow.pages import MEMBERS, Page

from . import (
    claiming,
    discovering,
    embedding,
    listening,
    lyrics,
    moments,
    moving,
    music,
    music_lists,
    music_shelves,
    own_music,
    rooms,
    shared_queue,
    smart_lists,
    tagging,
    tus,
    uploads,
)


class Number(IntConverter):
    """A number in an address, within what a database id can be."""

    regex = "[1-9][0-9]{0,17}"


register_converter(Number, "number")

urlpatterns = [
    path("audio", music.my_music, name="my_music"),
    path("audio/new", music.newest, name="new_music"),
    path("audio/queue", music.queue, name="queue"),
    path("audios<number:number>", music.music_of, name="music_of"),
    path("audio<number:number>", music.track, name="track"),
    path("audio<number:number>/keep", music.keep, name="keep_track"),
    path("audio<number:number>/unkeep", music.unkeep, name="unkeep_track"),
    path("audio<number:track>/playlist", music_lists.add, name="add_to_playlist"),
    *(
        path(f"{place}<number:number>/{word}", verbs[kind], name=f"{word}_{kind}")
        for kind, place in (("track", "audio"), ("album", "album"), ("artist", "artist"))
        for word, verbs in (
            ("like", music_shelves.like),
            ("unlike", music_shelves.unlike),
            ("rate", music_shelves.rate),
        )
    ),
    path("audio/liked", music_shelves.liked, name="liked_music"),
    path("audio/charts", discovering.charts, name="charts"),
    path("audio/mood/<slug:mood>", discovering.radio_from_mood, name="radio_from_mood"),
    path("audio/mixes", discovering.mixes, name="mixes"),
    path("audio<number:number>/radio", discovering.radio_from_track, name="radio_from_track"),
    path("artist<number:number>/claim", claiming.claim, name="claim_artist"),
    path("artist<number:number>/give-up", claiming.give_up, name="give_up_artist"),
    path("artist<number:number>/statistics", claiming.statistics, name="artist_statistics"),
    path("artist<number:number>/radio", discovering.radio_from_artist, name="radio_from_artist"),
    path("audio/order", music_lists.order, name="order_music"),
    path("audio/order/move", music_lists.move_mine, name="move_music"),
    path("audio/playlists", music_lists.playlists, name="playlists"),
    path("audio/playlists/smart", smart_lists.begin, name="begin_smart_playlist"),
    path("artist<number:number>", music_shelves.artist, name="artist"),
    path("album<number:number>", music_shelves.album, name="album"),
    path("playlist<number:owner>_<number:number>", music_lists.playlist, name="playlist"),
    path("playlist<number:owner>_<number:number>/edit", music_lists.edit, name="edit_playlist"),
    path("playlist<number:owner>_<number:number>/delete", music_lists.delete, name="delete_playlist"),
    path("playlist<number:owner>_<number:number>/move", music_lists.move, name="move_in_playlist"),
    path("playlist<number:owner>_<number:number>/let-in", music_lists.let_in, name="let_into_playlist"),
    path("playlist<number:owner>_<number:number>/let-out", music_lists.let_out, name="let_out_of_playlist"),
    path("playlist<number:owner>_<number:number>/rules", smart_lists.rules, name="playlist_rules"),
    path("playlist<number:owner>_<number:number>/take", music_lists.take, name="take_from_playlist"),
    path("share/<slug:code>", music_shelves.share, name="share"),
    path("audio/upload", uploads.send, name="upload"),
    path("audio/upload/<uuid:upload_id>", uploads.story, name="upload_story"),
    path("audio/upload/<uuid:upload_id>/rename", uploads.rename, name="upload_rename"),
    path("audio/upload/<uuid:upload_id>/withdraw", uploads.withdraw, name="upload_withdraw"),
    path("audio/upload/<uuid:upload_id>/cancel", uploads.cancel, name="upload_cancel"),
    path("audio/upload/<uuid:upload_id>/lawful-use", uploads.declare, name="upload_lawful_use"),
    path("audio/upload/<uuid:upload_id>/attest", uploads.attest, name="upload_attest"),
    path("audio/upload/<uuid:upload_id>/contest", uploads.contest, name="upload_contest"),
    path(
        "audio/upload/<uuid:upload_id>/matches/<number:recording>.svg",
        uploads.match_picture,
        name="upload_match_picture",
    ),
    path("audio/tags", tagging.tags, name="edit_tags"),
    path("audio/tags/<uuid:batch>/undo", tagging.undo, name="undo_tags"),
    path("audio/playlists/import", moving.bring, name="import_playlist"),
    path("playlist<number:owner>_<number:number>.m3u8", moving.take_along, name="export_playlist"),
    path("audio/uploads/mine", uploads.mine, name="my_uploads"),
    path("audio/uploads/", tus.uploads, name="tus_uploads"),
    path("audio/uploads/beside", uploads.beside, name="list_beside_uploads"),
    path("audio/uploads/<uuid:upload_id>", tus.upload, name="tus_upload"),
    path("audio/uploads/<uuid:upload_id>/story", uploads.story_now, name="upload_story_now"),
    path("listen/queue", shared_queue.queue, name="shared_queue"),
    path("audio<number:number>/rights", own_music.own_music, name="own_music"),
    path("audio<number:number>/rights/withdraw", own_music.withdraw, name="withdraw_own_music"),
    path("audio<number:number>/statistics", claiming.own_statistics, name="own_statistics"),
    path("audio<number:number>/words", lyrics.words, name="song_words"),
    path("audio<number:number>/lyrics", lyrics.lyrics, name="lyrics"),
    path("audio<number:number>/lyrics/forget", lyrics.forget, name="forget_lyrics"),
    path("audio<number:number>/moments", moments.moments, name="moments"),
    path("audio<number:number>/moments/say", moments.say, name="say_at_moment"),
    path("moment<number:number>", moments.place, name="moment"),
    path("moment<number:number>/delete", moments.delete, name="delete_moment"),
    path("audio<number:number>/waveform", music.waveform, name="waveform"),
    path("rooms", rooms.begin, name="open_room"),
    path("room/<slug:code>", rooms.room, name="room"),
    path("room/<slug:code>/enter", rooms.enter, name="enter_room"),
    path("room/<slug:code>/state", rooms.state, name="room_state"),
    path("room/<slug:code>/steer", rooms.steer, name="steer_room"),
    path("room/<slug:code>/hand", rooms.hand, name="share_the_hand"),
    path("room/<slug:code>/leave", rooms.leave, name="leave_room"),
    path("oembed", embedding.oembed, name="oembed"),
    path("embed/listen/<number:number>", embedding.start, name="embed_listen"),
    path("embed/listen/<uuid:play>/count", embedding.count, name="embed_count"),
    path("embed/<str:path>", embedding.player, name="embed"),
    path("listen/<number:number>", listening.start, name="listen"),
    path("listen/<uuid:play>/count", listening.count, name="listen_count"),
]

PAGES = [
    Page("my_music", "/audio", MEMBERS),
    Page("new_music", "/audio/new", seed="none"),
    Page("queue", "/audio/queue", seed="none"),
    Page("charts", "/audio/charts", seed="none"),
    Page("radio_from_mood", "/audio/mood/calm", seed="none"),
    Page("mixes", "/audio/mixes", MEMBERS, seed="none"),
    Page("radio_from_track", "/audio1/radio", seed="music"),
    Page("claim_artist", "/artist1/claim", MEMBERS, seed="music"),
    Page("radio_from_artist", "/artist1/radio", seed="music"),
    Page("music_of", "/audios1"),
    Page("track", "/audio1", seed="music"),
    Page("liked_music", "/audio/liked", MEMBERS, seed="none"),
    Page("order_music", "/audio/order", MEMBERS, seed="none"),
    Page("playlists", "/audio/playlists", MEMBERS, seed="none"),
    Page("artist", "/artist1", seed="music"),
    Page("album", "/album1", seed="music"),
    Page("playlist", "/playlist1_1", seed="music"),
    Page("playlist_rules", "/playlist1_1/rules", ("member",), seed="music"),
    Page("upload", "/audio/upload", MEMBERS, seed="none"),
    Page("edit_tags", "/audio/tags", MEMBERS, seed="none"),
    Page("import_playlist", "/audio/playlists/import", MEMBERS, seed="none"),
    Page("my_uploads", "/audio/uploads/mine", MEMBERS, seed="none"),
]
