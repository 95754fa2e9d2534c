/** Messages as they enter the outbox. */
import type { OutboxEntry } from './outbox';
import type { Content } from './outgoing';
import { projectPlainContent } from './project/content';
import { relationIn } from './project/relations';
import { withLocalAddresses } from './uploads';

type Draft = Pick<OutboxEntry, 'eventType' | 'content' | 'uploads'>;

/** Without a transaction id of its own it gets a new one. */
export function newEntry(roomId: string, draft: Draft, txnId = newTransactionId()): OutboxEntry {
  const entry: OutboxEntry = {
    ...draft,
    txnId,
    roomId,
    sequence: nextSequence(),
    ts: Date.now(),
    preview: null,
    progress: null,
    state: 'queued',
    error: null,
  };
  if (changesAnother(draft.content)) return entry;
  return { ...entry, preview: projectPlainContent(draft.eventType, withLocalAddresses(entry)) };
}

/** What becomes of an edit, a reaction or a vote is shown by the message it is about. */
function changesAnother(content: Content): boolean {
  const type = relationIn(content)?.type;
  return type === 'm.replace' || type === 'm.annotation' || type === 'm.reference';
}

/** Unique among all transactions of the device, also of those before this start. */
function newTransactionId(): string {
  return `e${Date.now().toString(36)}.${crypto.randomUUID()}`;
}

let lastSequence = 0;

/** Grows from message to message, and from one start of the engine to the next. */
function nextSequence(): number {
  lastSequence = Math.max(lastSequence + 1, Date.now());
  return lastSequence;
}
