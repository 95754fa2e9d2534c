'use client';

import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import type { UserProfile } from '@/matrix/types';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { PanelHeader } from '@/ui/PanelHeader';
import { TextField } from '@/ui/TextField';
import styles from './NewChat.module.css';
import { PeoplePicker } from './PeoplePicker';

interface NewGroupPanelProps {
  readonly onBack: () => void;
  readonly onOpenRoom: (roomId: string) => void;
}

/** Names a group, picks its first members and creates it. */
export function NewGroupPanel({ onBack, onOpenRoom }: NewGroupPanelProps) {
  const { t } = useI18n();
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [people, setPeople] = useState<readonly UserProfile[]>([]);
  const [nameError, setNameError] = useState<string>();
  const { isBusy, failure, run } = useAction();
  const picked = new Set(people.map(({ userId }) => userId));

  const toggle = (person: UserProfile) => {
    setPeople((before) =>
      picked.has(person.userId)
        ? before.filter(({ userId }) => userId !== person.userId)
        : [...before, person],
    );
  };

  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') {
      setNameError(t('newGroup.nameRequired'));
      return;
    }
    await run(async () => {
      const request = { name: name.trim(), invite: [...picked] };
      const description = topic.trim();
      onOpenRoom(
        await matrix.createGroup(description === '' ? request : { ...request, topic: description }),
      );
    });
  };

  return (
    <section
      className={styles.panel}
      aria-label={t('newGroup.title')}
      data-testid="new-group-panel"
    >
      <PanelHeader title={t('newGroup.title')} backLabel={t('common.back')} onBack={onBack} />
      <form className={styles.form} onSubmit={(event) => void create(event)} noValidate>
        <TextField
          autoFocus
          label={t('newGroup.name')}
          value={name}
          error={nameError}
          onChange={(event) => {
            setName(event.target.value);
            setNameError(undefined);
          }}
          maxLength={255}
          autoComplete="off"
          data-testid="group-name"
        />
        <TextField
          label={t('newGroup.topic')}
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
          maxLength={1_000}
          autoComplete="off"
          data-testid="group-topic"
        />
        <h3 className={styles.heading}>{t('newGroup.people')}</h3>
        {people.length > 0 && (
          <ul
            className={styles.chips}
            aria-label={t('newGroup.selected', { count: people.length })}
          >
            {people.map((person) => (
              <li key={person.userId}>
                <Chip person={person} onRemove={() => toggle(person)} />
              </li>
            ))}
          </ul>
        )}
        <div className={styles.picker}>
          <PeoplePicker
            fieldLabel={t('newChat.field')}
            hint={t('newGroup.peopleHint')}
            picked={picked}
            onPick={toggle}
          />
        </div>
        {failure !== undefined && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        <Button type="submit" isBusy={isBusy} data-testid="group-create">
          {t('newGroup.create')}
        </Button>
      </form>
    </section>
  );
}

function Chip({
  person,
  onRemove,
}: {
  readonly person: UserProfile;
  readonly onRemove: () => void;
}) {
  const { t } = useI18n();
  const name = person.displayName ?? person.userId;
  return (
    <button
      type="button"
      className={styles.chip}
      aria-label={t('newGroup.remove', { name })}
      onClick={onRemove}
    >
      <Avatar id={person.userId} name={name} size={32} mxc={person.avatarUrl} />
      <span className={styles.chipName}>{name}</span>
      <X size={16} aria-hidden="true" />
    </button>
  );
}
