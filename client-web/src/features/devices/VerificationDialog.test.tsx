// @vitest-environment jsdom
import { act, cleanup, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Verification } from '@/matrix/types';
import { putOnScreen } from '@/shell/fixtures';
import { receivePatches } from '@/store/store';
import { VerificationDialog } from './VerificationDialog';

const commands = vi.hoisted(() => ({
  comparePictures: vi.fn(async () => undefined),
  answerVerification: vi.fn(async (_isSame: boolean) => undefined),
  closeVerification: vi.fn(async () => undefined),
}));
vi.mock('@/matrix/commands', () => ({ matrix: commands }));

const code = Array.from({ length: 140 }, (_, index) => index);

function show(change: Partial<Verification>): void {
  const verification: Verification = {
    otherUserId: '@ben:example.org',
    otherDeviceId: 'PHONE',
    isSelf: true,
    isIncoming: false,
    phase: 'choosing',
    code,
    canScan: true,
    emoji: null,
    decimals: null,
    cancelled: null,
    ...change,
  };
  act(() => receivePatches([{ type: 'verification', verification }]));
  cleanup();
  putOnScreen(<VerificationDialog />);
}

afterEach(() => {
  cleanup();
  vi.clearAllMocks();
  vi.unstubAllGlobals();
  receivePatches([{ type: 'verification', verification: null }]);
});

const camera = (open: () => Promise<MediaStream>) =>
  vi.stubGlobal('navigator', { languages: ['en'], mediaDevices: { getUserMedia: open } });

describe('a verification', () => {
  it('shows a code, and offers to compare pictures', async () => {
    show({});
    expect(screen.getByRole('img', { name: /code/iu })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Compare pictures instead' }));
    expect(commands.comparePictures).toHaveBeenCalledOnce();
  });

  it('offers no camera where there is none, and none to look at what is not shown', () => {
    show({});
    expect(screen.queryByTestId('verification-scan')).toBeNull();
    camera(() => new Promise(() => undefined));
    show({});
    expect(screen.getByTestId('verification-scan')).toBeTruthy();
    show({ canScan: false });
    expect(screen.queryByTestId('verification-scan')).toBeNull();
  });

  it('says so when the camera does not open, and goes back to the code', async () => {
    camera(() => Promise.reject(new DOMException('', 'NotAllowedError')));
    show({});
    await userEvent.click(screen.getByTestId('verification-scan'));
    expect((await screen.findByRole('alert')).textContent).toContain('camera');
    expect(screen.queryByTestId('verification-code')).toBeNull();
    await userEvent.click(screen.getByTestId('verification-scan'));
    expect(screen.getByTestId('verification-code')).toBeTruthy();
  });

  it('asks whether it was the other side that scanned', async () => {
    show({ phase: 'scanned' });
    await userEvent.click(screen.getByTestId('verification-scanned'));
    expect(commands.answerVerification).toHaveBeenCalledWith(true);
    await userEvent.click(screen.getByTestId('verification-not-scanned'));
    expect(commands.answerVerification).toHaveBeenLastCalledWith(false);
  });

  it('waits for the other side after a scan, without pictures', () => {
    show({ phase: 'confirmed' });
    expect(screen.getByRole('status').textContent).toContain('confirm it on the other side');
    expect(screen.queryByTestId('verification-emoji')).toBeNull();
  });
});
