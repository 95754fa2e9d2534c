'use client';

import { memo, type MouseEvent as ReactMouseEvent } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { emojiCount } from '@/lib/emoji';
import { peerColour } from '@/lib/peer';
import type { MessageItem } from '@/matrix/types';
import { useSelectedKeys } from '@/store/hooks';
import { useLongPress } from '@/ui/use-long-press';
import { type MessageActions, useMessageActions } from './actions';
import { ForwardLine } from './ForwardLine';
import styles from './MessageBubble.module.css';
import { MessageBody } from './MessageBody';
import { MessageTools } from './MessageTools';
import { Reactions } from './Reactions';
import { ReplyBlock } from './ReplyBlock';
import { SelectionMark } from './SelectionMark';
import { ThreadFooter } from './ThreadFooter';

/** Where a bubble stands in its group; it decides corners and tail. */
export type Place = 'single' | 'first' | 'middle' | 'last';

interface MessageBubbleProps {
  readonly roomId: string;
  /** Several where they are shown as one album. */
  readonly items: readonly [MessageItem, ...MessageItem[]];
  readonly place: Place;
  /** Who wrote it, for screen readers always and over the bubble where `isNameShown`. */
  readonly senderName: string;
  readonly isNameShown: boolean;
}

/** How the bubble is drawn: around words, close around pictures, or not at all. */
export type BubbleLook = 'words' | 'media' | 'bare';

function lookOf(items: readonly MessageItem[], largeEmoji: number | null): BubbleLook {
  const [item] = items;
  if (item === undefined) return 'words';
  const { content } = item;
  if (content.kind === 'sticker' || largeEmoji !== null) return 'bare';
  if (content.kind === 'video' && content.look === 'round') return 'bare';
  return content.kind === 'image' || content.kind === 'video' ? 'media' : 'words';
}

/** One message, or an album of them. */
export const MessageBubble = memo(function MessageBubble({
  roomId,
  items,
  place,
  senderName,
  isNameShown,
}: MessageBubbleProps) {
  const { t } = useI18n();
  const actions = useMessageActions();
  const [item] = items;
  const last = items[items.length - 1] ?? item;
  const { content } = item;
  const largeEmoji =
    content.kind === 'text' && content.formattedBody === null && item.reply === null
      ? emojiCount(content.body)
      : null;
  const look = lookOf(items, largeEmoji);
  const isCaptioned = items.some(({ content: c }) => 'caption' in c && c.caption !== null);
  const isBareMedia = look === 'bare' || (look === 'media' && !isCaptioned);
  const hasTail = look !== 'bare' && (place === 'single' || place === 'last');
  const hasName = isNameShown && look !== 'bare';
  const isSelected = useSelectedKeys(actions.timelineId)?.includes(item.key) ?? null;
  const press = useLongPress((point) => actions.openMenu(item, point));

  return (
    <div
      className={styles.message}
      data-testid="message"
      data-key={last.key}
      data-event-id={item.eventId ?? undefined}
      data-state={last.delivery}
      data-own={item.isOwn}
      data-place={place}
      data-look={look}
      data-emoji={largeEmoji ?? undefined}
      data-selected={isSelected ?? undefined}
      data-peer={peerColour(item.senderId)}
      role="article"
      tabIndex={-1}
      {...handlers(item, actions, isSelected !== null)}
      {...press}
    >
      {isSelected !== null && <SelectionMark item={item} isSelected={isSelected} />}
      <div className={styles.column}>
        <div className={styles.bubble} data-bubble>
          {hasName ? (
            <div className={styles.name} dir="auto" data-testid="message-sender">
              {senderName}
            </div>
          ) : (
            <span className="visually-hidden">{item.isOwn ? t('chats.you') : senderName}: </span>
          )}
          {item.forwardedFrom && <ForwardLine from={item.forwardedFrom} />}
          {item.reply && <ReplyBlock reply={item.reply} />}
          <MessageBody
            roomId={roomId}
            items={items}
            look={look}
            senderName={senderName}
            hasHead={hasName || item.forwardedFrom !== null || item.reply !== null}
          >
            {!isBareMedia && item.reactions.length > 0 && <Reactions item={item} />}
          </MessageBody>
          {item.thread && <ThreadFooter item={item} thread={item.thread} />}
          {hasTail && <Tail />}
        </div>
        {isBareMedia && item.reactions.length > 0 && <Reactions item={item} />}
      </div>
      {isSelected === null && <MessageTools item={item} />}
    </div>
  );
});

/** What pointer and keys do on a message as a whole. */
function handlers(item: MessageItem, actions: MessageActions, isSelecting: boolean) {
  return {
    onContextMenu: (event: ReactMouseEvent) => {
      // Shift leaves the browser its own menu.
      if (event.shiftKey) return;
      event.preventDefault();
      actions.openMenu(item, { x: event.clientX, y: event.clientY });
    },
    onClick: (event: ReactMouseEvent) => {
      if (!isSelecting && !(event.ctrlKey || event.metaKey)) return;
      if (!isSelecting && (event.target as Element).closest('a, button')) return;
      event.preventDefault();
      event.stopPropagation();
      actions.toggleSelected(item, event.shiftKey);
    },
  };
}

function Tail() {
  return (
    <svg className={styles.tail} viewBox="0 0 9 18" aria-hidden="true">
      <path d="M9 0v17.5C5.5 18.2 2.2 17.8.3 16.9c-.5-.25-.4-.75.1-1C5.3 13.5 8.2 8 9 0z" />
    </svg>
  );
}
