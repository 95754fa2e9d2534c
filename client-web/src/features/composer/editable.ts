/** What of a message can be written anew. Pure. */
import { mentionName, writeDraft } from '@/lib/draft';
import { parseMatrixTarget } from '@/lib/matrix-link';
import type { MessageContent, MessageItem, TimelineItem } from '@/matrix/types';
import type { QuotedMessage } from '@/store/ui';

interface Words {
  readonly body: string;
  readonly formattedBody: string | null;
}

/** The words of a text, or those below a picture; null where there are none to write. */
function wordsOf(content: MessageContent): Words | null {
  switch (content.kind) {
    case 'text':
    case 'notice':
    case 'emote':
      return content;
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
      return content.caption ?? { body: '', formattedBody: null };
    default:
      return null;
  }
}

/** The text as it stood in the field, with the people in it. */
export function editableDraft(content: MessageContent): string {
  const words = wordsOf(content);
  if (words === null) return '';
  return writeDraft({ text: words.body, people: peopleIn(words) });
}

/** Only links whose words are in the text are taken: those that a composer like ours has made. */
function peopleIn({ body, formattedBody }: Words): ReadonlyMap<string, string> {
  const people = new Map<string, string>();
  for (const [, href = '', words = ''] of (formattedBody ?? '').matchAll(
    /<a\s+href="([^"]+)"[^>]*>([^<]+)<\/a>/giu,
  )) {
    const target = parseMatrixTarget(href);
    const name = mentionName(unescapeHtml(words).replace(/^@/u, ''));
    if (target?.kind === 'user' && body.includes(name)) people.set(name, target.id);
  }
  return people;
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

const mayBeEdited = (item: TimelineItem | undefined): item is MessageItem & { eventId: string } =>
  item?.kind === 'message' && item.isOwn && item.eventId !== null && wordsOf(item.content) !== null;

/** The newest own message that can be edited, as the bar over the field shows it. */
export function lastEditable(
  roomId: string,
  order: readonly string[],
  items: Readonly<Record<string, TimelineItem>>,
): QuotedMessage | null {
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const item = items[order[index] ?? ''];
    if (!mayBeEdited(item)) continue;
    const { eventId, senderId, content } = item;
    return { roomId, eventId, senderId, senderName: senderId, isOwn: true, content };
  }
  return null;
}
