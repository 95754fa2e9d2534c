'use client';

import type { MessageItem } from '@/matrix/types';
import type { DialogKind } from '../use-message-actions';
import { DeleteDialog } from './DeleteDialog';
import { ForwardDialog } from './ForwardDialog';
import { ReactorsDialog, ReadersDialog } from './PeopleDialog';
import { ReportDialog } from './ReportDialog';
import { SourceDialog } from './SourceDialog';
import { VersionsDialog } from './VersionsDialog';

interface MessageDialogsProps {
  readonly roomId: string;
  readonly kind: DialogKind;
  readonly items: readonly MessageItem[];
  readonly onClose: () => void;
  /** Something was done with the chosen messages. */
  readonly onDone: () => void;
}

/** The question or list that an action on messages opens. */
export function MessageDialogs({ roomId, kind, items, onClose, onDone }: MessageDialogsProps) {
  const eventIds = items.flatMap(({ eventId }) => eventId ?? []);
  const [eventId] = eventIds;
  if (eventId === undefined) return null;
  const single = { roomId, eventId, onClose };
  switch (kind) {
    case 'delete':
      return <DeleteDialog roomId={roomId} eventIds={eventIds} onClose={onClose} onDone={onDone} />;
    case 'forward':
      return (
        <ForwardDialog roomId={roomId} eventIds={eventIds} onClose={onClose} onDone={onDone} />
      );
    case 'report':
      return <ReportDialog {...single} />;
    case 'source':
      return <SourceDialog {...single} />;
    case 'versions':
      return <VersionsDialog {...single} />;
    case 'seen':
      return <ReadersDialog {...single} />;
    case 'reactions':
      return <ReactorsDialog {...single} />;
  }
}
