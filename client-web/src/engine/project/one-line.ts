/** Messages as they are told of elsewhere: in the chat list, above an answer, among the pinned. */
import type { Caption, MessageContent } from '@/matrix/types';

const previewLength = 256;

/** The same without formatting, its words cut to one short line. */
export function oneLine(content: MessageContent): MessageContent {
  if ('caption' in content) {
    return { ...content, caption: content.caption && cutCaption(content.caption) };
  }
  if ('question' in content) return { ...content, question: cut(content.question) };
  if (!('body' in content)) return content;
  const body = cut(content.body);
  return 'formattedBody' in content
    ? { ...content, body, formattedBody: null }
    : { ...content, body };
}

function cutCaption({ body }: Caption): Caption {
  return { body: cut(body), formattedBody: null };
}

/** By code points: half a surrogate pair would show as a broken character. */
function cut(text: string): string {
  return [...text.replace(/\s+/g, ' ').slice(0, 2 * previewLength)]
    .slice(0, previewLength)
    .join('');
}
