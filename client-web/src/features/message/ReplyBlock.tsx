'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { messageText } from '@/i18n/plain-words';
import { peerColour } from '@/lib/peer';
import { parseTimelineId } from '@/lib/timeline-id';
import { quotedThumbOf } from '@/matrix/thumb';
import type { ReplyQuote } from '@/matrix/types';
import { useMember } from '@/store/hooks';
import { MediaImage } from '@/ui/MediaImage';
import { useMessageActions } from './actions';
import bubble from './MessageBubble.module.css';
import styles from './ReplyBlock.module.css';

const THUMB = 32;

/** What a message answers, in one line; it leads there. */
export function ReplyBlock({ reply }: { readonly reply: ReplyQuote }) {
  const { t } = useI18n();
  const { jumpTo, timelineId } = useMessageActions();
  const { state, sender, content } = reply;
  // Whoever was not known yet when the quote was made has a name by now.
  const member = useMember(parseTimelineId(timelineId).roomId, sender?.userId ?? '');
  const words =
    state === 'loading'
      ? t('message.replyLoading')
      : content === null
        ? t(state === 'missing' ? 'message.replyMissing' : 'message.deleted')
        : messageText(content, t);
  const thumb = content && quotedThumbOf(content, THUMB);
  return (
    <div className={bubble.head}>
      <button
        type="button"
        className={styles.quote}
        data-peer={sender ? peerColour(sender.userId) : undefined}
        onClick={() => jumpTo(reply.eventId)}
        data-testid="message-reply"
      >
        {thumb && (
          <span className={styles.thumb}>
            <MediaImage src={thumb} alt="" blurHash={null} isCover />
          </span>
        )}
        <span className={styles.lines}>
          {sender && (
            <span className={styles.name} dir="auto">
              {member?.name ?? sender.name}
            </span>
          )}
          <span className={styles.words} dir="auto">
            {words}
          </span>
        </span>
      </button>
    </div>
  );
}
