'use client';

import { KeyRound, Link, UserX } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { useSession } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { Card, Page } from '@/ui/Page';
import { SwitchRow } from '@/ui/SwitchRow';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './AccountPage.module.css';
import { canHandleLinks, handleLinks } from './link-handler';

const LEAST_PASSWORD = 8;

/** The account itself: where it is, its password, its end. */
export function AccountPage({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const state = useSession();
  const [asked, setAsked] = useState<'password' | 'close' | null>(null);
  if (state.status !== 'signedIn') return null;
  const { homeserverUrl, deviceId, userId } = state.session;
  return (
    <Page
      title={t('settings.page.account')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="account-page"
    >
      <Card title={t('settings.session')}>
        <dl className={styles.facts}>
          <dt>{t('settings.address')}</dt>
          <dd dir="ltr">{userId}</dd>
          <dt>{t('settings.server')}</dt>
          <dd dir="ltr">{homeserverUrl}</dd>
          <dt>{t('settings.device')}</dt>
          <dd dir="ltr">{deviceId}</dd>
        </dl>
      </Card>
      {canHandleLinks() && (
        <Card title={t('settings.links')} hidesTitle note={t('settings.linksNote')}>
          <ActionRow
            icon={Link}
            label={t('settings.links')}
            onClick={() => {
              handleLinks();
              showToast(t('settings.linksAsked'));
            }}
            data-testid="handle-links"
          />
        </Card>
      )}
      <Card title={t('settings.page.account')} hidesTitle>
        <ActionRow
          icon={KeyRound}
          label={t('account.changePassword')}
          onClick={() => setAsked('password')}
          data-testid="change-password"
        />
        <ActionRow
          icon={UserX}
          label={t('account.close')}
          isDestructive
          onClick={() => setAsked('close')}
          data-testid="close-account"
        />
      </Card>
      {asked === 'password' && <PasswordDialog onClose={() => setAsked(null)} />}
      {asked === 'close' && <CloseAccountDialog userId={userId} onClose={() => setAsked(null)} />}
    </Page>
  );
}

function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const [before, setBefore] = useState('');
  const [after, setAfter] = useState('');
  const [endsOthers, setEndsOthers] = useState(false);
  const [isShort, setIsShort] = useState(false);
  const { isBusy, failure, run, forgive } = useAction();

  const change = async (event: FormEvent) => {
    event.preventDefault();
    if (after.length < LEAST_PASSWORD) return setIsShort(true);
    if (!(await run(() => matrix.changePassword(before, after, endsOthers)))) return;
    showToast(t('account.passwordChanged'));
    onClose();
  };

  return (
    <Modal
      title={t('account.changePassword')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="password-dialog"
    >
      <form className={styles.form} onSubmit={(event) => void change(event)}>
        <TextField
          type="password"
          label={t('account.passwordBefore')}
          error={failure}
          value={before}
          onChange={(event) => {
            setBefore(event.target.value);
            forgive();
          }}
          autoComplete="current-password"
          dir="ltr"
          data-testid="password-before"
        />
        <TextField
          type="password"
          label={t('account.passwordAfter')}
          hint={t('auth.passwordHint')}
          error={isShort ? t('auth.passwordShort') : undefined}
          value={after}
          onChange={(event) => {
            setAfter(event.target.value);
            setIsShort(false);
          }}
          autoComplete="new-password"
          dir="ltr"
          data-testid="password-after"
        />
        <SwitchRow
          label={t('account.endsOthers')}
          detail={t('account.endsOthersHint')}
          isOn={endsOthers}
          onChange={setEndsOthers}
        />
        <ModalActions>
          <Button type="submit" isBusy={isBusy} data-testid="password-save">
            {t('common.save')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}

interface CloseAccountDialogProps {
  readonly userId: string;
  readonly onClose: () => void;
}

/** In two steps, since there is no way back: one's own address has to be written out. */
function CloseAccountDialog({ userId, onClose }: CloseAccountDialogProps) {
  const { t } = useI18n();
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const [erases, setErases] = useState(false);
  const { isBusy, failure, run, forgive } = useAction();
  const isMeant = typed.trim() === userId && password !== '';

  const close = (event: FormEvent) => {
    event.preventDefault();
    if (isMeant) void run(() => matrix.deactivateAccount(password, erases));
  };

  return (
    <Modal
      title={t('account.closeTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
      data-testid="close-account-dialog"
    >
      <form className={styles.form} onSubmit={close}>
        <ul className={styles.list}>
          <li>{t('account.closeForever')}</li>
          <li>{t('account.closeName')}</li>
          <li>{t('account.closeStays')}</li>
        </ul>
        <TextField
          label={t('account.closeType', { address: userId })}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          data-testid="close-account-address"
        />
        <TextField
          type="password"
          label={t('auth.password')}
          error={failure}
          value={password}
          onChange={(event) => {
            setPassword(event.target.value);
            forgive();
          }}
          autoComplete="current-password"
          dir="ltr"
          data-testid="close-account-password"
        />
        <SwitchRow
          label={t('account.erases')}
          detail={t('account.erasesHint')}
          isOn={erases}
          onChange={setErases}
        />
        <ModalActions>
          <Button look="text" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            look="danger"
            isBusy={isBusy}
            disabled={!isMeant}
            data-testid="close-account-confirm"
          >
            {t('account.close')}
          </Button>
        </ModalActions>
      </form>
    </Modal>
  );
}
