"""Records that describe what was used: releases, recordings, works (Part 8, 5.3 to 5.5)."""

from ..kinds import (
    Day,
    Flag,
    Icpn,
    Instant,
    Isrcs,
    Iswc,
    Milliseconds,
    OwnKey,
    OwnKeys,
    PartyKey,
    PartyKeys,
    ReleaseKind,
    ResourceKind,
    Text,
    Texts,
)
from .shape import record

_LIST = "names by the published list of record definitions 1.4"


@record("RE01.02", source=f"{_LIST}; cells 1 to 9 by Part 8 5.3.1", in_block=True)
class Release:
    """The release in which the block's recordings were used."""

    release_reference: Text
    dsp_release_id: Text
    proprietary_release_id: OwnKeys | None = None
    release_catalog_number: Text | None = None
    release_icpn: Icpn | None = None
    release_display_artist_name: Text | None = None
    release_display_artist_party_id: PartyKey | None = None
    release_title: Text
    release_sub_title: Text | None = None
    release_type: ReleaseKind | None = None
    release_label_name: Text | None = None
    release_pline: Text | None = None
    data_provider_name: Text | None = None
    release_date: Day | None = None


@record("RE02", source="Part 8 5.3.2: all cells", in_block=True)
class SubRelease:
    """A part of the release that was used by itself."""

    release_reference: Text
    dsp_sub_release_id: Text
    proprietary_sub_release_id: OwnKeys | None = None
    used_resources: Texts


@record("AS01.02", source=f"{_LIST}; types by the XSD of AS01.01", in_block=True)
class Recording:
    """A recording, without its work."""

    resource_reference: Text
    dsp_resource_id: Text
    resource_isrc: Isrcs | None = None
    resource_title: Text
    resource_sub_title: Text | None = None
    resource_display_artist_name: Text | None = None
    resource_display_artist_party_id: PartyKey | None = None
    resource_duration: Milliseconds | None = None
    resource_type: ResourceKind
    is_master_recording: Flag | None = None
    is_subject_to_ownership_conflict: Flag | None = None
    last_conflict_check: Instant | None = None


@record("AS02.03", source=f"{_LIST}; types by the XSD of AS02.02", in_block=True)
class RecordingOfWork:
    """A recording with its work."""

    resource_reference: Text
    dsp_resource_id: Text
    resource_isrc: Isrcs | None = None
    resource_title: Text
    resource_sub_title: Text | None = None
    resource_display_artist_name: Text | None = None
    resource_display_artist_party_id: PartyKey | None = None
    resource_duration: Milliseconds | None = None
    resource_type: ResourceKind
    musical_work_iswc: Iswc | None = None
    musical_work_composer_author_name: Texts | None = None
    musical_work_composer_author_party_id: PartyKeys | None = None
    musical_work_arranger_name: Texts | None = None
    musical_work_arranger_party_id: PartyKeys | None = None
    music_publisher_name: Texts | None = None
    music_publisher_party_id: PartyKeys | None = None
    musical_work_contributor_name: Texts | None = None
    musical_work_contributor_party_id: PartyKeys | None = None
    proprietary_musical_work_id: OwnKey | None = None
    is_master_recording: Flag | None = None
    is_subject_to_ownership_conflict: Flag | None = None
    last_conflict_check: Instant | None = None


@record("LC01", source=f"{_LIST}; types as in AS02.03, not verified", in_block=True)
class LabelData:
    """The recording and its work as a record company delivered them."""

    resource_reference: Text
    dsp_resource_id: Text
    isrc: Isrcs | None = None
    resource_title: Text
    resource_sub_title: Text | None = None
    resource_display_artist_name: Text | None = None
    resource_display_artist_party_id: PartyKey | None = None
    resource_duration: Milliseconds | None = None
    resource_type: ResourceKind
    musical_work_iswc: Iswc | None = None
    musical_work_composer_author_name: Texts | None = None
    musical_work_composer_author_party_id: PartyKeys | None = None
    musical_work_arranger_name: Texts | None = None
    musical_work_arranger_party_id: PartyKeys | None = None
    music_publisher_name: Texts | None = None
    music_publisher_party_id: PartyKeys | None = None
    musical_work_contributor_name: Texts | None = None
    musical_work_contributor_party_id: PartyKeys | None = None
    proprietary_musical_work_id: OwnKey | None = None
    data_provider_name: Text | None = None
    is_subject_to_ownership_conflict: Flag | None = None


@record("MW01.02", source=f"{_LIST}; types by the XSD of MW01.01", in_block=True)
class Work:
    """A musical work in the recording before it."""

    dsp_musical_work_id: Text
    musical_work_iswc: Iswc | None = None
    musical_work_title: Text
    musical_work_sub_title: Text | None = None
    musical_work_composer_author_name: Texts | None = None
    musical_work_composer_author_party_id: PartyKeys | None = None
    musical_work_arranger_name: Texts | None = None
    musical_work_arranger_party_id: PartyKeys | None = None
    music_publisher_name: Texts | None = None
    music_publisher_party_id: PartyKeys | None = None
    musical_work_contributor_name: Texts | None = None
    musical_work_contributor_party_id: PartyKeys | None = None
    data_provider_name: Text | None = None
    proprietary_musical_work_id: OwnKey | None = None
    resource_reference: Text | None = None
    parent_licensor_data_record_id: Text | None = None
    parent_masterlist_id: Text | None = None
