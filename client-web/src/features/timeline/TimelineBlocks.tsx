'use client';

import { lazy, memo, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useMessageActions } from '@/features/message/actions';
import { MessageBoundary } from '@/features/message/MessageBoundary';
import { MessageBubble, type Place } from '@/features/message/MessageBubble';
import { useI18n } from '@/i18n/I18nProvider';
import { describeService, chatKind, type Naming } from '@/i18n/service-message';
import { dayAndMonth, daysBetween } from '@/lib/dates';
import { parseTimelineId } from '@/lib/timeline-id';
import type { MessageItem } from '@/matrix/types';
import { useIsSaved, useMember, useOwnUserId, useRoom } from '@/store/hooks';
import { Avatar } from '@/ui/Avatar';
import { toUnits } from './albums';
import type { Block, Day } from './model';
import styles from './TimelineBlocks.module.css';

const JumpToDateDialog = lazy(async () => ({
  default: (await import('./dialogs/JumpToDateDialog')).JumpToDateDialog,
}));

interface DaySectionProps {
  readonly roomId: string;
  readonly day: Day;
  readonly now: number;
  readonly isDirect: boolean;
}

/** One day of a conversation under its pill. */
export function DaySection({ roomId, day, now, isDirect }: DaySectionProps) {
  return (
    <section className={styles.day}>
      <DayPill roomId={roomId} ts={day.day} now={now} />
      {day.blocks.map((block) => (
        <TimelineBlock key={block.key} roomId={roomId} block={block} isDirect={isDirect} />
      ))}
    </section>
  );
}

interface DayPillProps {
  readonly roomId: string;
  readonly ts: number;
  readonly now: number;
}

/** Says which day it is, and leads to others. A thread is too short for that. */
function DayPill({ roomId, ts, now }: DayPillProps) {
  const { t, locale } = useI18n();
  const { timelineId, jumpTo } = useMessageActions();
  const [isChoosing, setIsChoosing] = useState(false);
  const days = daysBetween(ts, now);
  const words =
    days === 0 ? t('day.today') : days === 1 ? t('day.yesterday') : dayAndMonth(ts, now, locale);
  return (
    <div className={styles.dayPill} data-day-pill data-testid="day-pill">
      {parseTimelineId(timelineId).kind === 'thread' ? (
        <span className={styles.pill}>{words}</span>
      ) : (
        <button
          type="button"
          className={styles.pill}
          aria-label={t('actions.jumpFrom', { day: words })}
          onClick={() => setIsChoosing(true)}
        >
          {words}
        </button>
      )}
      {isChoosing && (
        <Suspense>
          <JumpToDateDialog
            roomId={roomId}
            day={ts}
            onJump={jumpTo}
            onClose={() => setIsChoosing(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

interface TimelineBlockProps {
  readonly roomId: string;
  readonly block: Block;
  readonly isDirect: boolean;
}

const TimelineBlock = memo(
  function TimelineBlock({ roomId, block, isDirect }: TimelineBlockProps) {
    switch (block.kind) {
      case 'unread':
        return <UnreadBar />;
      case 'service':
        return <ServiceLine roomId={roomId} block={block} />;
      case 'group':
        return <Group roomId={roomId} items={block.items} isDirect={isDirect} />;
    }
  },
  (before, after) =>
    before.roomId === after.roomId &&
    before.isDirect === after.isDirect &&
    isSameBlock(before.block, after.block),
);

/** Blocks are laid out anew with each change; their items are the same objects as long as nothing happened to them. */
function isSameBlock(before: Block, after: Block): boolean {
  if (before.kind === 'unread' || after.kind === 'unread') return before.kind === after.kind;
  return (
    before.kind === after.kind &&
    before.items.length === after.items.length &&
    before.items.every((item, index) => item === after.items[index])
  );
}

function UnreadBar() {
  const { t } = useI18n();
  return (
    <div className={styles.unread} data-unread-bar data-testid="unread-bar" role="separator">
      {t('timeline.unread')}
    </div>
  );
}

interface ServiceLineProps {
  readonly roomId: string;
  readonly block: Extract<Block, { kind: 'service' }>;
}

function ServiceLine({ roomId, block: { key: blockKey, items } }: ServiceLineProps) {
  const { t, rich, locale } = useI18n();
  const [first] = items;
  const ownUserId = useOwnUserId();
  const actor = useMember(roomId, first.senderId);
  const room = useRoom(roomId);
  const isSaved = useIsSaved(roomId);
  const senderName = actor?.name ?? first.senderId;
  const naming: Naming<ReactNode> = {
    ownUserId,
    name: (userId, name) => (
      <b key={userId} className={styles.name} dir="auto">
        {name}
      </b>
    ),
    list: (names, others) => {
      const more = others === 0 ? [] : [t('service.others', { count: others })];
      const places = [...names, ...more];
      return new Intl.ListFormat(locale, { type: 'conjunction' })
        .formatToParts(places.map((_, index) => String(index)))
        .map(({ type, value }) => (type === 'element' ? places[Number(value)] : value));
    },
  };
  const [head, ...rest] = items.map(({ action, senderId }) => ({ action, senderId, senderName }));
  if (head === undefined || room === null) return null;
  const kind = isSaved ? 'direct' : chatKind(room);
  const { key, values } = describeService<ReactNode>([head, ...rest], naming, kind);
  return (
    <div className={styles.service} data-testid="service-message" data-key={blockKey} tabIndex={-1}>
      <span className={styles.pill}>{rich(key, values)}</span>
    </div>
  );
}

interface GroupProps {
  readonly roomId: string;
  readonly items: readonly MessageItem[];
  readonly isDirect: boolean;
}

function placeOf(index: number, length: number): Place {
  if (length === 1) return 'single';
  if (index === 0) return 'first';
  return index === length - 1 ? 'last' : 'middle';
}

/** What one person wrote in one go; in rooms of several people with their avatar beside the last bubble in view. */
function Group({ roomId, items, isDirect }: GroupProps) {
  const senderId = items[0]?.senderId ?? '';
  const isOwn = items[0]?.isOwn ?? false;
  const member = useMember(roomId, senderId);
  const name = member?.name ?? senderId;
  const isNamed = !isDirect && !isOwn;
  const units = useMemo(() => toUnits(items), [items]);
  return (
    <div className={styles.group} data-own={isOwn}>
      {isNamed && (
        <div className={styles.avatar}>
          <Avatar id={senderId} name={name} size={34} mxc={member?.avatarUrl ?? null} />
        </div>
      )}
      <div className={styles.messages}>
        {units.map((unit, index) => (
          <MessageBoundary key={unit[0].key} fallback={<BrokenMessage itemKey={unit[0].key} />}>
            <MessageBubble
              roomId={roomId}
              items={unit}
              place={placeOf(index, units.length)}
              senderName={name}
              isNameShown={isNamed && index === 0}
            />
          </MessageBoundary>
        ))}
      </div>
    </div>
  );
}

function BrokenMessage({ itemKey }: { readonly itemKey: string }) {
  const { t } = useI18n();
  return (
    <p className={styles.service} data-key={itemKey}>
      <span className={styles.pill}>{t('message.unsupported')}</span>
    </p>
  );
}
