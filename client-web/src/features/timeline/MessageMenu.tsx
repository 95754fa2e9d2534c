'use client';

import {
  ArrowDownToLine,
  CheckCheck,
  CircleCheck,
  Code,
  Copy,
  Flag,
  Forward,
  Image as ImageIcon,
  Link,
  MessageSquareReply,
  Pencil,
  Pin,
  PinOff,
  Reply,
  Trash2,
} from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { dateAndTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { MessageItem, PersonAt } from '@/matrix/types';
import { MenuItem } from '@/ui/Menu';
import menuStyles from '@/ui/Menu.module.css';
import type { Point } from '@/ui/use-long-press';
import {
  actionsFor,
  type MessageAction,
  type MessageMenuAction,
  type Permissions,
} from './menu-model';
import styles from './MessageMenu.module.css';
import { QuickReactions } from './QuickReactions';

interface MessageMenuProps {
  readonly roomId: string;
  readonly item: MessageItem;
  readonly point: Point;
  readonly permissions: Permissions;
  /** What of the message was selected when the menu was asked for. */
  readonly selectedText: string;
  readonly onReact: (key: string) => void;
  readonly onMoreReactions: () => void;
  readonly onAct: (action: MessageAction) => void;
  readonly onClose: () => void;
}

const ICONS = {
  reply: Reply,
  thread: MessageSquareReply,
  edit: Pencil,
  copySelected: Copy,
  copy: Copy,
  copyLink: Link,
  copyImage: ImageIcon,
  pin: Pin,
  unpin: PinOff,
  download: ArrowDownToLine,
  forward: Forward,
  select: CircleCheck,
  report: Flag,
  source: Code,
  delete: Trash2,
} as const;

/** All that can be done with a message, where the pointer asked for it. */
export function MessageMenu({
  roomId,
  item,
  point,
  permissions,
  selectedText,
  onReact,
  onMoreReactions,
  onAct,
  onClose,
}: MessageMenuProps) {
  const { t, locale } = useI18n();
  const actions = actionsFor(item, permissions, selectedText !== '');
  const mayReact = item.eventId !== null && permissions.maySend;
  const row = (action: MessageMenuAction) => (
    <MenuItem
      key={action}
      icon={ICONS[action]}
      isDestructive={action === 'delete'}
      onSelect={() => onAct(action)}
      data-testid={`action-${action}`}
    >
      {t(action === 'copy' ? 'message.copy' : `actions.${action}`)}
    </MenuItem>
  );
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DropdownMenu.Trigger asChild>
        <span
          className={styles.anchor}
          style={{ left: point.x, top: point.y }}
          aria-hidden="true"
          tabIndex={-1}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={`${menuStyles.floating} ${styles.menu}`}
          align="start"
          collisionPadding={8}
          loop
          aria-label={t('actions.more')}
          data-testid="message-menu"
        >
          {mayReact && <QuickReactions item={item} onReact={onReact} onMore={onMoreReactions} />}
          <div className={`${menuStyles.surface} ${styles.actions}`}>
            <p className={styles.date}>{dateAndTime(item.ts, locale)}</p>
            {actions.filter((action) => action !== 'delete').map(row)}
            {item.isOwn && item.eventId !== null && (
              <SeenBy roomId={roomId} eventId={item.eventId} onOpen={() => onAct('seen')} />
            )}
            {actions.includes('delete') && row('delete')}
          </div>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface SeenByProps {
  readonly roomId: string;
  readonly eventId: string;
  readonly onOpen: () => void;
}

function SeenBy({ roomId, eventId, onOpen }: SeenByProps) {
  const { t } = useI18n();
  const [readers, setReaders] = useState<readonly PersonAt[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    matrix.readers(roomId, eventId).then(
      (found) => isCurrent && setReaders(found),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [roomId, eventId]);
  return (
    <MenuItem icon={CheckCheck} onSelect={onOpen} data-testid="action-seen">
      {readers === null ? t('actions.seenTitle') : t('actions.seenBy', { count: readers.length })}
    </MenuItem>
  );
}
