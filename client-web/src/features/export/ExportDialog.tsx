'use client';

import { useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { directionOf } from '@/i18n/languages';
import { useAction } from '@/i18n/use-action';
import { fullDateTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { ExportedEvent } from '@/matrix/types';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { RadioRow } from '@/ui/RadioRow';
import { saveFile } from '@/ui/save-file';
import { showToast } from '@/ui/toast';
import { writeHtml, writeJson } from './write';

const FORMATS = ['html', 'json'] as const;

interface ExportDialogProps {
  readonly roomId: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** Fetches the whole history of a chat and gives it away as a file. Closing the dialog stops it. */
export function ExportDialog({ roomId, name, onClose }: ExportDialogProps) {
  const { t, language, locale } = useI18n();
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('html');
  const [count, setCount] = useState(0);
  const isStopped = useRef(false);
  const { isBusy, failure, run } = useAction();

  const stop = () => {
    isStopped.current = true;
    onClose();
  };

  const fetchAll = async () => {
    const events: ExportedEvent[] = [];
    let from: string | null = null;
    do {
      const page = await matrix.exportPage(roomId, from);
      if (isStopped.current) return null;
      events.push(...page.events);
      setCount(events.length);
      from = page.next;
    } while (from !== null);
    return events.reverse();
  };

  const start = async () => {
    const isDone = await run(async () => {
      const events = await fetchAll();
      if (events === null) return;
      if (format === 'json') {
        saveFile(`${name}.json`, 'application/json', writeJson(name, roomId, events));
      } else {
        const time = (ts: number) => fullDateTime(ts, locale);
        const words = { title: name, language, direction: directionOf(language), time };
        saveFile(`${name}.html`, 'text/html', writeHtml(events, words));
      }
      showToast(t('export.done'));
    });
    if (isDone) onClose();
  };

  return (
    <Modal
      title={t('export.title')}
      closeLabel={t('common.close')}
      onClose={stop}
      data-testid="export-dialog"
    >
      <p>{t('export.hint')}</p>
      {FORMATS.map((option) => (
        <RadioRow
          key={option}
          name="export-format"
          label={t(`export.${option}`)}
          isChecked={format === option}
          onCheck={() => setFormat(option)}
          data-testid={`export-${option}`}
        />
      ))}
      {isBusy && <p role="status">{t('export.progress', { count })}</p>}
      {failure !== undefined && <p role="alert">{failure}</p>}
      <ModalActions>
        <Button look="text" onClick={stop}>
          {t('common.cancel')}
        </Button>
        <Button isBusy={isBusy} onClick={() => void start()} data-testid="export-start">
          {t('export.start')}
        </Button>
      </ModalActions>
    </Modal>
  );
}
