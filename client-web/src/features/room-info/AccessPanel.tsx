'use client';

import { Copy, Trash2 } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrixToLink } from '@/lib/matrix-link';
import { matrix } from '@/matrix/commands';
import type { HistoryVisibility, RoomDetails } from '@/matrix/types';
import { useDetails } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { IconButton } from '@/ui/IconButton';
import { Card } from '@/ui/Page';
import { SwitchRow } from '@/ui/SwitchRow';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import styles from './AccessPanel.module.css';
import { EntryCard } from './EntryCard';
import { LinkCard } from './LinkCard';
import { RadioChoice } from './RadioChoice';
import { SidePage, SideScroll } from './SidePage';

const HISTORY: readonly HistoryVisibility[] = ['shared', 'invited', 'joined', 'world_readable'];

interface AccessPanelProps {
  readonly roomId: string;
  readonly onBack: () => void;
}

/** Who gets in and how, what newcomers can read, the addresses of the room, and its version. */
export function AccessPanel({ roomId, onBack }: AccessPanelProps) {
  const { t } = useI18n();
  const details = useDetails(roomId);
  return (
    <SidePage title={t('info.access')} onBack={onBack} data-testid="access-panel">
      <SideScroll>
        {details !== null && (
          <>
            <EntryCard details={details} />
            <LinkCard details={details} />
            <HistoryCard details={details} />
            <AddressCard details={details} />
            {details.mayUpgrade && <UpgradeCard details={details} />}
          </>
        )}
      </SideScroll>
    </SidePage>
  );
}

interface CardProps {
  readonly details: RoomDetails;
}

function useRun(): (command: Promise<unknown>) => void {
  const { t } = useI18n();
  return (command) => {
    command.catch((error: unknown) => showToast(errorText(error, t)));
  };
}

function HistoryCard({ details }: CardProps) {
  const { t } = useI18n();
  return (
    <Card title={t('access.history')} note={t('access.historyNote')}>
      <RadioChoice
        name="history"
        value={details.historyVisibility}
        options={HISTORY.map((visibility) => ({
          value: visibility,
          label: t(`history.${visibility}`),
        }))}
        isDisabled={!details.mayChange.includes('m.room.history_visibility')}
        onChoose={(visibility) => matrix.setHistoryVisibility(details.roomId, visibility)}
        testId="history"
      />
    </Card>
  );
}

function AddressCard({ details }: CardProps) {
  const { t } = useI18n();
  const run = useRun();
  const { roomId, alias, altAliases } = details;
  const [name, setName] = useState('');
  const [isListed, setIsListed] = useState<boolean | null>(null);
  const mayChange = details.mayChange.includes('m.room.canonical_alias');
  const addresses = [...(alias === null ? [] : [alias]), ...altAliases];

  useEffect(() => {
    // A server without a list has nothing to show.
    matrix.isListed(roomId).then(setIsListed, () => undefined);
  }, [roomId]);

  const add = (event: FormEvent) => {
    event.preventDefault();
    const localpart = name.trim().replace(/^#/u, '').replace(/:.*$/u, '');
    if (localpart === '') return;
    run(matrix.addAlias(roomId, localpart).then(() => setName('')));
  };
  const copy = (address: string) => {
    run(navigator.clipboard.writeText(matrixToLink(address)));
    showToast(t('room.linkCopied'));
  };
  const list = (next: boolean) => run(matrix.setListed(roomId, next).then(() => setIsListed(next)));

  return (
    <Card title={t('access.addresses')}>
      {addresses.map((address) => (
        <div key={address} className={styles.address} data-testid="room-address">
          <span dir="auto">{address}</span>
          <IconButton
            icon={Copy}
            iconSize={20}
            label={t('access.copy', { address })}
            onClick={() => copy(address)}
          />
          {mayChange && (
            <IconButton
              icon={Trash2}
              iconSize={20}
              label={t('access.remove', { address })}
              onClick={() => run(matrix.removeAlias(roomId, address))}
            />
          )}
        </div>
      ))}
      {mayChange && (
        <form className={styles.form} onSubmit={add}>
          <TextField
            label={t('access.newAddress')}
            value={name}
            maxLength={100}
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
            data-testid="address-name"
          />
          <Button type="submit" look="text" data-testid="address-add">
            {t('access.add')}
          </Button>
        </form>
      )}
      {isListed !== null && (
        <SwitchRow
          label={t('access.listed')}
          detail={t('access.listedHint')}
          isOn={isListed}
          isDisabled={!mayChange}
          onChange={list}
          data-testid="access-listed"
        />
      )}
    </Card>
  );
}

function UpgradeCard({ details }: CardProps) {
  const { t } = useI18n();
  const [isAsking, setIsAsking] = useState(false);
  const upgrade = async () => {
    try {
      await matrix.upgradeRoom(details.roomId);
      showToast(t('access.upgraded'));
    } catch (error) {
      showToast(errorText(error, t));
    }
  };
  return (
    <Card title={t('access.version')} note={t('access.versionNote', { version: details.version })}>
      <Button look="text" onClick={() => setIsAsking(true)} data-testid="room-upgrade">
        {t('access.upgrade')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('access.upgradeTitle')}
          confirmLabel={t('access.upgrade')}
          cancelLabel={t('common.cancel')}
          closeLabel={t('common.close')}
          onConfirm={upgrade}
          onClose={() => setIsAsking(false)}
          data-testid="room-upgrade-confirm"
        >
          <p>{t('access.upgradeHint')}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
