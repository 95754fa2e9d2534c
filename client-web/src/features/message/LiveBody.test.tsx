// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { messageItem } from '@/matrix/fixtures';
import type { LiveLocationContent } from '@/matrix/types';
import { putOnScreen } from '@/shell/fixtures';
import { setOwnPlace } from '@/store/store';
import { LiveBody } from './LiveBody';

const stopLive = vi.hoisted(() => vi.fn(async (_roomId: string) => undefined));
vi.mock('@/matrix/commands', () => ({ matrix: { stopLive } }));

const minute = 60_000;

function show(change: Partial<LiveLocationContent> = {}, isOwn = false): void {
  const now = Date.now();
  const content: LiveLocationContent = {
    kind: 'live',
    startedTs: now - minute,
    endsTs: now + 14.5 * minute,
    isStopped: false,
    place: { latitude: 53.5511, longitude: 9.9937, ts: now - 2.5 * minute },
    ...change,
  };
  cleanup();
  putOnScreen(
    <LiveBody roomId="!room" item={messageItem('$live', { isOwn, content })} content={content} />,
  );
}

const card = () => screen.getByTestId('message-live').textContent ?? '';

afterEach(() => {
  cleanup();
  stopLive.mockClear();
  act(() => setOwnPlace(null));
});

describe('a live location', () => {
  it('says where, since when and for how long, and asks nobody for a map', () => {
    show();
    expect(card()).toContain('Live for 15 more minutes');
    expect(card()).toContain('Updated 2 minutes ago');
    expect(card()).toContain('53.5511');
    expect(screen.getByRole('link').getAttribute('href')).toContain('mlat=53.5511');
    expect(document.querySelector('img, iframe')).toBeNull();
  });

  it('says how far it is only when this device knows where it is itself', () => {
    show();
    expect(card()).not.toContain('from you');
    act(() => setOwnPlace({ latitude: 53.5511, longitude: 10.0239, ts: Date.now() }));
    expect(card()).toContain('2 km from you');
  });

  it('says that it is over, by time or because it was stopped', () => {
    show({ endsTs: Date.now() - 1 });
    expect(card()).toContain('Ended');
    expect(card()).toContain('Last place');
    show({ isStopped: true }, true);
    expect(card()).toContain('Ended');
    expect(screen.queryByTestId('live-stop')).toBeNull();
  });

  it('is stopped by who shares it, and by nobody else', async () => {
    show();
    expect(screen.queryByTestId('live-stop')).toBeNull();
    show({ place: null }, true);
    expect(card()).toContain('Waiting for the first place');
    await userEvent.click(screen.getByTestId('live-stop'));
    expect(stopLive).toHaveBeenCalledWith('!room');
  });
});
