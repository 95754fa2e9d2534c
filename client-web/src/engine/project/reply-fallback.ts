/**
 * Answers once repeated what they answer in their own text, for clients that knew no answers.
 * https://spec.matrix.org/v1.12/client-server-api/#fallbacks-for-rich-replies
 */
import type { MessageContent } from '@/matrix/types';

/** The message without the lines it quotes. The sanitiser drops the HTML form of them by its element. */
export function withoutReplyFallback(content: MessageContent): MessageContent {
  if (content.kind !== 'text' && content.kind !== 'notice' && content.kind !== 'emote') {
    return content;
  }
  return { ...content, body: stripLines(content.body) };
}

function stripLines(body: string): string {
  if (!/^> (?:\* )?<[@!]/.test(body)) return body;
  const lines = body.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('> '));
  if (end === -1) return body;
  return lines.slice(lines[end] === '' ? end + 1 : end).join('\n');
}
