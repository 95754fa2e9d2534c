'use client';

import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { Button } from '@/ui/Button';
import { PanelHeader } from '@/ui/PanelHeader';
import { SwitchRow } from '@/ui/SwitchRow';
import { TextField } from '@/ui/TextField';
import styles from './NewChat.module.css';

interface NewChannelPanelProps {
  readonly onBack: () => void;
  readonly onOpenRoom: (roomId: string) => void;
}

/** Creates a channel: one writes, many read. */
export function NewChannelPanel({ onBack, onOpenRoom }: NewChannelPanelProps) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [isPublic, setIsPublic] = useState(false);
  const [nameError, setNameError] = useState<string>();
  const { isBusy, failure, run } = useAction();

  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') {
      setNameError(t('newChannel.nameRequired'));
      return;
    }
    await run(async () => {
      const request = { name: name.trim(), topic: topic.trim(), isPublic };
      onOpenRoom(await matrix.createChannel(request));
    });
  };

  return (
    <section
      className={styles.panel}
      aria-label={t('newChannel.title')}
      data-testid="new-channel-panel"
    >
      <PanelHeader title={t('newChannel.title')} backLabel={t('common.back')} onBack={onBack} />
      <form className={styles.form} onSubmit={(event) => void create(event)}>
        <TextField
          label={t('newChannel.name')}
          error={nameError}
          autoFocus
          maxLength={128}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setNameError(undefined);
          }}
          data-testid="channel-name"
        />
        <TextField
          label={t('newGroup.topic')}
          maxLength={512}
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
        />
        <SwitchRow
          label={t('newChannel.public')}
          detail={t('newChannel.publicHint')}
          isOn={isPublic}
          onChange={setIsPublic}
          data-testid="channel-public"
        />
        {failure !== undefined && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        <Button type="submit" isBusy={isBusy} data-testid="channel-create">
          {t('newChannel.create')}
        </Button>
      </form>
    </section>
  );
}
