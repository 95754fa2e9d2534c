import { describe, expect, it } from 'vitest';
import { emojiCount } from './emoji';

describe('emojiCount', () => {
  it('counts what is seen, not code points', () => {
    expect(emojiCount('🎉')).toBe(1);
    expect(emojiCount('👩‍👩‍👧 🇩🇪 👍🏽')).toBe(3);
    expect(emojiCount('❤️')).toBe(1);
    expect(emojiCount('1️⃣')).toBe(1);
  });

  it('is null for words, digits, nothing and crowds', () => {
    expect(emojiCount('hi 🎉')).toBeNull();
    expect(emojiCount('123')).toBeNull();
    expect(emojiCount('  ')).toBeNull();
    expect(emojiCount('🎉'.repeat(8))).toBeNull();
  });
});
