'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { parseMatrixTarget } from '@/lib/matrix-link';
import { matrix } from '@/matrix/commands';
import type { RoomPreview } from '@/matrix/types';
import { Button } from '@/ui/Button';
import { PanelHeader } from '@/ui/PanelHeader';
import { TextField } from '@/ui/TextField';
import styles from './JoinPanel.module.css';
import { RoomPreviewCard } from './RoomPreviewCard';

interface JoinPanelProps {
  /** What is looked up at once; it may come from any page on the web. */
  readonly initial: string | null;
  readonly onBack: () => void;
  readonly onOpenRoom: (roomId: string) => void;
}

/** Finds a room by a link or an address and shows it before one goes in. */
export function JoinPanel({ initial, onBack, onOpenRoom }: JoinPanelProps) {
  const { t } = useI18n();
  const [link, setLink] = useState(initial ?? '');
  const [failure, setFailure] = useState<string>();
  const [found, setFound] = useState<{ link: string; preview: RoomPreview } | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  const look = async () => {
    const target = parseMatrixTarget(link);
    if (target === null) {
      setFailure(t('join.noLink'));
      return;
    }
    setIsBusy(true);
    try {
      if (target.kind === 'user') onOpenRoom(await matrix.createDirect(target.id));
      else setFound({ link, preview: await matrix.previewRoom(link) });
    } catch (error) {
      setFailure(errorText(error, t));
    } finally {
      setIsBusy(false);
    }
  };

  useEffect(() => {
    // A room is only shown. To write to somebody is for the reader to decide.
    if (initial === null || parseMatrixTarget(initial)?.kind === 'user') return;
    // What it finds is taken in when it comes.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    void look();
    // Only what was there at first; what is typed waits for its button.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    void look();
  };

  return (
    <section className={styles.panel} aria-label={t('join.title')} data-testid="join-panel">
      <PanelHeader title={t('join.title')} backLabel={t('common.back')} onBack={onBack} />
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label={t('join.field')}
          hint={t('join.hint')}
          error={failure}
          autoFocus
          autoCapitalize="none"
          spellCheck={false}
          value={link}
          onChange={(event) => {
            setLink(event.target.value);
            setFailure(undefined);
          }}
          data-testid="join-link"
        />
        <Button type="submit" isBusy={isBusy} data-testid="join-look">
          {t('join.look')}
        </Button>
      </form>
      {found !== null && (
        <RoomPreviewCard link={found.link} preview={found.preview} onOpenRoom={onOpenRoom} />
      )}
    </section>
  );
}
