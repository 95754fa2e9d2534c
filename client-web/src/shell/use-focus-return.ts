'use client';

import { useEffect, useRef } from 'react';
import type { Route } from '@/lib/route';

/** Focus is lost when what held it has slid away and became inert. */
const isFocusLost = () =>
  document.activeElement === document.body ||
  document.activeElement === null ||
  document.activeElement.closest('[inert]') !== null;

const focusOn = (selector: string) =>
  document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });

/** Takes the focus back to where the reader came from: from a closed chat to its row, from a pushed page to the menu. */
export function useFocusReturn({ roomId, panel }: Pick<Route, 'roomId' | 'panel'>): void {
  const before = useRef({ roomId, panel });

  useEffect(() => {
    const left = before.current;
    before.current = { roomId, panel };
    if (!isFocusLost()) return;
    if (panel === 'chats' && left.panel !== 'chats') {
      focusOn(roomId === null ? '[data-testid="main-menu"]' : '#composer');
    } else if (roomId === null && left.roomId !== null) {
      focusOn(`[data-testid="chat-row"][data-room-id="${CSS.escape(left.roomId)}"]`);
    }
  }, [roomId, panel]);
}
