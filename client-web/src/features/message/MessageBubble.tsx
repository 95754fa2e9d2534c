'use client';

import { memo } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { messageText } from '@/i18n/plain-words';
import { emojiCount } from '@/lib/emoji';
import { peerColour } from '@/lib/peer';
import type { MessageItem } from '@/matrix/types';
import styles from './MessageBubble.module.css';
import { MessageMeta } from './MessageMeta';
import { MessageText } from './MessageText';

/** Where a bubble stands in its group; it decides corners and tail. */
export type Place = 'single' | 'first' | 'middle' | 'last';

interface MessageBubbleProps {
  readonly roomId: string;
  readonly item: MessageItem;
  readonly place: Place;
  /** Who wrote it, for screen readers always and over the bubble where `isNameShown`. */
  readonly senderName: string;
  readonly isNameShown: boolean;
}

/** One message. */
export const MessageBubble = memo(function MessageBubble({
  roomId,
  item,
  place,
  senderName,
  isNameShown,
}: MessageBubbleProps) {
  const { t } = useI18n();
  const { content } = item;
  const isWords = content.kind === 'text' || content.kind === 'notice' || content.kind === 'emote';
  const largeEmoji = content.kind === 'text' ? emojiCount(content.body) : null;
  const hasTail = largeEmoji === null && (place === 'single' || place === 'last');

  return (
    <div
      className={styles.message}
      data-testid="message"
      data-key={item.key}
      data-event-id={item.eventId ?? undefined}
      data-state={item.delivery}
      data-own={item.isOwn}
      data-place={place}
      data-emoji={largeEmoji ?? undefined}
      role="article"
      tabIndex={-1}
    >
      <div className={styles.bubble}>
        {isNameShown && largeEmoji === null ? (
          <div
            className={styles.name}
            data-peer={peerColour(item.senderId)}
            dir="auto"
            data-testid="message-sender"
          >
            {senderName}
          </div>
        ) : (
          <span className="visually-hidden">{item.isOwn ? t('chats.you') : senderName}: </span>
        )}
        <div className={styles.content} dir="auto">
          {isWords ? (
            <MessageText
              body={content.body}
              emoteOf={content.kind === 'emote' ? senderName : null}
            />
          ) : (
            <span className={styles.quiet} data-testid="message-body">
              {messageText(content, t)}
            </span>
          )}
          <MessageMeta roomId={roomId} item={item} />
        </div>
        {hasTail && <Tail />}
      </div>
    </div>
  );
});

function Tail() {
  return (
    <svg className={styles.tail} viewBox="0 0 9 18" aria-hidden="true">
      <path d="M9 0v17.5C5.5 18.2 2.2 17.8.3 16.9c-.5-.25-.4-.75.1-1C5.3 13.5 8.2 8 9 0z" />
    </svg>
  );
}
