'use client';

import { Copy, LogOut, MonitorSmartphone } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { type Language, LANGUAGES } from '@/i18n/languages';
import type { SettingsPage } from '@/lib/route';
import { matrix } from '@/matrix/commands';
import type { Session } from '@/matrix/types';
import { useSession, useTheme } from '@/store/hooks';
import { setTheme } from '@/store/store';
import type { Theme } from '@/store/ui';
import { ActionRow } from '@/ui/ActionRow';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Modal, ModalActions } from '@/ui/Modal';
import { PanelHeader } from '@/ui/PanelHeader';
import { RadioRow } from '@/ui/RadioRow';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './SettingsPanel.module.css';

const THEMES: readonly Theme[] = ['light', 'dark', 'system'];

interface SettingsPanelProps {
  readonly onBack: () => void;
  readonly onOpen: (page: SettingsPage) => void;
}

/** The reader's own profile, how the client looks, and the way out. */
export function SettingsPanel({ onBack, onOpen }: SettingsPanelProps) {
  const { t } = useI18n();
  const state = useSession();
  if (state.status !== 'signedIn') return null;
  return (
    <section className={styles.panel} aria-label={t('settings.title')} data-testid="settings-panel">
      <PanelHeader
        title={t('settings.title')}
        backLabel={t('common.back')}
        onBack={onBack}
        takesFocus
      />
      <div className={styles.pages}>
        <ProfileCard session={state.session} />
        <NameCard session={state.session} />
        <Card title={t('devices.title')}>
          <ActionRow
            icon={MonitorSmartphone}
            label={t('devices.title')}
            onClick={() => onOpen('settings/devices')}
            data-testid="settings-devices"
          />
        </Card>
        <AppearanceCard />
        <LanguageCard />
        <SessionCard session={state.session} />
      </div>
    </section>
  );
}

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.card} aria-label={title}>
      <h3 className={styles.heading}>{title}</h3>
      {children}
    </section>
  );
}

function ProfileCard({ session }: { readonly session: Session }) {
  const { t } = useI18n();
  const { userId, displayName } = session;
  const copy = async () => {
    await navigator.clipboard.writeText(userId);
    showToast(t('common.copied'));
  };
  return (
    <div className={styles.profile}>
      <Avatar id={userId} name={displayName ?? userId} size={120} />
      <p className={styles.name} dir="auto">
        {displayName ?? userId}
      </p>
      <p className={styles.address}>
        <span data-testid="own-user-id">{userId}</span>
        <IconButton
          icon={Copy}
          iconSize={18}
          label={t('settings.copyId')}
          onClick={() => void copy()}
        />
      </p>
    </div>
  );
}

function NameCard({ session }: { readonly session: Session }) {
  const { t } = useI18n();
  const known = session.displayName ?? '';
  const [typed, setTyped] = useState<string | null>(null);
  const [failure, setFailure] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const name = (typed ?? known).trim();

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    try {
      await matrix.setDisplayName(name);
      setTyped(null);
      showToast(t('settings.nameSaved'));
    } catch (error) {
      setFailure(errorText(error, t));
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <Card title={t('settings.profile')}>
      <form className={styles.form} onSubmit={(event) => void save(event)}>
        <TextField
          label={t('settings.name')}
          hint={t('settings.nameHint')}
          error={failure}
          value={typed ?? known}
          onChange={(event) => {
            setTyped(event.target.value);
            setFailure(undefined);
          }}
          maxLength={128}
          autoComplete="nickname"
          data-testid="display-name"
        />
        {name !== known && (
          <Button type="submit" isBusy={isBusy} data-testid="display-name-save">
            {t('common.save')}
          </Button>
        )}
      </form>
    </Card>
  );
}

function AppearanceCard() {
  const { t } = useI18n();
  const theme = useTheme();
  return (
    <Card title={t('settings.appearance')}>
      {THEMES.map((option) => (
        <RadioRow
          key={option}
          name="theme"
          label={t(`settings.theme.${option}`)}
          isChecked={theme === option}
          onCheck={() => setTheme(option)}
          data-testid={`theme-${option}`}
        />
      ))}
    </Card>
  );
}

function LanguageCard() {
  const { t, language, setLanguage } = useI18n();
  return (
    <Card title={t('settings.language')}>
      {(Object.entries(LANGUAGES) as [Language, string][]).map(([option, name]) => (
        <RadioRow
          key={option}
          name="language"
          label={name}
          isChecked={language === option}
          onCheck={() => setLanguage(option)}
          data-testid={`language-${option}`}
        />
      ))}
    </Card>
  );
}

function SessionCard({ session }: { readonly session: Session }) {
  const { t } = useI18n();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Card title={t('settings.session')}>
      <dl className={styles.facts}>
        <dt>{t('settings.server')}</dt>
        <dd>{session.homeserverUrl}</dd>
        <dt>{t('settings.device')}</dt>
        <dd>{session.deviceId}</dd>
      </dl>
      <Button
        look="danger"
        className={styles.signOut}
        onClick={() => setIsAsking(true)}
        data-testid="sign-out"
      >
        <span className={styles.withIcon}>
          <LogOut size={20} aria-hidden="true" />
          {t('settings.signOut')}
        </span>
      </Button>
      {isAsking && <SignOutDialog onClose={() => setIsAsking(false)} />}
    </Card>
  );
}

function SignOutDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const [isBusy, setIsBusy] = useState(false);
  const signOut = async () => {
    setIsBusy(true);
    try {
      await matrix.logout();
    } catch (error) {
      showToast(errorText(error, t));
      onClose();
    }
  };
  return (
    <Modal
      kind="confirm"
      title={t('settings.signOutTitle')}
      closeLabel={t('common.close')}
      onClose={onClose}
    >
      <p>{t('settings.signOutHint')}</p>
      <ModalActions>
        <Button look="text" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          look="danger"
          isBusy={isBusy}
          onClick={() => void signOut()}
          data-testid="sign-out-confirm"
        >
          {t('settings.signOut')}
        </Button>
      </ModalActions>
    </Modal>
  );
}
