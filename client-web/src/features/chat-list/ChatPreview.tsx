'use client';

import { previewText, typingText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { chatKind } from '@/i18n/service-message';
import { readDraft } from '@/lib/draft';
import { quotedThumbOf } from '@/matrix/thumb';
import type { RoomSummary } from '@/matrix/types';
import { useDraft, useIsSaved, useOwnUserId, useTyping } from '@/store/hooks';
import { MediaImage } from '@/ui/MediaImage';
import { TypingDots } from '@/ui/TypingDots';
import styles from './ChatRow.module.css';

const THUMB = 20;

interface ChatPreviewProps {
  readonly room: RoomSummary;
  readonly isOpen: boolean;
}

/** The second line of a row: who is typing, what was not sent yet, or what was said last. */
export function ChatPreview({ room, isOpen }: ChatPreviewProps) {
  const { t, locale } = useI18n();
  const ownUserId = useOwnUserId();
  const typing = useTyping(room.roomId);
  const draft = useDraft(room.roomId);
  const isDirect = room.directUserId !== null;
  const isSaved = useIsSaved(room.roomId);

  if (room.membership === 'invite') {
    const inviter = room.inviter?.name;
    const words = inviter ? t('chats.inviteFrom', { name: inviter }) : t('chats.inviteBare');
    return <span className={styles.preview}>{words}</span>;
  }
  if (room.membership === 'knock') {
    return <span className={styles.preview}>{t('chats.knocking')}</span>;
  }
  if (typing.length > 0) {
    return (
      <span className={styles.typing} data-testid="chat-row-typing">
        <TypingDots />
        {typingText(typing, isDirect, t)}
      </span>
    );
  }
  if (draft !== '' && !isOpen && room.highlightCount === 0) {
    return (
      <span className={styles.preview} dir="auto">
        <span className={styles.draft}>{t('chats.draft')}</span> {readDraft(draft).text}
      </span>
    );
  }
  const last = room.lastMessage;
  if (last === null) return <span className={styles.preview}>{t('chats.noMessages')}</span>;
  const isService = last.content.kind === 'service';
  const thumb = last.content.kind === 'service' ? null : quotedThumbOf(last.content, THUMB);
  const sender = last.isOwn ? t('chats.you') : (last.senderName.split(/\s/u, 1)[0] ?? '');
  return (
    <span className={styles.preview} dir="auto" data-testid="chat-row-preview">
      {!isService && !isDirect && !isSaved && (
        <span className={styles.sender}>{t('chats.sender', { name: sender })}</span>
      )}
      {thumb !== null && (
        <span className={styles.thumb}>
          <MediaImage src={thumb} alt="" blurHash={null} isCover />
        </span>
      )}
      {previewText(last, isSaved ? 'direct' : chatKind(room), ownUserId, t, locale)}
    </span>
  );
}
