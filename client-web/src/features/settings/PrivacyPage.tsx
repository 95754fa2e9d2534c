'use client';

import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { PrivacyState } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { selectPrivacy } from '@/store/settings';
import { Button } from '@/ui/Button';
import { ListRow } from '@/ui/ListRow';
import { Card, Page } from '@/ui/Page';
import { SwitchRow } from '@/ui/SwitchRow';
import { TextField } from '@/ui/TextField';
import { useWished } from '@/ui/use-wished';
import styles from './PrivacyPage.module.css';

type Shared = Exclude<keyof PrivacyState, 'blocked' | 'blocksInvites'>;

const SHARED: readonly Shared[] = ['sharesReceipts', 'sharesTyping', 'sharesPresence'];

/** What others see of one's doings, and who may come near. */
export function PrivacyPage({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const { shown: privacy, wish, giveUp } = useWished(useAppState(selectPrivacy));
  const { failure, run } = useAction();
  const change = async (part: Partial<Omit<PrivacyState, 'blocked'>>) => {
    if (privacy) wish({ ...privacy, ...part });
    if (!(await run(() => matrix.setPrivacy(part)))) giveUp();
  };
  return (
    <Page
      title={t('settings.page.privacy')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="privacy-page"
    >
      {failure !== undefined && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <Card title={t('privacy.seen')} note={t('privacy.seenNote')}>
        {SHARED.map((part) => (
          <SwitchRow
            key={part}
            label={t(`privacy.${part}`)}
            detail={t(`privacy.${part}Hint`)}
            isOn={privacy?.[part] ?? true}
            isDisabled={privacy === null}
            onChange={(isOn) => void change({ [part]: isOn })}
            data-testid={`privacy-${part}`}
          />
        ))}
      </Card>
      <Card title={t('privacy.invites')}>
        <SwitchRow
          label={t('privacy.blocksInvites')}
          detail={t('privacy.blocksInvitesHint')}
          isOn={privacy?.blocksInvites ?? false}
          isDisabled={privacy === null}
          onChange={(isOn) => void change({ blocksInvites: isOn })}
          data-testid="privacy-blocksInvites"
        />
      </Card>
      <BlockedCard blocked={privacy?.blocked ?? []} />
    </Page>
  );
}

const isUserId = (text: string) => /^@[^:\s]+:\S+$/u.test(text);

function BlockedCard({ blocked }: { readonly blocked: readonly string[] }) {
  const { t } = useI18n();
  const [typed, setTyped] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const { isBusy, failure, run, forgive } = useAction();

  const block = async (event: FormEvent) => {
    event.preventDefault();
    const userId = typed.trim();
    if (!isUserId(userId)) return setIsWrong(true);
    if (await run(() => matrix.setBlocked(userId, true))) setTyped('');
  };

  return (
    <Card title={t('privacy.blocked')} note={t('privacy.blockedNote')}>
      {blocked.length === 0 && <p className={styles.empty}>{t('privacy.nobodyBlocked')}</p>}
      {blocked.map((userId) => (
        <ListRow
          key={userId}
          id={userId}
          title={userId}
          subtitle={t('privacy.unblock')}
          isBusy={isBusy}
          onClick={() => void run(() => matrix.setBlocked(userId, false))}
          data-testid="blocked-row"
          data-user-id={userId}
        />
      ))}
      <form className={styles.form} onSubmit={(event) => void block(event)}>
        <TextField
          label={t('privacy.blockAddress')}
          error={isWrong ? t('privacy.addressWrong') : failure}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setIsWrong(false);
            forgive();
          }}
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          data-testid="block-address"
        />
        {typed.trim() !== '' && (
          <Button type="submit" isBusy={isBusy} data-testid="block-add">
            {t('privacy.block')}
          </Button>
        )}
      </form>
    </Card>
  );
}
