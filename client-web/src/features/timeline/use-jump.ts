'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { timelineAround } from '@/lib/timeline-id';
import { matrix } from '@/matrix/commands';
import { appStore, forgetTimeline } from '@/store/store';
import { showToast } from '@/ui/toast';

/** An event to show; the serial tells a second wish for the same from the first. */
export interface Target {
  readonly eventId: string;
  readonly serial: number;
}

interface View {
  readonly timelineId: string;
  readonly target: Target | null;
}

function isLoaded(timelineId: string, eventId: string): boolean {
  const items = appStore.getState().timelines[timelineId]?.items ?? {};
  return Object.values(items).some((item) => item.eventId === eventId);
}

/** Which run of a room's messages is shown: the newest, or what surrounds an old one that was jumped to. */
export function useJump(roomId: string) {
  const { t } = useI18n();
  const [view, setView] = useState<View>({ timelineId: roomId, target: null });
  const serial = useRef(0);
  const { timelineId } = view;

  useEffect(() => {
    if (timelineId === roomId) return;
    matrix.openRoom(timelineId).catch(() => undefined);
    return () => {
      matrix.closeRoom(timelineId).catch(() => undefined);
      forgetTimeline(timelineId);
    };
  }, [roomId, timelineId]);

  const jumpTo = useCallback(
    async (eventId: string) => {
      serial.current += 1;
      const target = { eventId, serial: serial.current };
      const loaded = [timelineId, roomId].find((id) => isLoaded(id, eventId));
      if (loaded !== undefined) return setView({ timelineId: loaded, target });
      const around = timelineAround(roomId, eventId);
      try {
        await matrix.openRoom(around);
        // Another jump may have been asked for meanwhile.
        if (serial.current === target.serial) setView({ timelineId: around, target });
      } catch (error) {
        const isMissing = error instanceof Error && 'code' in error && error.code === 'notFound';
        showToast(isMissing ? t('actions.jumpMissing') : errorText(error, t));
      } finally {
        matrix.closeRoom(around).catch(() => undefined);
      }
    },
    [roomId, timelineId, t],
  );

  const toLive = useCallback(() => {
    serial.current += 1;
    setView({ timelineId: roomId, target: null });
  }, [roomId]);

  return { ...view, jumpTo, toLive };
}
