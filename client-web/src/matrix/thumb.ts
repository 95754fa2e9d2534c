/** Small pictures of what a message holds. */
import { mediaUrl, thumbnailUrl } from '@/lib/media-url';
import type { MessageContent } from './types';

/** The address of a picture of so many px; null where there is none. What is covered is for the caller to know. */
export function thumbOf(content: MessageContent, edge: number): string | null {
  if (content.kind !== 'image' && content.kind !== 'video') return null;
  const picture = content.thumbnail ?? (content.kind === 'image' ? content.file : null);
  if (picture === null) return null;
  // The server cannot make an encrypted picture smaller.
  return picture.isEncrypted ? mediaUrl(picture) : thumbnailUrl(picture.url, edge, edge);
}

/** The same where a covered picture must stay covered. */
export function quotedThumbOf(content: MessageContent, edge: number): string | null {
  return 'isSpoiler' in content && content.isSpoiler ? null : thumbOf(content, edge);
}
