/** What may be sent, and what keys mean. Pure. */
import { markdownToHtml } from '@/lib/markdown';
import type { OutgoingMessage } from '@/matrix/types';

/** What of a text is sent: without space around it; null when nothing is left. */
export function textToSend(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}

/** A plain message, with the Markdown in it as what it means. */
export function toMessage(body: string): OutgoingMessage {
  return {
    kind: 'text',
    body,
    formattedBody: markdownToHtml(body),
    mentions: { userIds: [], room: false },
    relation: null,
    isSilent: false,
  };
}

/** Whether others are to be told that we are typing: not for an empty field, and not for commands. */
export function isTypingText(text: string): boolean {
  return text.trim() !== '' && !text.startsWith('/');
}

interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  /** True while an input method composes: its Enter accepts a candidate and sends nothing. */
  readonly isComposing: boolean;
}

/** Enter sends; with Shift or Alt it breaks the line. */
export function isSendKey({ key, shiftKey, altKey, isComposing }: KeyPress): boolean {
  return key === 'Enter' && !shiftKey && !altKey && !isComposing;
}
