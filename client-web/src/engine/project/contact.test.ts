import { describe, expect, it } from 'vitest';
import { contactContent } from '../outgoing';
import { projectContact } from './contact';

const anna = { userId: '@anna:example.org', name: 'Anna', avatarUrl: 'mxc://example.org/a' };

describe('a person who is passed on', () => {
  it('is read as it was written, and is a link to other clients', () => {
    const content = contactContent(anna, null);
    expect(projectContact(content)).toEqual({ kind: 'contact', ...anna });
    expect(content.body).toBe('Anna (@anna:example.org)\nhttps://matrix.to/#/@anna:example.org');
  });

  it('is nobody where the address is none', () => {
    for (const user_id of ['anna', '@anna', 7, null, '#room:x', `@${'a'.repeat(999)}:x`]) {
      expect(projectContact({ 'org.heliograph.contact': { user_id } })).toBeNull();
    }
  });

  it('has no picture from elsewhere', () => {
    const claimed = { user_id: anna.userId, avatar_url: 'https://example.com/track.png' };
    expect(projectContact({ 'org.heliograph.contact': claimed })?.avatarUrl).toBeNull();
  });
});
