"""Two people with matrix-nio talk in an encrypted room, verify each other and sign in on another device.

Usage: talk.py FOLDER SERVER USER SERVER USER: the servers of the first and of the other, who must have accounts there with
the password below. Whatever is not as it should be ends the program with an error.
"""

import asyncio
import os
import sys

from nio import (
    AsyncClient,
    AsyncClientConfig,
    JoinResponse,
    KeysQueryResponse,
    KeysUploadResponse,
    LoginResponse,
    MegolmEvent,
    RoomCreateResponse,
    RoomMessageText,
    RoomPreset,
    RoomSendResponse,
    SyncResponse,
    ToDeviceResponse,
)
from nio.crypto.sas import SasState

PASSWORD = "correct horse battery"
ENCRYPTION = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}


def expect(response, kind):
    """The response, if the server answered as it should."""
    assert isinstance(response, kind), f"expected {kind.__name__}, found {response}"
    return response


class Person:
    """Somebody on one device."""

    def __init__(self, server, user, device, folder):
        os.makedirs(folder, exist_ok=True)
        config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
        self.client = AsyncClient(server, user, device_id=device, store_path=folder, config=config)
        self.heard = []
        self.client.add_event_callback(self.hear, RoomMessageText)
        self.client.add_event_callback(self.puzzle, MegolmEvent)

    async def hear(self, _room, event):
        self.heard.append((event.sender, event.body, event.decrypted))

    async def puzzle(self, _room, event):
        self.heard.append((event.sender, None, False))

    async def sign_in(self):
        expect(await self.client.login(PASSWORD), LoginResponse)

    async def step(self):
        """One sync, and all that the client wants to do about it."""
        expect(await self.client.sync(timeout=0), SyncResponse)
        if self.client.should_upload_keys:
            expect(await self.client.keys_upload(), KeysUploadResponse)
        if self.client.should_query_keys:
            expect(await self.client.keys_query(), KeysQueryResponse)
        for response in await self.client.send_to_device_messages():
            expect(response, ToDeviceResponse)

    async def say(self, room, text):
        content = {"msgtype": "m.text", "body": text}
        sent = await self.client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
        expect(sent, RoomSendResponse)

    def device_of(self, other):
        return self.client.device_store[other.client.user_id][other.client.device_id]


    def knows(self, other):
        """Whether this person would share keys with that device."""
        room = next(iter(self.client.rooms.values()), None)
        devices = self.client.device_store.active_user_devices(other.client.user_id)
        is_there = room is not None and other.client.user_id in room.users
        return is_there and any(device.id == other.client.device_id for device in devices)


async def until(what, found, *people):
    """Steps until something is so: news of other servers take a moment."""
    for _ in range(300):
        for person in people:
            await person.step()
        if found():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"this never came to be: {what}")


async def verify(one, other):
    """Both compare the same emoji and confirm."""
    expect(await one.client.start_key_verification(one.device_of(other)), ToDeviceResponse)
    await until("the request", lambda: other.client.key_verifications, other)
    (transaction,) = other.client.key_verifications
    expect(await other.client.accept_key_verification(transaction), ToDeviceResponse)
    emoji = {}

    def compare():
        for person in (one, other):
            sas = person.client.key_verifications[transaction]
            assert not sas.canceled, sas.cancel_reason
            if sas.state is SasState.key_received and person not in emoji:
                emoji[person] = sas.get_emoji()
        return len(emoji) == 2

    await until("the emoji", compare, one, other)
    assert emoji[one] == emoji[other], emoji
    for person in (one, other):
        expect(await person.client.confirm_short_auth_string(transaction), ToDeviceResponse)
    await until("the end", lambda: one.device_of(other).verified and other.device_of(one).verified, one, other)


async def main(folder, server, user, other_server, other_user):
    alice = Person(server, user, "ALICE", f"{folder}/alice")
    bob = Person(other_server, other_user, "BOB", f"{folder}/bob")
    phone = Person(other_server, other_user, "PHONE", f"{folder}/phone")
    for person in (alice, bob):
        await person.sign_in()
        await person.step()
    created = await alice.client.room_create(
        preset=RoomPreset.private_chat, invite=[bob.client.user_id], initial_state=[ENCRYPTION]
    )
    room = expect(created, RoomCreateResponse).room_id
    await until("the invitation", lambda: room in bob.client.invited_rooms, bob)
    expect(await bob.client.join(room), JoinResponse)
    await until("that both are there", lambda: alice.knows(bob) and bob.knows(alice), alice, bob)

    for number in range(3):
        await alice.say(room, f"secret {number}")
    await until("the secrets", lambda: len(bob.heard) == 3, bob)
    await bob.say(room, "answer")
    await until("the answer", lambda: len(alice.heard) == 4, alice)
    told = [(user, f"secret {number}", True) for number in range(3)]
    assert bob.heard == told, bob.heard
    assert alice.heard == [*told, (other_user, "answer", True)], alice.heard

    await verify(alice, bob)

    await phone.sign_in()
    await until("what was said before", lambda: phone.heard, phone)
    assert all(text is None for _, text, _ in phone.heard), "the keys of what was said before are not there"
    await until("the new device", lambda: alice.knows(phone), alice, bob, phone)
    await alice.say(room, "to both")
    for person in (bob, phone):
        await until("the last word", lambda person=person: person.heard[-1] == (user, "to both", True), person)

    await phone.client.logout()
    devices = alice.client.device_store.active_user_devices
    await until("that the device is gone", lambda: [device.id for device in devices(other_user)] == ["BOB"], alice)
    for person in (alice, bob, phone):
        await person.client.close()


asyncio.run(main(*sys.argv[1:]))
