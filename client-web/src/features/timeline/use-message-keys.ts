'use client';

import type { KeyboardEvent as ReactKeyboardEvent } from 'react';
import { type MessageActions, useMessageActions } from '@/features/message/actions';
import type { MessageItem } from '@/matrix/types';
import type { TimelineState } from '@/store/timelines';

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowUp: -1, ArrowDown: 1 };

/** Keys on messages: Up and Down walk, Enter opens the menu, Space chooses, R answers, E edits, Delete deletes. */
export function useMessageKeys({ items }: TimelineState) {
  const actions = useMessageActions();
  return (event: ReactKeyboardEvent<HTMLDivElement>) => {
    const hasModifier = event.altKey || event.ctrlKey || event.metaKey;
    const isControl = (event.target as Element).closest('button, a, input, video, [role=slider]');
    if (hasModifier || isControl) return;
    const step = STEPS[event.key];
    if (step !== undefined) return walk(event, step);
    const node = (event.target as Element).closest<HTMLElement>('[data-key]');
    const item = items[node?.dataset.key ?? ''];
    if (node && item?.kind === 'message' && act(event, node, item, actions)) event.preventDefault();
  };
}

/** From the region itself Up enters at the newest. */
function walk(event: ReactKeyboardEvent<HTMLDivElement>, step: 1 | -1): void {
  const nodes = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-key]')];
  const current = nodes.findIndex((node) => node.contains(document.activeElement));
  const next = current === -1 ? nodes[nodes.length - 1] : nodes[current + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

function act(
  { key, shiftKey }: ReactKeyboardEvent,
  node: HTMLElement,
  item: MessageItem,
  actions: MessageActions,
): boolean {
  const isMenu = key === 'Enter' || key === 'ContextMenu' || (key === 'F10' && shiftKey);
  if (isMenu) {
    const bubble = (node.querySelector('[data-bubble]') ?? node).getBoundingClientRect();
    actions.openMenu(item, { x: bubble.left + 16, y: bubble.top + 16 });
    return true;
  }
  switch (key) {
    case ' ':
      actions.toggleSelected(item, shiftKey);
      return true;
    case 'r':
      actions.reply(item);
      return true;
    case 'e':
      actions.edit(item);
      return true;
    case 'Delete':
      actions.remove(item);
      return true;
    default:
      return false;
  }
}
