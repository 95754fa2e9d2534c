'use client';

import { List, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { messageText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { dateAndTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import { quotedThumbOf } from '@/matrix/thumb';
import type { FoundMessage, RoomSummary } from '@/matrix/types';
import { IconButton } from '@/ui/IconButton';
import { MediaImage } from '@/ui/MediaImage';
import { Modal } from '@/ui/Modal';
import { PillBar } from '@/ui/PillBar';
import styles from './PinnedBar.module.css';
import { useAnswer } from './dialogs/use-answer';

/** So many segments are shown at once. */
const SEGMENTS = 4;
const THUMB = 32;
const HIDDEN_KEY = 'heliograph.hiddenPins';

interface PinnedBarProps {
  readonly room: RoomSummary;
  readonly onJump: (eventId: string) => void;
}

/** What is pinned in a room, one after the other, the newest first. */
export function PinnedBar({ room, onJump }: PinnedBarProps) {
  const ids = room.pinned.join(' ');
  return room.pinned.length === 0 ? null : (
    <Pins key={ids} roomId={room.roomId} ids={ids} onJump={onJump} />
  );
}

/** The newest pin that was hidden in each room, on this device. */
function hiddenPins(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(HIDDEN_KEY) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

interface PinsProps {
  readonly roomId: string;
  /** Joined by spaces, so that the same ids are the same value. */
  readonly ids: string;
  readonly onJump: (eventId: string) => void;
}

function Pins({ roomId, ids, onJump }: PinsProps) {
  const { t } = useI18n();
  const ask = useCallback(() => matrix.findMessages(roomId, ids.split(' ')), [roomId, ids]);
  const found = useAnswer(ask);
  const [fromNewest, setFromNewest] = useState(0);
  const [isListed, setIsListed] = useState(false);
  const [isHidden, setIsHidden] = useState(() => hiddenPins()[roomId] === ids);
  if (found === null || found.length === 0 || isHidden) return null;

  const index = found.length - 1 - (fromNewest % found.length);
  const pin = found[index];
  if (pin === undefined) return null;
  const hide = () => {
    localStorage.setItem(HIDDEN_KEY, JSON.stringify({ ...hiddenPins(), [roomId]: ids }));
    setIsHidden(true);
  };
  const thumb = quotedThumbOf(pin.content, THUMB);

  return (
    <PillBar
      says={
        <>
          <Segments count={found.length} current={index} />
          {thumb && (
            <span className={styles.thumb}>
              <MediaImage src={thumb} alt="" blurHash={null} isCover />
            </span>
          )}
          <span className={styles.lines} key={pin.eventId}>
            <span className={styles.title}>
              {found.length === 1
                ? t('actions.pinned')
                : t('actions.pinnedOf', { number: index + 1, total: found.length })}
            </span>
            <span className={styles.text} dir="auto">
              {messageText(pin.content, t)}
            </span>
          </span>
        </>
      }
      onPress={() => {
        onJump(pin.eventId);
        setFromNewest(fromNewest + 1);
      }}
      data-testid="pinned-bar"
      pressTestId="pinned-message"
    >
      {found.length > 1 && (
        <IconButton
          icon={List}
          iconSize={20}
          label={t('actions.pinnedAll')}
          onClick={() => setIsListed(true)}
          data-testid="pinned-all"
        />
      )}
      <IconButton icon={X} iconSize={20} label={t('actions.pinnedHide')} onClick={hide} />
      {isListed && <PinnedList pins={found} onJump={onJump} onClose={() => setIsListed(false)} />}
    </PillBar>
  );
}

function Segments({ count, current }: { readonly count: number; readonly current: number }) {
  const shown = Math.min(count, SEGMENTS);
  const first = Math.max(0, Math.min(current - 1, count - shown));
  return (
    <span className={styles.segments} aria-hidden="true">
      {Array.from({ length: shown }, (_, index) => (
        <span key={index} data-current={first + index === current} />
      ))}
    </span>
  );
}

interface PinnedListProps {
  readonly pins: readonly FoundMessage[];
  readonly onJump: (eventId: string) => void;
  readonly onClose: () => void;
}

function PinnedList({ pins, onJump, onClose }: PinnedListProps) {
  const { t, locale } = useI18n();
  return (
    <Modal
      title={t('actions.pinnedList', { count: pins.length })}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="pinned-list"
    >
      <ul className={styles.list}>
        {pins.toReversed().map((pin) => (
          <li key={pin.eventId}>
            <button
              type="button"
              className={styles.row}
              onClick={() => {
                onClose();
                onJump(pin.eventId);
              }}
            >
              <span className={styles.title} dir="auto">
                {pin.sender.name}
              </span>
              <span className={styles.when}>{dateAndTime(pin.ts, locale)}</span>
              <span className={styles.text} dir="auto">
                {messageText(pin.content, t)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
