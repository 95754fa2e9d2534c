/** What an event says, as plain data. Everything in an event is a stranger's claim: nothing is taken on trust. */
import type { MessageContent, UndecryptableReason } from '@/matrix/types';
import type { MatrixEvent } from '../sdk';
import { type Claims, text } from './claims';
import { projectContact } from './contact';
import { projectLiveStart } from './live';
import { projectLocation, projectMedia, projectSticker } from './media';
import { isPollStart, projectPoll } from './poll';

const textKinds = new Map<unknown, 'text' | 'notice' | 'emote'>([
  ['m.text', 'text'],
  ['m.notice', 'notice'],
  ['m.emote', 'emote'],
]);

/** Kinds of events that stand in a timeline as messages, also when they are redacted. */
const messageTypes = new Set(['m.room.message', 'm.room.encrypted', 'm.sticker']);

/** Null for events that are no messages: state, edits, reactions, votes, signalling. */
export function projectContent(event: MatrixEvent): MessageContent | null {
  if (event.isState()) return projectLiveStart(event);
  if (event.isRelation('m.replace')) return null;
  if (event.isRedacted()) {
    const type = event.getWireType();
    return messageTypes.has(type) || isPollStart(type) ? { kind: 'deleted' } : null;
  }
  const eventType = event.getType();
  if (eventType === 'm.room.encrypted' || event.isDecryptionFailure()) {
    return { kind: 'undecryptable', reason: whyUndecryptable(event) };
  }
  return projectPlainContent(eventType, event.getContent());
}

/** The same for content that is no event yet, or no event of its own. */
export function projectPlainContent(eventType: string, content: Claims): MessageContent | null {
  // Told where it is answered; in the history it says nothing.
  if (content.msgtype === 'm.key.verification.request') return null;
  if (eventType === 'm.room.message') return projectMessage(content);
  if (eventType === 'm.sticker') return projectSticker(content) ?? unsupported(eventType, content);
  if (isPollStart(eventType))
    return projectPoll(eventType, content) ?? unsupported(eventType, content);
  // A kind we do not know is worth showing only when its sender thought of clients like us.
  return typeof content.body === 'string' ? unsupported(eventType, content) : null;
}

function projectMessage(content: Claims): MessageContent {
  const contact = projectContact(content);
  if (contact) return contact;
  const { msgtype, body, format, formatted_body } = content;
  const kind = textKinds.get(msgtype);
  if (kind !== undefined && typeof body === 'string') {
    const isHtml = format === 'org.matrix.custom.html' && typeof formatted_body === 'string';
    return { kind, body, formattedBody: isHtml ? formatted_body : null };
  }
  const special = msgtype === 'm.location' ? projectLocation(content) : projectMedia(content);
  return special ?? unsupported('m.room.message', content);
}

function unsupported(eventType: string, content: Claims): MessageContent {
  return {
    kind: 'unsupported',
    eventType,
    msgtype: text(content.msgtype),
    body: text(content.body) ?? '',
  };
}

/** It cannot be read now, and it will turn out in a moment whether it can. */
export function isBeingDecrypted(event: MatrixEvent): boolean {
  return event.isBeingDecrypted() && !event.isDecryptionFailure();
}

/** The SDK tells apart more than a person can do something about. */
function whyUndecryptable(event: MatrixEvent): UndecryptableReason {
  if (isBeingDecrypted(event)) return 'pending';
  switch (event.decryptionFailureReason) {
    case 'HISTORICAL_MESSAGE_BACKUP_UNCONFIGURED':
      return 'locked';
    case 'HISTORICAL_MESSAGE_NO_KEY_BACKUP':
      return 'lost';
    case 'HISTORICAL_MESSAGE_USER_NOT_JOINED':
      return 'notMember';
    case 'MEGOLM_KEY_WITHHELD_FOR_UNVERIFIED_DEVICE':
      return 'withheldUnverified';
    case 'MEGOLM_KEY_WITHHELD':
      return 'withheld';
    case 'SENDER_IDENTITY_PREVIOUSLY_VERIFIED':
      return 'senderChanged';
    default:
      return 'waiting';
  }
}
