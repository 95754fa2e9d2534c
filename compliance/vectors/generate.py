#!/usr/bin/env python3
"""Writes events.json: what the specification makes of some events in every room version.

    python3 compliance/vectors/generate.py > compliance/vectors/events.json

This is the specification's text once more, in another language and without any library of Matrix, so that the tests do
not compare the server with itself. Sources: the appendices ("Canonical JSON", "Signing Events"), the server-server API
("Calculating the content hash", "Calculating the reference hash") and the redaction rules of each room version.
"""

import base64
import hashlib
import json

VERSIONS = [str(number) for number in range(1, 13)]

EVENTS = [
    {"type": "m.room.message", "content": {"body": "Grüße, 日本 \u0007\n\"\\", "n": -1, "b": 1, "a": {"z": None, "y": [True]}}},
    {"type": "m.room.create", "state_key": "", "content": {"creator": "@u:domain", "m.federate": True, "extra": 1}},
    {"type": "m.room.member", "state_key": "@u:domain", "content": {
        "membership": "invite", "displayname": "U", "join_authorised_via_users_server": "@v:domain",
        "third_party_invite": {"display_name": "u", "signed": {"mxid": "@u:domain", "token": "t", "signatures": {}}}}},
    {"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "restricted", "allow": [], "extra": 1}},
    {"type": "m.room.power_levels", "state_key": "", "content": {
        "ban": 50, "events": {}, "events_default": 0, "invite": 50, "kick": 50, "redact": 50, "state_default": 50,
        "users": {"@u:domain": 100}, "users_default": 0, "notifications": {"room": 50}}},
    {"type": "m.room.aliases", "state_key": "domain", "content": {"aliases": ["#a:domain"], "extra": 1}},
    {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "shared", "extra": 1}},
    {"type": "m.room.redaction", "redacts": "$x:domain", "content": {"redacts": "$x:domain", "reason": "why"}},
]


def canonical(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def unpadded(digest, is_url_safe=False):
    encode = base64.urlsafe_b64encode if is_url_safe else base64.b64encode
    return encode(digest).decode().rstrip("=")


def without(event, *names):
    return {name: value for name, value in event.items() if name not in names}


def redact(event, version):
    version = int(version)
    kept = {"event_id", "type", "room_id", "sender", "state_key", "content", "hashes", "signatures", "depth",
            "prev_events", "auth_events", "origin_server_ts"}
    if version < 11:
        kept |= {"prev_state", "origin", "membership"}
    fields = {
        "m.room.member": {"membership"} | ({"join_authorised_via_users_server"} if version >= 9 else set()),
        "m.room.create": {"creator"},
        "m.room.join_rules": {"join_rule"} | ({"allow"} if version >= 8 else set()),
        "m.room.power_levels": {"ban", "events", "events_default", "kick", "redact", "state_default", "users",
                                "users_default"} | ({"invite"} if version >= 11 else set()),
        "m.room.aliases": {"aliases"} if version < 6 else set(),
        "m.room.history_visibility": {"history_visibility"},
        "m.room.redaction": {"redacts"} if version >= 11 else set(),
    }.get(event["type"], set())
    content = {name: value for name, value in event["content"].items() if name in fields}
    if version >= 11 and event["type"] == "m.room.create":
        content = event["content"]
    if version >= 11 and event["type"] == "m.room.member" and "third_party_invite" in event["content"]:
        content["third_party_invite"] = {"signed": event["content"]["third_party_invite"]["signed"]}
    return {name: value for name, value in event.items() if name in kept} | {"content": content}


def vector(event, version):
    is_old = version in ("1", "2")
    event = {
        "room_id": "!r:domain", "sender": "@u:domain", "origin": "domain", "origin_server_ts": 1_700_000_000_000,
        "depth": 7, "prev_state": [], "unsigned": {"age_ts": 12}, "signatures": {"domain": {"ed25519:1": "x"}},
        "prev_events": [["$p:domain", {"sha256": "h"}]] if is_old else ["$p"],
        "auth_events": [["$a:domain", {"sha256": "h"}]] if is_old else ["$a"],
    } | event
    if is_old:
        event["event_id"] = "$e:domain"
    # The room of version 12 is named after its create event, which therefore cannot name the room.
    if version == "12" and event["type"] == "m.room.create":
        del event["room_id"]
    content_hash = hashlib.sha256(canonical(without(event, "unsigned", "signatures", "hashes"))).digest()
    event["hashes"] = {"sha256": unpadded(content_hash)}
    redacted = redact(event, version)
    reference = hashlib.sha256(canonical(without(redacted, "signatures", "age_ts", "unsigned"))).digest()
    return {
        "version": version,
        "event": event,
        "canonical": canonical(event).decode(),
        "content_hash": unpadded(content_hash),
        "redacted": canonical(redacted).decode(),
        "event_id": event["event_id"] if is_old else "$" + unpadded(reference, version != "3"),
    }


print(json.dumps([vector(event, version) for version in VERSIONS for event in EVENTS], ensure_ascii=False, indent=1))
