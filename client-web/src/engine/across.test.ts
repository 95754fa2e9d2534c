import { describe, expect, it } from 'vitest';
import type { AcrossCursor, FoundAcross } from '@/matrix/protocol/across';
import { lookAcross, type Source } from './across';

const bounds = { abreast: 1, rounds: 3, enough: 100 };

function found(roomId: string, ts: number): FoundAcross {
  const content = { kind: 'text', body: `${ts}`, formattedBody: null } as const;
  return { roomId, eventId: `$${ts}`, sender: { userId: '@a:b', name: 'a' }, ts, content };
}

/** A chat with a message at each time, two of which make a page. */
function chat(id: string, times: readonly number[]): Source & { asked: number } {
  return {
    id,
    newest: times[0] ?? 0,
    asked: 0,
    async page(token) {
      this.asked += 1;
      const at = Number(token ?? 0);
      const page = times.slice(at, at + 2);
      const next = at + 2 < times.length ? String(at + 2) : null;
      return { messages: page.map((ts) => found(id, ts)), next, reached: page.at(-1) ?? null };
    },
  };
}

const times = (messages: readonly FoundAcross[]) =>
  messages.map(({ ts }) => ts).sort((a, b) => b - a);

describe('looking through all chats', () => {
  it('follows the chat further that it has followed least', async () => {
    const busy = chat('!busy', [100, 99, 98, 97, 96, 95]);
    const quiet = chat('!quiet', [50, 49]);
    const page = await lookAcross([quiet, busy], null, { ...bounds, rounds: 2 });
    expect(busy.asked).toBe(2);
    expect(quiet.asked).toBe(0);
    expect(times(page.messages)).toEqual([100, 99, 98, 97]);
    expect(page.completeSince).toBe(97);
  });

  it('goes on where it stopped, until everything was seen', async () => {
    const chats = [chat('!a', [9, 7, 5, 3]), chat('!b', [8, 6, 4, 2]), chat('!c', [])];
    const all: FoundAcross[] = [];
    let next: AcrossCursor | null = null;
    let stretches = 0;
    do {
      const page: Awaited<ReturnType<typeof lookAcross>> = await lookAcross(chats, next, bounds);
      all.push(...page.messages);
      // What is complete is never added to.
      expect(times(page.messages).every((ts) => stretches === 0 || ts <= 9)).toBe(true);
      next = page.next;
      stretches += 1;
      if (next === null) expect(page.completeSince).toBeNull();
    } while (next !== null);
    expect(times(all)).toEqual([9, 8, 7, 6, 5, 4, 3, 2]);
    expect(stretches).toBe(2);
    expect(chats.map(({ asked }) => asked)).toEqual([2, 2, 1]);
  });

  it('stops when it has found enough that is complete', async () => {
    const busy = chat('!busy', [9, 8, 7, 6, 5, 4]);
    const page = await lookAcross([busy], null, { ...bounds, enough: 2 });
    expect(times(page.messages)).toEqual([9, 8]);
    expect(page.completeSince).toBe(8);
  });

  it('finds nothing where there is nothing', async () => {
    const page = await lookAcross([], null, bounds);
    expect(page).toEqual({ messages: [], next: null, completeSince: null });
  });
});
