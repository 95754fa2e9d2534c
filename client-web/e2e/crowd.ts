/** An account with more chats than anybody reads, one of them long. */
import { Api } from './api';
import { password } from './person';

/** How many requests are under way at a time. */
const lanes = 16;

export interface Crowd {
  username: string;
  /** Somebody who is in all the rooms, and writes to them. */
  writer: Api;
  /** In the order in which they were made. */
  roomIds: readonly string[];
  longRoomId: string;
}

interface Sizes {
  rooms: number;
  /** In each of them. */
  messages: number;
  /** In the long one. */
  longMessages: number;
}

export async function seedCrowd(url: string, sizes: Sizes): Promise<Crowd> {
  const run = Date.now().toString(36);
  const username = `reader-${run}`;
  const reader = await Api.register(url, username, password);
  const writer = await Api.register(url, `writer-${run}`, password);
  const create = async (name: string) => {
    // The id of a room comes from its first event: two that are made in the same millisecond must differ in something.
    const creation_content = { 'org.heliograph.test': name };
    const roomId = await writer.createRoom({ name, preset: 'public_chat', creation_content });
    await reader.join(roomId);
    return roomId;
  };
  const roomIds = await inLanes(sizes.rooms, (index) => create(roomName(index)));
  const longRoomId = await create(longName);
  await inLanes(sizes.longMessages, async (index) => {
    const body = `message ${index} ${'of some length '.repeat(index % 9)}`;
    const from = index % 3 === 0 ? reader : writer;
    await from.sendEvent(longRoomId, 'm.room.message', { msgtype: 'm.text', body });
  });
  // In rounds, so that the list is in no order of its making.
  for (let round = 0; round < sizes.messages; round += 1) {
    await inLanes(sizes.rooms, async (index) => {
      const from = (index + round) % 4 === 0 ? reader : writer;
      const body = `${round} of ${roomName(index)}`;
      await from.sendEvent(roomIds[index] ?? '', 'm.room.message', { msgtype: 'm.text', body });
    });
  }
  return { username, writer, roomIds, longRoomId };
}

export const longName = 'The long one';
export const roomName = (index: number) => `Room number ${index}`;

/** Does something for each of so many, a few at a time; the results are in order. */
export async function inLanes<T>(
  count: number,
  act: (index: number) => Promise<T>,
): Promise<readonly T[]> {
  const results = new Array<T>(count);
  let next = 0;
  const lane = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      results[index] = await act(index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
