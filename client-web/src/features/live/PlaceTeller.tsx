'use client';

import { useEffect } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { LivePlace } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { selectLiveShares } from '@/store/live';
import { appStore, setOwnPlace } from '@/store/store';
import { showToast } from '@/ui/toast';
import { isWorthTelling } from './model';

/** Held by the tab that tells: several would tell everything several times. */
const LOCK = 'heliograph.live';
/** Who does not move is not told of by the browser, and is looked for. */
const LOOK_EVERY_MS = 30_000;

/** Tells the chats that were promised it where this device is, as long as a tab is open. Shows nothing. */
export function PlaceTeller() {
  const { t } = useI18n();
  const isTelling = useAppState((state) => selectLiveShares(state).length > 0);

  useEffect(() => {
    if (!isTelling || !('geolocation' in navigator)) return;
    const end = new AbortController();
    const refused = () => {
      end.abort();
      showToast(t('live.refused'));
      // Nobody shall wait for a place that will not come; where the chat cannot be told now, the time ends it.
      for (const { roomId } of selectLiveShares(appStore.getState())) {
        matrix.stopLive(roomId).catch(() => undefined);
      }
    };
    navigator.locks
      .request(LOCK, { signal: end.signal }, () => tellUntil(end.signal, refused))
      // Another tab told until the end.
      .catch(() => undefined);
    return () => {
      end.abort();
      setOwnPlace(null);
    };
  }, [isTelling, t]);

  return null;
}

function tellUntil(end: AbortSignal, refused: () => void): Promise<void> {
  const { geolocation } = navigator;
  const options = { enableHighAccuracy: true, maximumAge: LOOK_EVERY_MS };
  let last: LivePlace | null = null;
  const tell = ({ coords }: GeolocationPosition) => {
    const { latitude, longitude } = coords;
    const place = { latitude, longitude, ts: Date.now() };
    setOwnPlace(place);
    if (end.aborted || !isWorthTelling(last, place)) return;
    last = place;
    // A place that does not arrive is followed by another.
    matrix.tellPlace(place).catch(() => undefined);
  };
  // Any other failure passes: there may be a place again in a moment.
  const fail = ({ code }: GeolocationPositionError) => {
    if (code === GeolocationPositionError.PERMISSION_DENIED) refused();
  };
  const watch = geolocation.watchPosition(tell, fail, options);
  const timer = setInterval(
    () => geolocation.getCurrentPosition(tell, fail, options),
    LOOK_EVERY_MS,
  );
  return new Promise((done) => {
    end.addEventListener('abort', () => {
      geolocation.clearWatch(watch);
      clearInterval(timer);
      done();
    });
  });
}
