'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { messageText } from '@/i18n/plain-words';
import { mediaUrl, thumbnailUrl } from '@/lib/media-url';
import { peerColour } from '@/lib/peer';
import type { MessageContent, ReplyQuote } from '@/matrix/types';
import { MediaImage } from '@/ui/MediaImage';
import { useMessageActions } from './actions';
import bubble from './MessageBubble.module.css';
import styles from './ReplyBlock.module.css';

const THUMB = 32;

/** What a message answers, in one line; it leads there. */
export function ReplyBlock({ reply }: { readonly reply: ReplyQuote }) {
  const { t } = useI18n();
  const { jumpTo } = useMessageActions();
  const { state, sender, content } = reply;
  const words =
    state === 'loading'
      ? t('message.replyLoading')
      : content === null
        ? t(state === 'missing' ? 'message.replyMissing' : 'message.deleted')
        : messageText(content, t);
  const thumb = content && thumbOf(content);
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
              {sender.name}
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

/** A small picture of what is quoted; null where there is none, and where it is covered. */
export function thumbOf(content: MessageContent): string | null {
  if (content.kind !== 'image' && content.kind !== 'video') return null;
  const { file, thumbnail, isSpoiler } = content;
  if (isSpoiler) return null;
  if (thumbnail?.isEncrypted) return mediaUrl(thumbnail);
  if (thumbnail) return thumbnailUrl(thumbnail.url, THUMB, THUMB);
  if (content.kind === 'video') return null;
  return file.isEncrypted ? mediaUrl(file) : thumbnailUrl(file.url, THUMB, THUMB);
}
