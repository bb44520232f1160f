"""Which event wakes what: the one table where rooms below meet the rooms above that care."""

WAKES: dict[str, list[str]] = {
    # catalogue: a delivered recording has its print and is in the index
    "recording_delivered": [
        "akkord.rights.tasks.own_delivered",
        "akkord.music.tasks.reexamine_backlog",
        "akkord.cases.delivered_later.extend_acts",
    ],
    # catalogue: a DDEX message was accepted and its recordings stand in the catalogue
    "message_catalogued": ["akkord.rights.tasks.license_delivered"],
    # music: the index of references was filled anew; everything heard before is held against it
    "references_renewed": ["akkord.music.tasks.catch_up"],
    # rights: facts changed for recordings; stored decisions are looked at again
    "facts_changed": [
        "akkord.music.tasks.redecide",
        "akkord.cases.kept_out.end_licensed",
        "akkord.royalties.tasks.note_late",
    ],
    # music: the law was asked about an upload, and who claims it is not as it was, or it is new and silent
    "upload_decided": ["akkord.cases.claims.note_decision"],
    # rights: somebody states to own, or owns no longer; the sum may be more than the whole
    "ownership_changed": ["akkord.cases.conflict_tasks.look"],
    # catalogue, cases, deals: something happened that an organisation's machines may want to hear
    "office_news": ["akkord.hooks.calling.spread"],
    # people: an account is erased, 30 days after its owner left
    "person_gone": [
        "akkord.groups.tasks.forget_person",
        "akkord.search.tasks.forget_person",
        "akkord.board.tasks.forget_person",
        "akkord.music.tasks.forget_person",
        "akkord.photos.tasks.forget_person",
        "akkord.documents.tasks.forget_person",
        "akkord.podcasts.tasks.forget_person",
        "akkord.wall.tasks.forget_person",
        "akkord.feed.tasks.forget_person",
        "akkord.archive.tasks.forget_person",
        "akkord.subscriptions.tasks.pay_no_further",
    ],
    # music, photos, documents: somebody who has left for good let go of files (names in the store)
    "files_left": ["akkord.store.tasks.let_go"],
    # dialogs: a member showed the staff messages
    "messages_reported": ["akkord.care.tasks.take_up"],
    # care: the staff decided about what was reported; somebody else answered an appeal
    "matter_decided": ["akkord.alerts.tasks.matter_decided"],
    "appeal_answered": ["akkord.alerts.tasks.appeal_answered"],
    # groups: somebody asks to be let in, is let in, invited, given a role, banned, reminded, suggests a post
    "club_told": ["akkord.alerts.tasks.club_told"],
    # alerts: something rang for a person who is told in a browser, too
    "alert_rung": ["akkord.alerts.tasks.push"],
    # people: somebody asks to be friends; `by` accepted, or took an invitation up
    "friend_asked": ["akkord.alerts.tasks.asked"],
    "befriended": ["akkord.alerts.tasks.befriended"],
    # subscriptions: listeners may pay in a way in which nobody could before
    "model_offered": ["akkord.music.tasks.tell_matched_anew"],
    # subscriptions: somebody's own is paid for the first time; months for a friend are
    "subscription_begun": ["akkord.subscriptions.tasks.take_place"],
    "gift_paid": ["akkord.subscriptions.tasks.tell_gift", "akkord.alerts.tasks.gift_paid"],
    # music: a play by somebody who has their listens told elsewhere is counted
    "play_counted": ["akkord.music.tasks.scrobble"],
    # music: a track can be found and heard for the first time, sent in or delivered
    "track_out": ["akkord.alerts.tasks.track_out"],
    # music: a voice note was decided, or decided otherwise
    "voice_told": ["akkord.dialogs.tasks.redraw_voice"],
    # podcasts: somebody is the first to follow a feed; it lists something newer; an episode is to be brought
    "podcast_followed": ["akkord.podcasts.tasks.read_feed"],
    "episodes_listed": ["akkord.alerts.tasks.episodes_listed"],
    "episode_wanted": ["akkord.podcasts.tasks.fetch_wanted"],
    # wall: somebody wrote (mentions: numbers of people it names), liked something, passed a post on
    "post_written": ["akkord.alerts.tasks.post_written", "akkord.wall.tasks.sign_receipts"],
    "post_changed": ["akkord.wall.tasks.sign_receipts"],
    "comment_written": ["akkord.alerts.tasks.comment_written"],
    "liked": ["akkord.alerts.tasks.liked"],
    "reposted": ["akkord.alerts.tasks.reposted"],
    # people, groups, wall: words by which something is found have changed; what is new is found by its number
    "words_changed": ["akkord.search.tasks.look_again"],
    # wall: a post names the address of a page somewhere
    "link_written": ["akkord.wall.tasks.fetch_card"],
    # wall: the time of a post that waited has come
    "post_due": ["akkord.wall.tasks.publish"],
    # ledger: lines wait to be sequenced
    "line_written": ["akkord.ledger.sequencing.sequence"],
}

# What recurs: task → seconds.
SCHEDULE: dict[str, int] = {
    "akkord.ledger.sequencing.sequence": 5,
    "akkord.music.tasks.finish_received": 5,
    "akkord.music.tasks.forget_expired": 600,
    "akkord.music.tasks.refill_smart": 300,
    "akkord.music.tasks.end_idle_rooms": 60,
    "akkord.podcasts.tasks.read_due": 300,
    "akkord.catalogue.tasks.watch_deliveries": 10,
    "akkord.cases.inquiries.forget_old": 3600,
    "akkord.disclosure.tasks.statements": 60,
    "akkord.disclosure.tasks.year_packs": 3600,
    "akkord.royalties.tasks.move_days": 3600,
    "akkord.flow.tasks.forget_done": 600,
    "akkord.people.tasks.erase_left": 3600,
    "akkord.people.tasks.end_restraints": 60,
    "akkord.groups.tasks.fix_logs": 3600,
    "akkord.groups.tasks.remind": 300,
    "akkord.search.tasks.catch_up": 5,
    "akkord.dialogs.tasks.forget_words": 3600,
    "akkord.dialogs.tasks.forget_unsaid": 3600,
    "akkord.alerts.tasks.forget_old": 24 * 3600,
    "akkord.alerts.tasks.write_digests": 900,
    "akkord.alerts.tasks.tell_birthdays": 4 * 3600,
    "akkord.wall.tasks.forget_deleted": 3600,
    "akkord.archive.tasks.tidy": 24 * 3600,
    "akkord.sound.tasks.fill_levels": 24 * 3600,
    "akkord.staff.tasks.measure_storage": 3600,
    "akkord.staff.tasks.forget_copies": 24 * 3600,
}

# Where the audit asks what the database holds against somebody's content.
RESTRICTIONS: list[str] = [
    "akkord.people.queries.restrictions_in_force",
    "akkord.rights.queries.restrictions_in_force",
    "akkord.music.queries.restrictions_in_force",
    "akkord.cases.suspension_queries.restrictions_in_force",
]

# The store: columns that keep a name when its file may go, for decisions name their rows; and who is asked
# instead which of some names are still held. In any other column a name holds its file.
NAMES_APART: frozenset[str] = frozenset({"sound.sound.sha256", "documents.content.sha256"})
HOLDERS: list[str] = [
    "akkord.catalogue.queries.files_held",
    "akkord.music.queries.files_held",
    "akkord.documents.queries.files_held",
]
