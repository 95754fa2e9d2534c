'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { thumbnailUrl } from '@/lib/media-url';
import type { MessageItem, Reaction } from '@/matrix/types';
import { useRoom } from '@/store/hooks';
import { parseTimelineId } from '@/lib/timeline-id';
import { MediaImage } from '@/ui/MediaImage';
import { useMessageActions } from './actions';
import { MemberAvatar } from './MemberAvatar';
import styles from './Reactions.module.css';

/** In rooms of up to so many people it is shown who reacted. */
const SMALL_ROOM = 20;

/** What people thought of a message. */
export function Reactions({ item }: { readonly item: MessageItem }) {
  const actions = useMessageActions();
  const room = useRoom(parseTimelineId(actions.timelineId).roomId);
  const isSmall = room !== null && room.directUserId === null && room.joinedCount <= SMALL_ROOM;
  return (
    <>
      <span className={styles.break} />
      <div className={styles.row} data-testid="reactions">
        {item.reactions.map((reaction) => (
          <Chip key={reaction.key} item={item} reaction={reaction} showsPeople={isSmall} />
        ))}
      </div>
    </>
  );
}

interface ChipProps {
  readonly item: MessageItem;
  readonly reaction: Reaction;
  readonly showsPeople: boolean;
}

function Chip({ item, reaction, showsPeople }: ChipProps) {
  const { t, locale } = useI18n();
  const { react, openReactions } = useMessageActions();
  const { key, shortcode, count, isOwn, first } = reaction;
  const name = shortcode ?? key;
  const arePeople = showsPeople && count <= first.length;
  return (
    <button
      type="button"
      className={styles.chip}
      aria-pressed={isOwn}
      title={first.map((user) => user.name).join(', ')}
      data-testid="reaction"
      data-count={count}
      onClick={() => react(item, key)}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        openReactions(item);
      }}
    >
      <span className="visually-hidden">{t('message.reaction', { emoji: name, count })}</span>
      <ReactionSign reactionKey={key} name={name} />
      {arePeople ? (
        <span className={styles.people} aria-hidden="true">
          {first.map((user) => (
            <MemberAvatar key={user.userId} user={user} size={20} />
          ))}
        </span>
      ) : (
        <span className={styles.count} aria-hidden="true">
          {new Intl.NumberFormat(locale, { notation: 'compact' }).format(count)}
        </span>
      )}
    </button>
  );
}

/** An emoji, short words, or a picture of somebody's pack. */
export function ReactionSign({
  reactionKey,
  name,
}: {
  readonly reactionKey: string;
  readonly name: string;
}) {
  const src = reactionKey.startsWith('mxc:') ? thumbnailUrl(reactionKey, 20, 20, 'scale') : null;
  return src === null ? (
    <span className={styles.sign} aria-hidden="true">
      {reactionKey.startsWith('mxc:') ? name : reactionKey}
    </span>
  ) : (
    <span className={styles.picture}>
      <MediaImage src={src} alt="" blurHash={null} />
    </span>
  );
}
