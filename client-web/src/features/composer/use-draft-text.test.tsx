// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { receivePatches } from '@/store/store';
import { useDraftText } from './use-draft-text';

const setDraft = vi.hoisted(() => vi.fn(async (_roomId: string, _text: string) => undefined));
vi.mock('@/matrix/commands', () => ({ matrix: { setDraft } }));

const roomId = '!room:example.org';
const draftFromElsewhere = (text: string) =>
  act(() => receivePatches([{ type: 'drafts', drafts: { [roomId]: text } }]));

function open(isFocused = true) {
  const field = document.createElement('textarea');
  document.body.append(field);
  if (isFocused) field.focus();
  const hook = renderHook(() => useDraftText(roomId, { current: field }));
  return {
    text: () => hook.result.current[0],
    type: (text: string) => act(() => hook.result.current[1](text)),
    leave: () => hook.unmount(),
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  receivePatches([{ type: 'forget' }]);
  setDraft.mockClear();
  vi.useRealTimers();
});

describe('useDraftText', () => {
  it('begins with what was left', () => {
    draftFromElsewhere('half a sentence');
    expect(open().text()).toBe('half a sentence');
  });

  it('saves when typing pauses, once', () => {
    const composer = open();
    composer.type('h');
    composer.type('hi');
    expect(setDraft).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(setDraft.mock.calls).toEqual([[roomId, 'hi']]);
  });

  it('loses nothing when the room is left at once', () => {
    const composer = open();
    composer.type('hi');
    composer.leave();
    expect(setDraft.mock.calls).toEqual([[roomId, 'hi']]);
  });

  it('forgets at once what was sent', () => {
    const composer = open();
    composer.type('hi');
    composer.type('');
    expect(setDraft.mock.calls).toEqual([[roomId, '']]);
    vi.advanceTimersByTime(1_000);
    expect(setDraft).toHaveBeenCalledTimes(1);
  });

  it('does not bring back what was sent when the engine repeats it late', async () => {
    const answers: (() => void)[] = [];
    setDraft.mockImplementation(() => new Promise((done) => answers.push(() => done(undefined))));
    const composer = open();
    composer.type('hi');
    vi.advanceTimersByTime(1_000);
    composer.type('');
    draftFromElsewhere('hi');
    expect(composer.text()).toBe('');
    draftFromElsewhere('');
    await act(async () => {
      for (const answer of answers) answer();
    });
    expect(composer.text()).toBe('');
    draftFromElsewhere('from the other tab');
    expect(composer.text()).toBe('from the other tab');
    setDraft.mockImplementation(async () => undefined);
  });

  it('takes over what another tab wrote, unless somebody types here', () => {
    const idle = open(false);
    draftFromElsewhere('from the other tab');
    expect(idle.text()).toBe('from the other tab');
    idle.leave();

    const busy = open();
    busy.type('mine');
    draftFromElsewhere('theirs');
    expect(busy.text()).toBe('mine');
  });
});
