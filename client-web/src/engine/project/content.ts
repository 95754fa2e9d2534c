/** What an event says, as plain data. Everything in an event is a stranger's claim: nothing is taken on trust. */
import type { MessageContent } from '@/matrix/types';
import type { MatrixEvent } from '../sdk';

const textKinds = new Map<unknown, 'text' | 'notice' | 'emote'>([
  ['m.text', 'text'],
  ['m.notice', 'notice'],
  ['m.emote', 'emote'],
]);

/** Kinds of events that stand in a timeline as messages, also when they are redacted. */
const messageTypes = new Set(['m.room.message', 'm.room.encrypted', 'm.sticker']);

/** Null for events that are no messages: state, edits, reactions, signalling. */
export function projectContent(event: MatrixEvent): MessageContent | null {
  if (event.isState() || event.isRelation('m.replace')) return null;
  const eventType = event.getType();
  if (event.isRedacted()) return messageTypes.has(event.getWireType()) ? { kind: 'deleted' } : null;
  if (eventType === 'm.room.encrypted' || event.isDecryptionFailure()) {
    return { kind: 'undecryptable' };
  }
  return projectPlainContent(eventType, event.getContent());
}

/** The same for content that is no event yet. */
export function projectPlainContent(
  eventType: string,
  content: Record<string, unknown>,
): MessageContent | null {
  if (eventType === 'm.room.message') return projectMessage(content);
  // A kind we do not know is worth showing only when its sender thought of clients like us.
  if (typeof content.body !== 'string') return null;
  return { kind: 'unsupported', eventType, msgtype: null, body: content.body };
}

function projectMessage({ msgtype, body, format, formatted_body }: Record<string, unknown>) {
  const text = typeof body === 'string' ? body : '';
  const kind = textKinds.get(msgtype);
  if (kind === undefined || typeof body !== 'string') {
    return {
      kind: 'unsupported',
      eventType: 'm.room.message',
      msgtype: typeof msgtype === 'string' ? msgtype : null,
      body: text,
    } satisfies MessageContent;
  }
  const isHtml = format === 'org.matrix.custom.html' && typeof formatted_body === 'string';
  return {
    kind,
    body: text,
    formattedBody: isHtml ? formatted_body : null,
  } satisfies MessageContent;
}
