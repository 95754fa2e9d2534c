'use client';

import { Trash } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { fileSize } from '@/lib/file-size';
import { MEDIA_CACHE } from '@/lib/media-channel';
import { SHELL_CACHE } from '@/lib/shell-channel';
import { ActionRow } from '@/ui/ActionRow';
import { Card, Page } from '@/ui/Page';
import { Spinner } from '@/ui/Spinner';
import { showToast } from '@/ui/toast';
import styles from './AccountPage.module.css';

interface Usage {
  readonly media: number;
  readonly app: number;
  readonly rest: number;
  readonly quota: number | null;
  readonly isKept: boolean;
}

async function cacheSize(name: string): Promise<number> {
  if (!(await caches.has(name))) return 0;
  const cache = await caches.open(name);
  let bytes = 0;
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    bytes += (await response?.blob())?.size ?? 0;
  }
  return bytes;
}

async function measure(): Promise<Usage> {
  const [media, app, estimate, isKept] = await Promise.all([
    cacheSize(MEDIA_CACHE),
    cacheSize(SHELL_CACHE),
    navigator.storage.estimate(),
    navigator.storage.persisted(),
  ]);
  const rest = Math.max(0, (estimate.usage ?? 0) - media - app);
  return { media, app, rest, quota: estimate.quota ?? null, isKept };
}

/** What the client keeps on this device, and how to get room again. */
export function StoragePage({ onBack }: { readonly onBack: () => void }) {
  const { t, locale } = useI18n();
  const [usage, setUsage] = useState<Usage | null>(null);
  const { isBusy, failure, run } = useAction();

  const look = useCallback(() => void measure().then(setUsage), []);
  useEffect(look, [look]);

  const clear = async () => {
    if (!(await run(() => caches.delete(MEDIA_CACHE)))) return;
    showToast(t('storage.cleared'));
    look();
  };
  const keep = async () => {
    if (!(await navigator.storage.persist())) showToast(t('storage.notKept'));
    look();
  };

  return (
    <Page
      title={t('settings.page.storage')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="storage-page"
    >
      <Card title={t('storage.used')} note={t('storage.note')}>
        {usage === null ? (
          <Spinner />
        ) : (
          <dl className={styles.facts}>
            <dt>{t('storage.media')}</dt>
            <dd data-testid="storage-media">{fileSize(usage.media, locale)}</dd>
            <dt>{t('storage.app')}</dt>
            <dd>{fileSize(usage.app, locale)}</dd>
            <dt>{t('storage.messages')}</dt>
            <dd>{fileSize(usage.rest, locale)}</dd>
            {usage.quota !== null && (
              <>
                <dt>{t('storage.quota')}</dt>
                <dd>{fileSize(usage.quota, locale)}</dd>
              </>
            )}
          </dl>
        )}
        {failure !== undefined && <p role="alert">{failure}</p>}
        <ActionRow
          icon={Trash}
          label={t('storage.clear')}
          isBusy={isBusy}
          onClick={() => void clear()}
          data-testid="storage-clear"
        />
      </Card>
      {usage?.isKept === false && (
        <Card title={t('storage.keep')} hidesTitle note={t('storage.keepNote')}>
          <ActionRow label={t('storage.keep')} onClick={() => void keep()} />
        </Card>
      )}
    </Page>
  );
}
