/** A chat as a file that can be read without the client. */
import type { ExportedEvent } from '@/matrix/types';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Everything in a message is a stranger's claim: in the page it is text and nothing else. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/gu, (character) => escapes[character] ?? '');

/** Oldest first, as they came from the server and with what they say when decrypted. */
export function writeJson(name: string, roomId: string, events: readonly ExportedEvent[]): string {
  const shown = events.map(({ eventId, type, senderId, ts, content }) => ({
    event_id: eventId,
    type,
    sender: senderId,
    origin_server_ts: ts,
    content,
  }));
  return JSON.stringify({ name, room_id: roomId, events: shown }, null, 2);
}

export interface HtmlWords {
  readonly title: string;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly time: (ts: number) => string;
}

const style = `
body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.4 system-ui, sans-serif; color-scheme: light dark }
article { margin: 0 0 .75rem }
h2 { margin: 0; font-size: .875rem }
time { font-weight: 400; opacity: .7; margin-inline-start: .5rem }
p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext }
`;

/** One page without scripts, that loads nothing. */
export function writeHtml(events: readonly ExportedEvent[], words: HtmlWords): string {
  const title = escapeHtml(words.title);
  const messages = events.flatMap(({ senderName, ts, text }) => {
    if (text === null) return [];
    const stamp = `<time datetime="${new Date(ts).toISOString()}">${escapeHtml(words.time(ts))}</time>`;
    return [
      `<article><h2><bdi>${escapeHtml(senderName)}</bdi>${stamp}</h2><p>${escapeHtml(text)}</p></article>`,
    ];
  });
  return [
    '<!doctype html>',
    `<html lang="${words.language}" dir="${words.direction}">`,
    '<head><meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${title}</title><style>${style}</style></head>`,
    `<body><h1>${title}</h1>`,
    ...messages,
    '</body></html>',
    '',
  ].join('\n');
}
