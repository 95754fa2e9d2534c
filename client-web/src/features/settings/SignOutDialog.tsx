'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { selectEncryption } from '@/store/encryption';
import { useAppState } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';

interface SignOutDialogProps {
  readonly onSignOut: () => Promise<void>;
  readonly onClose: () => void;
}

/** Says what is lost by signing out, above all the keys of messages that are nowhere else. */
export function SignOutDialog({ onSignOut, onClose }: SignOutDialogProps) {
  const { t } = useI18n();
  const encryption = useAppState(selectEncryption);
  const { isBusy, failure, run } = useAction();
  const isRisky =
    encryption?.phase === 'ready' &&
    (encryption.recovery !== 'ready' || encryption.backup !== 'on' || encryption.keysToBackUp > 0);
  return (
    <Modal
      kind="confirm"
      title={t('settings.signOutTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
    >
      {isRisky && <p data-testid="sign-out-risk">{t('settings.signOutRisk')}</p>}
      <p>{t('settings.signOutHint')}</p>
      {failure !== undefined && <p role="alert">{failure}</p>}
      <ModalActions>
        <Button look="text" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          look="danger"
          isBusy={isBusy}
          onClick={() => void run(onSignOut)}
          data-testid="sign-out-confirm"
        >
          {t('settings.signOut')}
        </Button>
      </ModalActions>
    </Modal>
  );
}
