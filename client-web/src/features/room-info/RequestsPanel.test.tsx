// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { roomDetails } from '@/matrix/fixtures';
import type { Member, RoomDetails } from '@/matrix/types';
import { putOnScreen } from '@/shell/fixtures';
import { receivePatches } from '@/store/store';
import { RequestsBar } from './RequestsBar';
import { RequestsPanel } from './RequestsPanel';

const commands = vi.hoisted(() => ({
  loadMembers: vi.fn(async () => undefined),
  answerRequests: vi.fn(async (..._args: unknown[]) => undefined),
}));
vi.mock('@/matrix/commands', () => ({ matrix: commands }));

const roomId = '!room:example.org';
const asks = (name: string, ts: number, reason: string | null = null): Member => ({
  userId: `@${name}:example.org`,
  name,
  avatarUrl: null,
  membership: 'knock',
  powerLevel: 0,
  asked: { ts, reason },
});

function arrive(...members: readonly Member[]): void {
  act(() => receivePatches([{ type: 'members', roomId, upsert: [...members] }]));
}

function mayChange(change: Partial<RoomDetails>): void {
  act(() => receivePatches([{ type: 'details', details: roomDetails(roomId, change) }]));
}

beforeEach(() => {
  mayChange({ ownLevel: 100, access: { rule: 'knock', spaces: [] } });
  arrive(asks('ben', 1, 'I can climb'), asks('carla', 2));
});

afterEach(() => {
  cleanup();
  vi.clearAllMocks();
  act(() => receivePatches([{ type: 'forget' }]));
});

describe('requests to join', () => {
  it('are listed the newest first, with what people say', () => {
    putOnScreen(<RequestsPanel roomId={roomId} onBack={() => undefined} />);
    const rows = screen.getAllByTestId('waiting-person').map(({ dataset }) => dataset.userId);
    expect(rows).toEqual(['@carla:example.org', '@ben:example.org']);
    expect(screen.getByText('I can climb')).toBeTruthy();
  });

  it('are answered one by one or all at once', async () => {
    putOnScreen(<RequestsPanel roomId={roomId} onBack={() => undefined} />);
    await userEvent.click(screen.getByRole('button', { name: 'Let ben in' }));
    expect(commands.answerRequests).toHaveBeenLastCalledWith(roomId, ['@ben:example.org'], true);
    const both = ['@carla:example.org', '@ben:example.org'];
    await userEvent.click(screen.getByTestId('requests-admit-all'));
    expect(commands.answerRequests).toHaveBeenLastCalledWith(roomId, both, true);
    await userEvent.click(screen.getByTestId('requests-refuse-all'));
    expect(commands.answerRequests).toHaveBeenCalledTimes(2);
    await userEvent.click(screen.getByTestId('requests-refuse-all-confirm'));
    expect(commands.answerRequests).toHaveBeenLastCalledWith(roomId, both, false);
  });
});

describe('the bar over the messages', () => {
  const bar = () => screen.queryByTestId('requests-bar');

  it('is there for those who decide, until they put it off, and for the next request', async () => {
    const show = vi.fn();
    putOnScreen(<RequestsBar roomId={roomId} onShow={show} />);
    expect(bar()?.textContent).toContain('2 requests to join');
    await userEvent.click(screen.getByTestId('requests-open'));
    expect(show).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByRole('button', { name: 'Decide later' }));
    expect(bar()).toBeNull();
    arrive(asks('dora', 3));
    expect(bar()?.textContent).toContain('3 requests to join');
  });

  it('is not there for anybody else', () => {
    mayChange({ ownLevel: 0 });
    putOnScreen(<RequestsBar roomId={roomId} onShow={() => undefined} />);
    expect(bar()).toBeNull();
  });
});
