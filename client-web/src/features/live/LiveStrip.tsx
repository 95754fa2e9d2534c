'use client';

import { Navigation } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrix } from '@/matrix/commands';
import { useAppState } from '@/store/hooks';
import { selectLiveShare } from '@/store/live';
import { Button } from '@/ui/Button';
import { useNow } from '@/ui/use-now';
import styles from './LiveStrip.module.css';

const RENEW_MS = 15_000;
const MINUTE_MS = 60_000;

/** That this device tells the chat where it is, for how long, and the way to end it. */
export function LiveStrip({ roomId }: { readonly roomId: string }) {
  const { t } = useI18n();
  const now = useNow(RENEW_MS);
  const share = useAppState((state) => selectLiveShare(state, roomId));
  const { isBusy, failure, run } = useAction();
  if (share === null || share.endsTs <= now) return null;
  const minutes = Math.ceil((share.endsTs - now) / MINUTE_MS);
  return (
    <section className={styles.strip} aria-label={t('live.title')} data-testid="live-strip">
      <Navigation className={styles.icon} size={20} aria-hidden="true" />
      <span className={styles.words}>{failure ?? t('live.sharing', { minutes })}</span>
      <Button
        look="text"
        isBusy={isBusy}
        onClick={() => void run(() => matrix.stopLive(roomId))}
        data-testid="live-strip-stop"
      >
        {t('live.stop')}
      </Button>
    </section>
  );
}
