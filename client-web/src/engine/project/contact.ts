/** People who are passed on. Other clients show the words with a link to the person. */
import { ownTypes } from '@/lib/own-types';
import type { ContactContent } from '@/matrix/types';
import { type Claims, claims, text } from './claims';

const userIdPattern = /^@[^\s:]{1,200}:[^\s]{1,200}$/u;
const longestName = 200;

/** Null for what names nobody. */
export function projectContact(content: Claims): ContactContent | null {
  const { user_id, name, avatar_url } = claims(content[ownTypes.contact]);
  const userId = text(user_id);
  if (userId === null || !userIdPattern.test(userId)) return null;
  const avatarUrl = text(avatar_url);
  return {
    kind: 'contact',
    userId,
    name: (text(name) ?? userId).slice(0, longestName),
    avatarUrl: avatarUrl?.startsWith('mxc://') ? avatarUrl : null,
  };
}
