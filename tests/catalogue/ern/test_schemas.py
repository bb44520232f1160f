"""Promises to an operator who has DDEX's schemas: a message is checked by the one of its version.

The schema here is made for the test; DDEX's are not ours to keep.
"""

import io
from pathlib import Path

import pytest
from writing import new_release

from akkord.catalogue.ern import Message, read_message
from akkord.catalogue.ern.schemas import Schemas

OURS = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:avs="urn:avs"
  targetNamespace="http://ddex.net/xml/ern/43">
 <xs:import namespace="urn:avs" schemaLocation="http://127.0.0.1:9/xml/avs/avs.xsd"/>
 <xs:element name="NewReleaseMessage"><xs:complexType><xs:sequence>
  <xs:element name="MessageHeader"><xs:complexType><xs:sequence>
   <xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="PartyList" type="avs:Anything"/><xs:element name="ResourceList" type="avs:Anything"/>
  <xs:element name="ReleaseList" type="avs:Anything"/><xs:element name="DealList" type="avs:Anything"/>
 </xs:sequence><xs:anyAttribute processContents="skip"/></xs:complexType></xs:element></xs:schema>"""
IMPORTED = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:avs">
 <xs:complexType name="Anything"><xs:sequence>
  <xs:any minOccurs="0" maxOccurs="unbounded" processContents="skip"/>
 </xs:sequence></xs:complexType></xs:schema>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "any name" / "avs").mkdir(parents=True)
    (tmp_path / "any name" / "release-notification.xsd").write_text(OURS)
    (tmp_path / "any name" / "avs" / "avs.xsd").write_text(IMPORTED)
    return tmp_path


def checked(folder: Path, written: str) -> Message:
    return read_message(io.BytesIO(written.encode()), "message.xml", check=Schemas(folder))


def test_a_message_by_the_schema_passes(folder: Path) -> None:
    assert checked(folder, new_release()).faults == ()


def test_a_message_against_the_schema_is_refused_with_line_and_path(folder: Path) -> None:
    message = checked(folder, new_release().replace("<DealList>", "<Extra/>\n<DealList>"))
    assert message.refused
    (fault,) = message.faults
    assert (fault.word, fault.place.path) == ("not_by_schema", "/NewReleaseMessage/Extra")
    assert fault.place.line == 7
    assert "Extra" in fault.about


def test_a_version_without_a_schema_is_checked_by_structure(folder: Path) -> None:
    message = checked(folder, new_release("4.2"))
    assert [fault.word for fault in message.faults] == ["no_schema"]
    assert not message.refused


def test_a_schema_that_is_none_is_the_operators_matter(tmp_path: Path) -> None:
    (tmp_path / "release-notification.xsd").write_text(OURS.replace("avs:Anything", "avs:Nothing"))
    message = checked(tmp_path, new_release())
    assert [fault.word for fault in message.faults] == ["unusable_schema"]
    assert not message.refused


def test_a_refused_message_is_not_parsed_again(folder: Path) -> None:
    message = checked(folder, "<!DOCTYPE x>" + new_release().partition("\n")[2])
    assert [fault.word for fault in message.faults] == ["document_type"]
