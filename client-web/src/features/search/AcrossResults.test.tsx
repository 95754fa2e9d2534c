// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { roomSummary } from '@/matrix/fixtures';
import type { AcrossPage, FoundAcross } from '@/matrix/protocol/across';
import { putOnScreen } from '@/shell/fixtures';
import { receivePatches } from '@/store/store';
import { AcrossResults } from './AcrossResults';

const searchAcross = vi.hoisted(() => vi.fn<(...args: unknown[]) => Promise<AcrossPage>>());
vi.mock('@/matrix/commands', () => ({ matrix: { searchAcross } }));

const roomId = '!boats:example.org';
const found = (ts: number, body: string): FoundAcross => ({
  roomId,
  eventId: `$${ts}`,
  sender: { userId: '@ben:example.org', name: 'Ben' },
  ts,
  content: { kind: 'text', body, formattedBody: null },
});
const cursor = { [roomId]: { token: 'further', reached: 5 } };

beforeEach(() => {
  act(() =>
    receivePatches([
      { type: 'rooms', upsert: [roomSummary(roomId, { name: 'Boats' })], remove: [] },
    ]),
  );
});

afterEach(() => {
  cleanup();
  searchAcross.mockReset();
});

describe('what is found in all chats', () => {
  it('is listed as far as it is complete, and says how far that is', async () => {
    searchAcross.mockResolvedValueOnce({
      messages: [found(9, 'a lamp'), found(2, 'an older lamp')],
      next: cursor,
      completeSince: 5,
    });
    putOnScreen(<AcrossResults kind="messages" query=" lamp " />);
    const hit = await screen.findByTestId('across-hit');
    expect(hit.textContent).toContain('Boats');
    expect(hit.textContent).toContain('Ben: a lamp');
    expect(hit.getAttribute('href')).toContain('%249');
    expect(searchAcross).toHaveBeenLastCalledWith({ kind: 'messages', term: 'lamp' }, null);
    expect(screen.getByTestId('across-reach').textContent).toContain('searched back to');

    searchAcross.mockResolvedValueOnce({ messages: [], next: null, completeSince: null });
    await userEvent.click(screen.getByTestId('across-more'));
    expect(searchAcross).toHaveBeenLastCalledWith({ kind: 'messages', term: 'lamp' }, cursor);
    expect(await screen.findAllByTestId('across-hit')).toHaveLength(2);
    expect(screen.getByRole('status').textContent).toContain('to their beginning');
  });

  it('is not said to be nothing before everything was looked at', async () => {
    searchAcross.mockResolvedValueOnce({ messages: [], next: cursor, completeSince: 5 });
    putOnScreen(<AcrossResults kind="voice" query="" />);
    await screen.findByTestId('across-more');
    expect(screen.queryByText(/Nothing found/u)).toBeNull();
    searchAcross.mockResolvedValueOnce({ messages: [], next: null, completeSince: null });
    await userEvent.click(screen.getByTestId('across-more'));
    await screen.findByText('Nothing found in any chat.');
  });

  it('asks for a word before it looks through what people say', () => {
    putOnScreen(<AcrossResults kind="messages" query="la" />);
    expect(screen.getByText(/three letters/u)).toBeTruthy();
    expect(searchAcross).not.toHaveBeenCalled();
  });

  it('tells what went wrong, and keeps what was found', async () => {
    searchAcross.mockResolvedValueOnce({
      messages: [found(9, 'a lamp')],
      next: cursor,
      completeSince: 5,
    });
    putOnScreen(<AcrossResults kind="links" query="" />);
    await screen.findByTestId('across-hit');
    searchAcross.mockRejectedValueOnce(new Error('broken'));
    await userEvent.click(screen.getByTestId('across-more'));
    await screen.findByRole('alert');
    expect(screen.getByTestId('across-hit')).toBeTruthy();
    expect(screen.getByTestId('across-more')).toBeTruthy();
  });
});
