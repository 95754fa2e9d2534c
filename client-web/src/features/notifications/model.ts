import { messageText } from '@/i18n/plain-words';
import type { Translate } from '@/i18n/I18nProvider';
import type { Sound } from '@/lib/sounds';
import type { Notice, OwnData } from '@/matrix/types';
import type { Preferences } from '@/store/preferences';

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

/** What is heard of a message, if anything: the sound of its chat, else that of the device. */
export function soundOf(
  { roomId, hasSound }: Notice,
  sounds: OwnData['sounds'],
  preferences: Pick<Preferences, 'hasSound' | 'sound'>,
): Sound | null {
  if (!hasSound || !preferences.hasSound) return null;
  const own = sounds[roomId] ?? preferences.sound;
  return own === 'none' ? null : own;
}
