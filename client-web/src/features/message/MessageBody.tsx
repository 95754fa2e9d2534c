'use client';

import { type ReactNode, useRef } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { messageText } from '@/i18n/plain-words';
import type { MessageContent, MessageItem } from '@/matrix/types';
import { Album } from './Album';
import { AudioBody } from './AudioBody';
import { ContactBody } from './ContactBody';
import { FileBody } from './FileBody';
import { LinkPreviewCard } from './LinkPreviewCard';
import { LiveBody } from './LiveBody';
import { LocationBody } from './LocationBody';
import styles from './MessageBody.module.css';
import type { BubbleLook } from './MessageBubble';
import { MessageMeta } from './MessageMeta';
import { MessageText } from './MessageText';
import { PollBody } from './PollBody';
import { RoundVideo } from './RoundVideo';
import { StickerBody } from './StickerBody';
import { useSnugWidth } from './use-snug-width';
import { VisualBody } from './VisualBody';
import { VoiceBody } from './VoiceBody';

interface MessageBodyProps {
  readonly roomId: string;
  readonly items: readonly [MessageItem, ...MessageItem[]];
  readonly look: BubbleLook;
  readonly senderName: string;
  /** Something stands over it in the bubble. */
  readonly hasHead: boolean;
  /** What stands between the words and the time. */
  readonly children: ReactNode;
}

/** What leaves room for the time beside its last line. */
const SHORT = new Set<MessageContent['kind']>([
  'file',
  'voice',
  'audio',
  'location',
  'live',
  'contact',
]);

/** What a message says, and in its last line when it was said. */
export function MessageBody({
  roomId,
  items,
  look,
  senderName,
  hasHead,
  children,
}: MessageBodyProps) {
  const [item] = items;
  const last = items[items.length - 1] ?? item;
  const meta = <MessageMeta roomId={roomId} item={last} />;
  const caption = captionOf(items);
  const words = wordsOf(item.content);
  const place = useRef<HTMLDivElement>(null);
  useSnugWidth(place, look === 'words' ? last : null);
  const isBeside = SHORT.has(item.content.kind) && caption === null && item.reactions.length === 0;
  return (
    <>
      <Attachment roomId={roomId} items={items} senderName={senderName} hasHead={hasHead} />
      {look !== 'words' && caption === null && words === null ? (
        <div className={styles.over}>{meta}</div>
      ) : (
        <div ref={place} className={styles.words} dir="auto" data-beside={isBeside}>
          <Words item={item} caption={caption} senderName={senderName} />
          {words !== null && <LinkPreviewCard roomId={roomId} body={words} />}
          {children}
          {meta}
        </div>
      )}
    </>
  );
}

type AttachmentProps = Omit<MessageBodyProps, 'look' | 'children'>;

function Attachment({ roomId, items, senderName, hasHead }: AttachmentProps) {
  const [item] = items;
  const { content } = item;
  if (items.length > 1) return <Album items={items} hasHead={hasHead} senderName={senderName} />;
  switch (content.kind) {
    case 'image':
      return <VisualBody item={item} content={content} hasHead={hasHead} senderName={senderName} />;
    case 'video':
      return content.look === 'round' ? (
        <RoundVideo item={item} content={content} />
      ) : (
        <VisualBody item={item} content={content} hasHead={hasHead} senderName={senderName} />
      );
    case 'sticker':
      return <StickerBody content={content} />;
    case 'voice':
      return <VoiceBody item={item} content={content} />;
    case 'audio':
      return <AudioBody item={item} content={content} />;
    case 'file':
      return <FileBody item={item} content={content} />;
    case 'location':
      return <LocationBody content={content} />;
    case 'live':
      return <LiveBody roomId={roomId} item={item} content={content} />;
    case 'contact':
      return <ContactBody content={content} />;
    case 'poll':
      return <PollBody roomId={roomId} item={item} content={content} />;
    default:
      return null;
  }
}

function Words({
  item,
  caption,
  senderName,
}: {
  readonly item: MessageItem;
  readonly caption: ReturnType<typeof captionOf>;
  readonly senderName: string;
}) {
  const { t } = useI18n();
  const { content } = item;
  if (caption !== null) return <MessageText {...caption} emoteOf={null} />;
  switch (content.kind) {
    case 'text':
    case 'notice':
    case 'emote':
      return (
        <MessageText
          body={content.body}
          formattedBody={content.formattedBody}
          emoteOf={content.kind === 'emote' ? senderName : null}
        />
      );
    case 'undecryptable':
      return (
        <span className={styles.quiet} data-testid="message-body" data-reason={content.reason}>
          {t(`undecryptable.${content.reason}`)}
        </span>
      );
    case 'unsupported':
    case 'deleted':
      return (
        <span className={styles.quiet} data-testid="message-body">
          {messageText(content, t)}
          {content.kind === 'unsupported' && content.body !== '' && (
            <span className={styles.explanation}>{t('message.unsupported')}</span>
          )}
        </span>
      );
    default:
      return null;
  }
}

/** The words under pictures and files: the first there are. */
function captionOf(items: readonly MessageItem[]) {
  for (const { content } of items) {
    if ('caption' in content && content.caption !== null) return content.caption;
  }
  return null;
}

function wordsOf(content: MessageContent): string | null {
  return content.kind === 'text' || content.kind === 'notice' || content.kind === 'emote'
    ? content.body
    : null;
}
