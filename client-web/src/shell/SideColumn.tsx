'use client';

import { lazy, type ReactNode, Suspense, useLayoutEffect, useRef } from 'react';
import { Composer } from '@/features/composer/Composer';
import { ThreadPanel } from '@/features/timeline/ThreadPanel';
import { formatFragment, HOME, parseFragment, type Route } from '@/lib/route';
import { threadTimeline } from '@/lib/timeline-id';
import { useRoom } from '@/store/hooks';
import { tokenCurve, tokenMs } from '@/ui/motion';
import { useHasKeyboard } from '@/ui/use-has-keyboard';
import { useLingering } from '@/ui/use-lingering';
import styles from './Columns.module.css';
import { Region } from './Region';
import { navigate } from './use-route';

const RightColumn = lazy(async () => ({ default: (await import('./RightColumn')).RightColumn }));

interface SideColumnProps {
  readonly route: Route;
  /** It stands beside the chat, which makes room for it. */
  readonly pushes: boolean;
}

/** What the right column is about; null where there is none. As text, so that the same is the same value. */
export function sideOf({ roomId, side, person, thread, panel }: Route): string | null {
  if (roomId === null || panel !== 'chats' || (side === null && thread === null)) return null;
  return formatFragment({ ...HOME, roomId, side, person, thread });
}

/** The right column, which slides in over or beside the chat and out again: a thread, or what there is to know. */
export function SideColumn({ route, pushes }: SideColumnProps) {
  const wanted = sideOf(route);
  const shown = useLingering(wanted);
  const column = useRef<HTMLElement>(null);
  const isOpen = wanted !== null;
  useMakingWay(column, isOpen, pushes);
  if (shown === null) return null;
  return (
    <aside
      ref={column}
      className={styles.right}
      data-open={isOpen}
      inert={!isOpen}
      data-testid="right-column"
    >
      <Inside route={parseFragment(shown)} />
    </aside>
  );
}

function Inside({ route }: Pick<SideColumnProps, 'route'>): ReactNode {
  const { roomId, side, person, thread } = route;
  const hasKeyboard = useHasKeyboard();
  const maySend = useRoom(roomId ?? '')?.maySend ?? false;
  if (roomId === null) return null;
  if (thread !== null) {
    return (
      <Region resetKey={thread}>
        <ThreadPanel
          key={thread}
          roomId={roomId}
          rootId={thread}
          onJump={(eventId) => navigate({ eventId })}
          onClose={() => navigate({ thread: null })}
        >
          {maySend && (
            <Composer timelineId={threadTimeline(roomId, thread)} hasKeyboard={hasKeyboard} />
          )}
        </ThreadPanel>
      </Region>
    );
  }
  if (side === null) return null;
  return (
    <Region resetKey={side}>
      <Suspense>
        <RightColumn roomId={roomId} side={side} person={person} />
      </Suspense>
    </Region>
  );
}

/** The chat gets its new width at once; that it glides to its new middle is only shown. */
function useMakingWay(
  column: { readonly current: HTMLElement | null },
  isOpen: boolean,
  pushes: boolean,
): void {
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    if (wasOpen.current === isOpen) return;
    wasOpen.current = isOpen;
    const chat = column.current?.previousElementSibling;
    if (!pushes || column.current === null || !(chat instanceof HTMLElement)) return;
    const isRightToLeft = getComputedStyle(chat).direction === 'rtl';
    const way = (column.current.offsetWidth / 2) * (isOpen === isRightToLeft ? -1 : 1);
    chat.animate([{ transform: `translateX(${way}px)` }, { transform: 'none' }], {
      duration: tokenMs('--duration-layer'),
      easing: tokenCurve('--curve-layer'),
    });
  }, [isOpen, pushes, column]);
}
