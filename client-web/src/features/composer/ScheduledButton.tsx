'use client';

import { CalendarClock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import { useI18n } from '@/i18n/I18nProvider';
import { useAppState } from '@/store/hooks';
import { selectScheduled } from '@/store/scheduled';
import { IconButton } from '@/ui/IconButton';

const ScheduledDialog = lazy(async () => ({
  default: (await import('./ScheduledDialog')).ScheduledDialog,
}));

/** Leads to what waits to be sent here; not there while nothing does. */
export function ScheduledButton({ roomId }: { readonly roomId: string }) {
  const { t } = useI18n();
  const count = useAppState((state) => selectScheduled(state, roomId).length);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      {count > 0 && (
        <IconButton
          icon={CalendarClock}
          label={t('schedule.open', { count })}
          onClick={() => setIsOpen(true)}
          data-testid="scheduled-open"
        />
      )}
      {isOpen &&
        // The composer is a form, in which there can be no other.
        createPortal(
          <Suspense>
            <ScheduledDialog roomId={roomId} onClose={() => setIsOpen(false)} />
          </Suspense>,
          document.body,
        )}
    </>
  );
}
