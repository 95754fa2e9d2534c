'use client';

import { BellOff, CalendarClock, Check, SendHorizontal } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { IconButton } from '@/ui/IconButton';
import { HeldMenu, MenuItem } from '@/ui/Menu';
import styles from './Composer.module.css';
import { MicButton } from './MicButton';
import { canRecord } from './recorder';
import type { VoiceRecording } from './use-recorder';

interface MainButtonProps {
  readonly isEditing: boolean;
  readonly hasText: boolean;
  readonly voice: VoiceRecording;
  readonly onSend: (isSilent: boolean) => void;
  readonly onSendVoice: () => void;
  /** Null where the server sends nothing later. */
  readonly onSchedule: (() => void) | null;
}

/** At the end of the row: a tick while editing, the way to send while there is something to send, else the microphone. */
export function MainButton({
  isEditing,
  hasText,
  voice,
  onSend,
  onSendVoice,
  onSchedule,
}: MainButtonProps) {
  const { t } = useI18n();
  if (!hasText && !isEditing && canRecord()) {
    return (
      <MicButton
        isRecording={voice.recorder !== null}
        onStart={() => void voice.start()}
        onCancel={voice.cancel}
        onSend={onSendVoice}
      />
    );
  }
  if (voice.recorder !== null) return null;
  const button = (
    <IconButton
      className={styles.send}
      type="submit"
      icon={isEditing ? Check : SendHorizontal}
      isDirectional={!isEditing}
      label={t(isEditing ? 'composer.saveEdit' : 'composer.send')}
      disabled={!hasText}
      data-testid="send-button"
      // Keeps the focus, and with it an on-screen keyboard, in the field.
      onMouseDown={(event) => event.preventDefault()}
    />
  );
  if (isEditing || !hasText) return button;
  return (
    <HeldMenu target={button}>
      <MenuItem icon={BellOff} onSelect={() => onSend(true)} data-testid="send-silently">
        {t('composer.sendSilently')}
      </MenuItem>
      {onSchedule !== null && (
        <MenuItem icon={CalendarClock} onSelect={onSchedule} data-testid="send-later">
          {t('schedule.menu')}
        </MenuItem>
      )}
    </HeldMenu>
  );
}
