"""Addresses of people at the members' door."""

from django.urls import path

from akkord.flow.pages import MEMBERS, Page

from . import accounts, bonds, editing, finding, friend_lists, friends, invitations, privacy, profiles, safety

urlpatterns = [
    path("id<number:number>", profiles.profile, name="profile"),
    path("id<number:number>/post", profiles.write_on_wall, name="profile_post"),
    path("id<number:number>/follow", bonds.follow, name="follow"),
    path("id<number:number>/unfollow", bonds.unfollow, name="unfollow"),
    path("id<number:number>/ask", bonds.ask, name="ask"),
    path("id<number:number>/take-back", bonds.take_back, name="take_back"),
    path("id<number:number>/accept", bonds.accept, name="accept"),
    path("id<number:number>/decline", bonds.decline, name="decline"),
    path("id<number:number>/reconsider", bonds.reconsider, name="reconsider"),
    path("id<number:number>/remove", bonds.remove, name="remove_friend"),
    path("id<number:number>/hide", bonds.hide, name="hide_friend"),
    path("id<number:number>/show", bonds.show, name="show_friend"),
    path("id<number:number>/block", bonds.block, name="block"),
    path("id<number:number>/unblock", bonds.unblock, name="unblock"),
    path("edit", editing.edit, name="edit"),
    path("friends", friends.friends, name="friends"),
    path("friends/requests", friends.requests, name="friend_requests"),
    path("friends/lists", friend_lists.lists, name="friend_lists"),
    path("friends/lists/<number:number>", friend_lists.one_list, name="friend_list"),
    path("friends/lists/<number:number>/delete", friend_lists.delete, name="delete_friend_list"),
    path("friends/invite", invitations.invite, name="invite"),
    path("invite/<str:token>", invitations.invitation, name="invitation"),
    path("settings/address", editing.address, name="settings_address"),
    path("settings/privacy", privacy.overview, name="settings_privacy"),
    path("settings/privacy/close", privacy.close, name="close_page"),
    path("settings/privacy/<slug:key>", privacy.one_key, name="settings_privacy_key"),
    path("settings/security", safety.security, name="settings_security"),
    path("settings/security/<number:number>/end", safety.end_session, name="end_session"),
    path("settings/security/end", safety.end_others, name="end_other_sessions"),
    path("settings/account", safety.account, name="settings_account"),
    path("settings/account/freeze", safety.freeze, name="freeze"),
    path("settings/account/leave", safety.leave, name="leave_site"),
    path("settings/account/back", safety.come_back, name="come_back"),
    path("waiting", accounts.waiting, name="waiting"),
    path("settings/blocked", privacy.blocked, name="settings_blocked"),
    path("followers", friends.followers, name="followers"),
    path("people", finding.search, name="people"),
]

PAGES = [
    Page("profile", "/id1"),
    Page("edit", "/edit", MEMBERS),
    Page("friends", "/friends", MEMBERS),
    Page("friend_requests", "/friends/requests", MEMBERS),
    Page("friend_lists", "/friends/lists", MEMBERS),
    Page("friend_list", "/friends/lists/1", ("member",)),
    Page("short_address", "/artem.golubev"),
    Page("invite", "/friends/invite", MEMBERS),
    Page("settings_address", "/settings/address", MEMBERS),
    Page("settings_privacy", "/settings/privacy", MEMBERS),
    Page("settings_privacy_key", "/settings/privacy/music", MEMBERS),
    Page("settings_security", "/settings/security", MEMBERS),
    Page("settings_account", "/settings/account", MEMBERS),
    Page("waiting", "/waiting", seed="none"),
    Page("settings_blocked", "/settings/blocked", MEMBERS),
    Page("followers", "/followers", MEMBERS),
    Page("people", "/people"),
]
