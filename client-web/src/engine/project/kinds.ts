/** What a message is, for whoever looks for something. Pure. */
import { fold } from '@/lib/fold';
import type { SharedKind } from '@/matrix/protocol/profile';
import type { MessageContent } from '@/matrix/types';

const linkPattern = /\bhttps?:\/\/\S+/iu;

export function isOfKind(content: MessageContent, kind: SharedKind): boolean {
  switch (kind) {
    case 'media':
      return content.kind === 'image' || content.kind === 'video';
    case 'files':
      return content.kind === 'file';
    case 'music':
      return content.kind === 'audio';
    case 'voice':
      return content.kind === 'voice';
    case 'links':
      return content.kind === 'text' && linkPattern.test(content.body);
  }
}

/** The words, which are folded already, stand in it or in what is said of a file. */
export function says(content: MessageContent, words: string): boolean {
  const texts = [
    'body' in content ? content.body : '',
    'name' in content ? content.name : '',
    'caption' in content ? (content.caption?.body ?? '') : '',
    'question' in content ? content.question : '',
  ];
  return texts.some((each) => fold(each).includes(words));
}
