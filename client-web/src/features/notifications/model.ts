import { messageText } from '@/i18n/plain-words';
import type { Translate } from '@/i18n/I18nProvider';
import type { Notice } from '@/matrix/types';

/** Longer texts are cut by every system, each in its own place. */
const mostCharacters = 200;

/** What a notification says; without a preview only who wrote, and where. */
export function noticeWords(
  notice: Notice,
  showsPreview: boolean,
  t: Translate,
): { title: string; body: string } {
  const { senderName, roomName, isDirect, content, isInvite } = notice;
  if (isInvite) {
    return {
      title: roomName ?? senderName,
      body: t('notifications.invited', { name: senderName }),
    };
  }
  const title =
    isDirect || roomName === null
      ? senderName
      : t('notifications.inGroup', { name: senderName, room: roomName });
  const text = showsPreview && content !== null ? messageText(content, t) : null;
  const body = text === null || text === '' ? t('notifications.newMessage') : text;
  return { title, body: [...body].slice(0, mostCharacters).join('') };
}
