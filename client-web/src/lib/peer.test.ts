import { describe, expect, it } from 'vitest';
import { initials, PEER_COLOUR_COUNT, peerColour } from './peer';

describe('peerColour', () => {
  it('is stable and within bounds', () => {
    for (const id of ['@anna:example.org', '!room:example.org', '']) {
      const colour = peerColour(id);
      expect(colour).toBe(peerColour(id));
      expect(colour).toBeGreaterThanOrEqual(0);
      expect(colour).toBeLessThan(PEER_COLOUR_COUNT);
    }
  });

  it('spreads similar IDs over all colours', () => {
    const seen = new Set(
      Array.from({ length: 100 }, (_, n) => peerColour(`@user${n}:example.org`)),
    );
    expect(seen.size).toBe(PEER_COLOUR_COUNT);
  });
});

describe('initials', () => {
  it('takes the first and the last word', () => {
    expect(initials('Anna')).toBe('A');
    expect(initials('anna maria schmidt')).toBe('AS');
    expect(initials('Tea – club')).toBe('TC');
  });

  it('keeps graphemes whole', () => {
    expect(initials('👩‍👩‍👧 family')).toBe('👩‍👩‍👧F');
    expect(initials('Ёлка')).toBe('Ё');
  });

  it('reads the local part of a Matrix ID', () => {
    expect(initials('@ben:example.org')).toBe('B');
  });

  it('has something to show for a name without letters', () => {
    expect(initials('—')).toBe('#');
    expect(initials('')).toBe('#');
  });
});
