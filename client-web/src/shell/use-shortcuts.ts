'use client';

import { useEffect } from 'react';
import { lockNow } from '@/features/lock/model';
import { selectRoomIds } from '@/store/rooms';
import { appStore } from '@/store/store';
import { goUp, navigate, useRoute } from './use-route';

/** The chat before or after the open one in the list; from none, the first. */
function neighbour(openRoomId: string | null, step: 1 | -1): string | undefined {
  const roomIds = selectRoomIds(appStore.getState());
  const index = openRoomId === null ? -1 : roomIds.indexOf(openRoomId);
  return index === -1 ? roomIds[0] : roomIds[index + step];
}

/**
 * Keys that work everywhere: Alt+Up and Alt+Down walk through the chats, Mod+K searches, Mod+/ lists the keys,
 * Mod+Shift+L locks, Escape goes one level up.
 */
export function useShortcuts(focusSearch: () => void): void {
  const { roomId, panel } = useRoute();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
      const isMod = ctrlKey || metaKey;
      if (altKey && !isMod && !shiftKey && (key === 'ArrowUp' || key === 'ArrowDown')) {
        const next = neighbour(roomId, key === 'ArrowUp' ? -1 : 1);
        if (next === undefined) return;
        event.preventDefault();
        navigate({ roomId: next, panel: 'chats' });
      } else if (isMod && !altKey && !shiftKey && key.toLowerCase() === 'k') {
        event.preventDefault();
        focusSearch();
      } else if (isMod && !altKey && !shiftKey && key === '/') {
        event.preventDefault();
        navigate({ panel: 'settings/shortcuts' });
      } else if (isMod && !altKey && shiftKey && key.toLowerCase() === 'l') {
        event.preventDefault();
        lockNow();
      } else if (key === 'Escape' && document.querySelector('dialog[open]') === null) {
        if (panel !== 'chats' || roomId !== null) goUp();
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [roomId, panel, focusSearch]);
}
