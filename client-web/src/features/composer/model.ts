/** What may be sent, and what keys mean. Pure. */
import type { Written } from '@/lib/draft';
import { markdownToHtml } from '@/lib/markdown';
import { matrixToLink } from '@/lib/matrix-link';
import type { OutgoingMessage, OutgoingRelation, OutgoingWords } from '@/matrix/types';

/** What of a text is sent: without space around it; null when nothing is left. */
export function textToSend(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
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

export interface WordsOptions {
  /** Marks of formatting stand for themselves. */
  readonly isPlain?: boolean;
  readonly mayNotifyRoom: boolean;
  /** Whoever is told besides those who are named: the author of what is answered. */
  readonly alsoTell?: readonly string[];
}

const roomMention = /(?<![\p{L}\p{N}@])@room(?![\p{L}\p{N}:])/u;
const alias = /#[^\s:#@!]+:[\w.-]+(?::\d+)?/gu;

/** Words with their HTML and with whom they are to reach. */
export function toWords({ text, people }: Written, options: WordsOptions): OutgoingWords {
  const { isPlain = false, mayNotifyRoom, alsoTell = [] } = options;
  const named = [...people].filter(([name]) => text.includes(name));
  const links = new Map(named.map(([name, userId]) => [name, matrixToLink(userId)]));
  for (const [name] of text.matchAll(alias)) links.set(name, matrixToLink(name));
  return {
    body: text,
    formattedBody: isPlain ? null : markdownToHtml(text, links),
    mentions: {
      userIds: [...new Set([...named.map(([, userId]) => userId), ...alsoTell])],
      room: mayNotifyRoom && roomMention.test(text),
    },
  };
}

/** Far below what an event may hold, since the text goes in twice and encryption makes it longer. */
const MOST_BYTES = 20_000;
const encoder = new TextEncoder();

/** A text too long for one message in pieces, broken where lines or words end. */
export function splitText(text: string, mostBytes = MOST_BYTES): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (encoder.encode(rest).length > mostBytes) {
    const end = breakBefore(rest, fittingLength(rest, mostBytes));
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest].filter((piece) => piece !== '');
}

/** How many characters fit, without cutting one in two. */
function fittingLength(text: string, mostBytes: number): number {
  const bytes = encoder.encode(text).subarray(0, mostBytes);
  const cut = new TextDecoder().decode(bytes, { stream: true });
  return cut.length;
}

function breakBefore(text: string, most: number): number {
  for (const mark of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(mark, most);
    if (at > most / 2) return at;
  }
  return most;
}

export interface MessageOptions extends WordsOptions {
  readonly kind?: OutgoingMessage['kind'];
  readonly relation: OutgoingRelation | null;
  readonly isSilent: boolean;
}

/** A text as messages: one, unless it is very long. Only the first answers what is answered. */
export function toMessages(written: Written, options: MessageOptions): readonly OutgoingMessage[] {
  const { kind = 'text', relation, isSilent, ...wordsOptions } = options;
  return splitText(written.text).map((text, index) => {
    const isFirst = index === 0;
    const goesOn = relation?.type === 'thread' ? { ...relation, replyTo: null } : null;
    return {
      ...toWords({ ...written, text }, isFirst ? wordsOptions : { ...wordsOptions, alsoTell: [] }),
      kind,
      relation: isFirst ? relation : goesOn,
      isSilent,
    };
  });
}
