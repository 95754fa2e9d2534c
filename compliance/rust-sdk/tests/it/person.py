"""Somebody on matrix-nio, who does what is asked on standard input, line by line, and says when it is done."""

import asyncio
import os
import sys

from nio import AsyncClient, AsyncClientConfig, RegisterResponse, RoomMessageText


async def until(client, is_done):
    while not is_done():
        await client.sync(timeout=1000)
        if client.should_upload_keys:
            await client.keys_upload()
        if client.should_query_keys:
            await client.keys_query()


async def main(url, name, folder):
    store = os.path.join(folder, "nio")
    os.makedirs(store, exist_ok=True)
    config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True)
    client = AsyncClient(url, name, store_path=store, config=config)
    registered = await client.register(name, "correct horse battery staple")
    assert isinstance(registered, RegisterResponse), registered
    heard = []
    client.add_event_callback(lambda room, event: heard.append(event.body), RoomMessageText)
    await client.keys_upload()
    await client.sync(full_state=True)
    print("ready", flush=True)

    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while line := (await lines.readline()).decode().strip():
        what, _, rest = line.partition(" ")
        if what == "join":
            await until(client, lambda: rest in client.invited_rooms)
            await client.join(rest)
            await until(client, lambda: rest in client.rooms and client.rooms[rest].encrypted)
            print("joined", flush=True)
        elif what == "say":
            room, _, words = rest.partition(" ")
            content = {"msgtype": "m.text", "body": words}
            await client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
            print("said", flush=True)
        elif what == "hear":
            await until(client, lambda: rest in heard)
            print("heard", flush=True)
    await client.close()


asyncio.run(main(*sys.argv[1:]))
