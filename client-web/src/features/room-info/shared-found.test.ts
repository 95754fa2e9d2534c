import { describe, expect, it } from 'vitest';
import type { FoundMessage } from '@/matrix/types';
import { continued, type Found, refreshed } from './shared-found';

const found = (
  ids: string,
  next: string | null = 'older',
  kind: Found['kind'] = 'media',
): Found => ({
  kind,
  messages: [...ids].map((eventId) => ({ eventId }) as FoundMessage),
  next,
});
const ids = ({ messages }: Found) => messages.map(({ eventId }) => eventId).join('');

describe('what was found', () => {
  it('grows by older pages', () => {
    const grown = continued(found('dc'), found('ba', null));
    expect([ids(grown), grown.next]).toEqual(['dcba', null]);
  });

  it('keeps its older pages when something new appears', () => {
    const known = continued(found('dc'), found('ba', 'oldest'));
    const next = refreshed(known, found('ed'));
    expect([ids(next), next.next]).toEqual(['edcba', 'oldest']);
  });

  it('begins anew where too much has appeared to know what is between', () => {
    const next = refreshed(found('dcba', null), found('hg'));
    expect([ids(next), next.next]).toEqual(['hg', 'older']);
  });

  it('is of one kind only', () => {
    expect(ids(refreshed(found('dc', null, 'files'), found('d')))).toBe('d');
    expect(ids(refreshed(null, found('d')))).toBe('d');
  });
});
