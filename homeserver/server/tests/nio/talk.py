"""Two people with matrix-nio talk in an encrypted room, verify each other and sign in on another device.

Usage: talk.py SERVER FOLDER. Both accounts, @alice and @bob, must exist with the password below. Whatever is not as it
should be ends the program with an error.
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

    def __init__(self, server, name, device, folder):
        os.makedirs(folder, exist_ok=True)
        config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
        self.client = AsyncClient(server, f"@{name}:localhost", device_id=device, store_path=folder, config=config)
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


async def together(*people):
    for _ in range(2):
        for person in people:
            await person.step()


async def verify(one, other):
    """Both compare the same emoji and confirm."""
    expect(await one.client.start_key_verification(one.device_of(other)), ToDeviceResponse)
    await other.step()
    (transaction,) = other.client.key_verifications
    expect(await other.client.accept_key_verification(transaction), ToDeviceResponse)
    emoji = {}
    for _ in range(6):
        for person in (one, other):
            await person.step()
            sas = person.client.key_verifications[transaction]
            assert not sas.canceled, sas.cancel_reason
            if sas.state is SasState.key_received and person not in emoji:
                emoji[person] = sas.get_emoji()
        if len(emoji) == 2:
            break
    assert len(emoji) == 2 and emoji[one] == emoji[other], emoji
    for person in (one, other):
        expect(await person.client.confirm_short_auth_string(transaction), ToDeviceResponse)
    await together(one, other)
    assert one.device_of(other).verified and other.device_of(one).verified


async def main(server, folder):
    alice = Person(server, "alice", "ALICE", f"{folder}/alice")
    bob = Person(server, "bob", "BOB", f"{folder}/bob")
    phone = Person(server, "bob", "PHONE", f"{folder}/phone")
    for person in (alice, bob):
        await person.sign_in()
    await together(alice, bob)
    created = await alice.client.room_create(
        preset=RoomPreset.private_chat, invite=[bob.client.user_id], initial_state=[ENCRYPTION]
    )
    room = expect(created, RoomCreateResponse).room_id
    expect(await bob.client.join(room), JoinResponse)
    await together(alice, bob)

    for number in range(3):
        await alice.say(room, f"secret {number}")
    await bob.step()
    await bob.say(room, "answer")
    await alice.step()
    told = [("@alice:localhost", f"secret {number}", True) for number in range(3)]
    assert bob.heard == told, bob.heard
    assert alice.heard == [*told, ("@bob:localhost", "answer", True)], alice.heard

    await verify(alice, bob)

    await phone.sign_in()
    await phone.step()
    assert all(text is None for _, text, _ in phone.heard), "the keys of what was said before are not there"
    await together(alice, bob, phone)
    await alice.say(room, "to both")
    for person in (bob, phone):
        await person.step()
        assert person.heard[-1] == ("@alice:localhost", "to both", True), person.heard

    await phone.client.logout()
    await together(alice)
    devices = [device.id for device in alice.client.device_store.active_user_devices(bob.client.user_id)]
    assert devices == ["BOB"], devices
    for person in (alice, bob, phone):
        await person.client.close()


asyncio.run(main(sys.argv[1], sys.argv[2]))
