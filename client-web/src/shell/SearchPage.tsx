'use client';

import { lazy, Suspense, useState } from 'react';
import { SidePage } from '@/features/room-info/SidePage';
import { ChatSearchPanel } from '@/features/search/ChatSearchPanel';
import { useI18n } from '@/i18n/I18nProvider';
import type { RoomSummary } from '@/matrix/types';

const JumpToDateDialog = lazy(async () => ({
  default: (await import('@/features/timeline/dialogs/JumpToDateDialog')).JumpToDateDialog,
}));

interface SearchPageProps {
  readonly room: RoomSummary;
  readonly onClose: () => void;
  readonly onShowMessage: (eventId: string) => void;
}

/** Finds what was said in the open chat: by words, by who said it, or by the day. */
export function SearchPage({ room, onClose, onShowMessage }: SearchPageProps) {
  const { t } = useI18n();
  const { roomId, activityTs } = room;
  const [isChoosingDay, setIsChoosingDay] = useState(false);
  return (
    <SidePage isFirst title={t('search.inChat')} onBack={onClose} data-testid="search-panel">
      <ChatSearchPanel
        roomId={roomId}
        onShowMessage={onShowMessage}
        onChooseDay={() => setIsChoosingDay(true)}
      />
      {isChoosingDay && (
        <Suspense>
          <JumpToDateDialog
            roomId={roomId}
            day={activityTs}
            onJump={onShowMessage}
            onClose={() => setIsChoosingDay(false)}
          />
        </Suspense>
      )}
    </SidePage>
  );
}
