'use client';

import { useEffect } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { connectionText, isServerAway } from '@/i18n/plain-words';
import { matrix } from '@/matrix/commands';
import type { ConnectionState } from '@/matrix/types';
import { useConnection } from '@/store/hooks';
import { announce } from '@/ui/announce';
import { Spinner } from '@/ui/Spinner';
import { useOnline } from '@/ui/use-online';
import { useNow } from '@/ui/use-now';
import styles from './ConnectionBar.module.css';

const SECOND_MS = 1_000;

/** What keeps messages from coming and going at the moment; nothing while all is well. */
export function ConnectionBar() {
  const connection = useConnection();
  if (connection.phase === 'online') return null;
  return <Trouble connection={connection} />;
}

function Trouble({ connection }: { readonly connection: ConnectionState }) {
  const { t } = useI18n();
  const isBrowserOnline = useOnline();
  const words = connectionText(connection, isBrowserOnline, useNow(SECOND_MS), t);
  useConnectionNews(connection, isBrowserOnline);

  return (
    <div className={styles.bar} data-testid="connection-bar" data-phase={connection.phase}>
      <Spinner />
      <span className={styles.words}>{words}</span>
      {isServerAway(connection, isBrowserOnline) && (
        <button
          type="button"
          className={styles.retry}
          onClick={() => {
            // Whatever comes of it shows in this bar.
            matrix.retryConnection().catch(() => undefined);
          }}
          data-testid="connection-retry"
        >
          {t('connection.retryNow')}
        </button>
      )}
    </div>
  );
}

/** Tells screen readers of each change, not of every second of the countdown. */
function useConnectionNews(connection: ConnectionState, isBrowserOnline: boolean): void {
  const { t } = useI18n();
  const retryAt = connection.phase === 'offline' ? connection.retryAt : 0;
  const news = connectionText(connection, isBrowserOnline, retryAt, t);
  useEffect(() => {
    if (news !== null) announce(news);
  }, [news]);
}
