'use client';

import { createContext, useContext } from 'react';
import type { MessageItem } from '@/matrix/types';
import type { Point } from '@/ui/use-long-press';

/** What the place that shows messages can do with them. */
export interface MessageActions {
  readonly timelineId: string;
  /** Shows another message of the same room. */
  readonly jumpTo: (eventId: string) => void;
  readonly openMenu: (item: MessageItem, point: Point) => void;
  readonly openMedia: (item: MessageItem) => void;
  readonly openThread: (rootId: string) => void;
  readonly openReactions: (item: MessageItem) => void;
  readonly openVersions: (item: MessageItem) => void;
  readonly reply: (item: MessageItem) => void;
  readonly edit: (item: MessageItem) => void;
  readonly remove: (item: MessageItem) => void;
  readonly react: (item: MessageItem, key: string) => void;
  /** Chooses a message or lets go of it; with `isRange` all from the last one on. */
  readonly toggleSelected: (item: MessageItem, isRange: boolean) => void;
}

const nothing = () => undefined;

/** A message in a list of hits or pins can be looked at, no more. */
const none: MessageActions = {
  timelineId: '',
  jumpTo: nothing,
  openMenu: nothing,
  openMedia: nothing,
  openThread: nothing,
  openReactions: nothing,
  openVersions: nothing,
  reply: nothing,
  edit: nothing,
  remove: nothing,
  react: nothing,
  toggleSelected: nothing,
};

export const MessageActionsContext = createContext<MessageActions>(none);

export function useMessageActions(): MessageActions {
  return useContext(MessageActionsContext);
}
