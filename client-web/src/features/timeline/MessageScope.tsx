'use client';

import { type ReactNode, useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { type MessageActions, MessageActionsContext } from '@/features/message/actions';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { parseTimelineId } from '@/lib/timeline-id';
import { matrix } from '@/matrix/commands';
import type { MessageItem } from '@/matrix/types';
import { useRoom } from '@/store/hooks';
import { appStore, setSelection, setViewer } from '@/store/store';
import { showToast } from '@/ui/toast';
import type { Point } from '@/ui/use-long-press';
import { MessageDialogs } from './dialogs/MessageDialogs';
import { ReactionPicker } from './dialogs/ReactionPicker';
import { actionsFor, type MessageMenuAction, permissionsIn } from './menu-model';
import { MessageMenu } from './MessageMenu';
import { nextSelection } from './selection-model';
import { type DialogKind, useMessageAction } from './use-message-actions';

interface MessageScopeProps {
  readonly timelineId: string;
  readonly jumpTo: (eventId: string) => void;
  readonly openThread: (rootId: string) => void;
  readonly children: ReactNode;
}

interface OpenMenu {
  readonly item: MessageItem;
  readonly point: Point;
  readonly selectedText: string;
}

interface OpenDialog {
  readonly kind: DialogKind;
  readonly items: readonly MessageItem[];
}

const DEVELOPER_KEY = 'heliograph.developer';

const neverChanges = () => () => undefined;

/** Whether the reader wants to see what is behind messages: a switch of this device. */
function useIsDeveloper(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => localStorage.getItem(DEVELOPER_KEY) === 'true',
    () => false,
  );
}

/** Messages below it can be acted upon: their menu, and what it asks. */
export function MessageScope({ timelineId, jumpTo, openThread, children }: MessageScopeProps) {
  const { t } = useI18n();
  const { roomId, kind } = parseTimelineId(timelineId);
  const room = useRoom(roomId);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [reactingTo, setReactingTo] = useState<MessageItem | null>(null);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);

  const openDialog = useCallback(
    (dialogKind: DialogKind, items: readonly MessageItem[]) =>
      setDialog({ kind: dialogKind, items }),
    [],
  );
  const act = useMessageAction({ roomId, timelineId, openDialog, openThread });
  const react = useCallback(
    (item: MessageItem, key: string) => {
      if (item.eventId === null) return;
      const isOwn = item.reactions.some((reaction) => reaction.key === key && reaction.isOwn);
      matrix
        .react(roomId, item.eventId, key, !isOwn)
        .catch((error: unknown) => showToast(errorText(error, t)));
    },
    [roomId, t],
  );

  const isDeveloper = useIsDeveloper();
  const permissions = useMemo(
    () => permissionsIn(room, kind === 'thread', isDeveloper),
    [room, kind, isDeveloper],
  );
  const perform = useCallback(
    (action: MessageMenuAction, item: MessageItem) => {
      if (actionsFor(item, permissions, false).includes(action)) act(action, item);
    },
    [permissions, act],
  );

  const actions = useMemo(
    (): MessageActions => ({
      reply: (item) => perform('reply', item),
      edit: (item) => perform('edit', item),
      remove: (item) => perform('delete', item),
      timelineId,
      jumpTo,
      openThread,
      react,
      openMenu: (item, point) => {
        const selectedText = window.getSelection()?.toString() ?? '';
        setMenu({ item, point, selectedText });
      },
      openMedia: (item) => setViewer({ timelineId, key: item.key }),
      openReactions: (item) => openDialog('reactions', [item]),
      openVersions: (item) => openDialog('versions', [item]),
      toggleSelected: (item, isRange) => {
        const { selection, timelines } = appStore.getState();
        const before = selection?.timelineId === timelineId ? selection.keys : [];
        const order = timelines[timelineId]?.order ?? [];
        const keys = nextSelection(before, item.key, isRange, order);
        setSelection(keys.length === 0 ? null : { timelineId, keys });
      },
    }),
    [timelineId, jumpTo, openThread, react, openDialog, perform],
  );

  const close = () => setDialog(null);
  return (
    <MessageActionsContext value={actions}>
      {children}
      {menu && (
        <MessageMenu
          key={`${menu.item.key} ${menu.point.x} ${menu.point.y}`}
          roomId={roomId}
          item={menu.item}
          point={menu.point}
          selectedText={menu.selectedText}
          permissions={permissions}
          onReact={(key) => react(menu.item, key)}
          onMoreReactions={() => setReactingTo(menu.item)}
          onAct={(action) => act(action, menu.item, menu.selectedText)}
          onClose={() => setMenu(null)}
        />
      )}
      {reactingTo && (
        <ReactionPicker
          onPick={(key) => {
            react(reactingTo, key);
            setReactingTo(null);
          }}
          onClose={() => setReactingTo(null)}
        />
      )}
      {dialog && (
        <MessageDialogs
          roomId={roomId}
          kind={dialog.kind}
          items={dialog.items}
          onClose={close}
          onDone={close}
        />
      )}
    </MessageActionsContext>
  );
}
