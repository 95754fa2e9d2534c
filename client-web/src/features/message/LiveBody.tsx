'use client';

import { Navigation } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { rowTime } from '@/lib/dates';
import { distanceBetween, distanceText, mapLink } from '@/lib/places';
import { matrix } from '@/matrix/commands';
import type { LiveLocationContent, MessageItem } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { selectOwnPlace } from '@/store/live';
import { Button } from '@/ui/Button';
import { useNow } from '@/ui/use-now';
import styles from './LiveBody.module.css';

const RENEW_MS = 15_000;
const MINUTE_MS = 60_000;
const SHOWN_DIGITS = 5;

interface LiveBodyProps {
  readonly roomId: string;
  readonly item: MessageItem;
  readonly content: LiveLocationContent;
}

/** Where somebody is for a while, by coordinates: no map is fetched, as whoever serves it would learn who looks where. */
export function LiveBody({ roomId, item, content }: LiveBodyProps) {
  const { t, locale } = useI18n();
  const now = useNow(RENEW_MS);
  const { isBusy, failure, run } = useAction();
  const { place, endsTs } = content;
  const isLive = !content.isStopped && endsTs > now;
  const state = isLive
    ? t('live.ends', { minutes: Math.ceil((endsTs - now) / MINUTE_MS) })
    : t('live.ended');
  return (
    <div className={styles.card} data-live={isLive} data-testid="message-live">
      <span className={styles.disc}>
        <Navigation aria-hidden="true" size={24} />
      </span>
      <span className={styles.lines}>
        <b className={styles.title}>{t('message.live')}</b>
        <span data-testid="live-state">{state}</span>
        {place === null ? (
          isLive && <span>{t('live.waiting')}</span>
        ) : (
          <>
            <span data-testid="live-place">
              {t('media.coordinates', {
                latitude: degrees(place.latitude, locale),
                longitude: degrees(place.longitude, locale),
              })}
            </span>
            <Distance content={content} isOwn={item.isOwn} />
            <span>
              {isLive
                ? t('live.updated', {
                    minutes: Math.floor(Math.max(0, now - place.ts) / MINUTE_MS),
                  })
                : t('live.lastSeen', { time: rowTime(place.ts, now, locale) })}
            </span>
            <a
              className={styles.open}
              href={mapLink(place)}
              target="_blank"
              rel="noopener noreferrer"
            >
              {t('media.openMap')}
            </a>
          </>
        )}
        {failure !== undefined && <span role="alert">{failure}</span>}
        {isLive && item.isOwn && (
          <Button
            look="text"
            className={styles.stop}
            isBusy={isBusy}
            onClick={() => void run(() => matrix.stopLive(roomId))}
            data-testid="live-stop"
          >
            {t('live.stop')}
          </Button>
        )}
      </span>
    </div>
  );
}

const degrees = (value: number, locale: string) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: SHOWN_DIGITS }).format(value);

/** From where this device is, which is known while it tells somebody itself. */
function Distance({
  content: { place },
  isOwn,
}: {
  readonly content: LiveLocationContent;
  readonly isOwn: boolean;
}) {
  const { t, locale } = useI18n();
  const own = useAppState(selectOwnPlace);
  if (isOwn || place === null || own === null) return null;
  return (
    <span>{t('live.away', { distance: distanceText(distanceBetween(own, place), locale) })}</span>
  );
}
