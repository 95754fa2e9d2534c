import { describe, expect, it } from 'vitest';
import { isSendKey, isTypingText, textToSend } from './model';

describe('textToSend', () => {
  it('drops the space around a message and keeps its lines', () => {
    expect(textToSend('\n  hello\n\nworld \n')).toBe('hello\n\nworld');
  });

  it('refuses what nobody could see', () => {
    expect(textToSend('')).toBeNull();
    expect(textToSend(' \n\t ')).toBeNull();
  });
});

describe('isTypingText', () => {
  it('is silent about nothing and about commands', () => {
    expect(isTypingText('h')).toBe(true);
    expect(isTypingText(' ')).toBe(false);
    expect(isTypingText('/me waves')).toBe(false);
  });
});

describe('isSendKey', () => {
  const enter = {
    key: 'Enter',
    shiftKey: false,
    altKey: false,
    isComposing: false,
  };

  it('sends on Enter and breaks the line with Shift', () => {
    expect(isSendKey(enter)).toBe(true);
    expect(isSendKey({ ...enter, shiftKey: true })).toBe(false);
    expect(isSendKey({ ...enter, key: 'a' })).toBe(false);
  });

  it('leaves Enter to an input method', () => {
    expect(isSendKey({ ...enter, isComposing: true })).toBe(false);
  });
});
