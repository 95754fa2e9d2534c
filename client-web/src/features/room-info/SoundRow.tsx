'use client';

import { Music2 } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useAppState, useOwn } from '@/store/hooks';
import { selectPreferences } from '@/store/preferences';
import { ActionRow } from '@/ui/ActionRow';
import { type SoundChoice, SoundDialog } from '@/ui/SoundDialog';
import { showToast } from '@/ui/toast';
import { useWished } from '@/ui/use-wished';

/** By which sound a chat makes itself heard, on all devices. */
export function SoundRow({ roomId }: { readonly roomId: string }) {
  const { t } = useI18n();
  const [isOpen, setIsOpen] = useState(false);
  const { sounds } = useOwn();
  const { hasSound, sound } = useAppState(selectPreferences);
  const { shown, wish, giveUp } = useWished<SoundChoice>(sounds[roomId] ?? null);
  const nameOf = (choice: SoundChoice) => t(`sound.${choice ?? 'usual'}`);
  const choose = (choice: SoundChoice) => {
    wish(choice);
    matrix.setChatSound(roomId, choice).catch((error: unknown) => {
      giveUp();
      showToast(errorText(error, t));
    });
  };
  return (
    <>
      <ActionRow
        icon={Music2}
        label={t('sound.title')}
        value={nameOf(shown)}
        onClick={() => setIsOpen(true)}
        data-testid="info-sound"
      />
      {isOpen && (
        <SoundDialog
          title={t('sound.title')}
          closeLabel={t('common.close')}
          chosen={shown}
          others={[null, 'none']}
          nameOf={nameOf}
          usual={hasSound ? sound : null}
          onChoose={choose}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
