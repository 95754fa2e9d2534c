'use client';

import { useI18n } from '@/i18n/I18nProvider';
import type { Written } from '@/lib/draft';
import { matrix } from '@/matrix/commands';
import type { OutgoingMessage } from '@/matrix/types';
import { showToast } from '@/ui/toast';
import { parsePerson, type parseSlash } from './slash';

/** What a command says in the conversation. */
export interface SlashWords {
  readonly kind: OutgoingMessage['kind'];
  readonly text: string;
  readonly isPlain: boolean;
}

type Slash = NonNullable<ReturnType<typeof parseSlash>>;

/** Carries out what was typed as a command: null when there is nothing to be sent. */
export function useSlash(
  roomId: string,
): (slash: Slash, written: Written) => Promise<SlashWords | null | 'unknown'> {
  const { t } = useI18n();

  return async ({ command, rest }, { people }) => {
    const person = parsePerson(rest, people);
    const reason = person?.reason === '' ? null : (person?.reason ?? null);
    switch (command) {
      case 'me':
        return { kind: 'emote', text: rest, isPlain: false };
      case 'plain':
        return { kind: 'text', text: rest, isPlain: true };
      case 'spoiler':
        return { kind: 'text', text: `||${rest}||`, isPlain: false };
      case 'shrug':
        return { kind: 'text', text: `${rest} ¯\\_(ツ)_/¯`.trim(), isPlain: true };
      case 'invite':
        return person === null
          ? 'unknown'
          : told(matrix.inviteUser(roomId, person.userId), t('slash.done'));
      case 'kick':
        return person === null
          ? 'unknown'
          : told(matrix.kick(roomId, person.userId, reason), t('slash.done'));
      case 'ban':
        return person === null
          ? 'unknown'
          : told(matrix.ban(roomId, person.userId, reason), t('slash.done'));
      case 'unban':
        return person === null
          ? 'unknown'
          : told(matrix.unban(roomId, person.userId), t('slash.done'));
      case 'topic':
        return told(matrix.setRoomTopic(roomId, rest), t('slash.done'));
      case 'name':
        return told(matrix.setRoomName(roomId, rest), t('slash.done'));
      case 'nick':
        return told(matrix.setDisplayName(rest), t('slash.done'));
      case 'join':
        return told(matrix.joinRoom(rest), t('slash.done'));
      case 'leave':
        return told(matrix.leaveRoom(roomId), t('slash.done'));
      case 'unknown':
        return 'unknown';
    }
  };
}

/** Says that it is done, since nothing else shows it. */
async function told(command: Promise<unknown>, words: string): Promise<null> {
  await command;
  showToast(words);
  return null;
}
