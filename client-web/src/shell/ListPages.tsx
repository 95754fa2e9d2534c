'use client';

import { ArchivePanel } from '@/features/chat-list/ArchivePanel';
import { FoldersPanel } from '@/features/folders/FoldersPanel';
import { ExplorePanel } from '@/features/invites/ExplorePanel';
import { JoinPanel } from '@/features/invites/JoinPanel';
import { ContactsPanel } from '@/features/new-chat/ContactsPanel';
import { NewChannelPanel } from '@/features/new-chat/NewChannelPanel';
import { NewChatPanel } from '@/features/new-chat/NewChatPanel';
import { NewGroupPanel } from '@/features/new-chat/NewGroupPanel';
import type { Panel } from '@/lib/route';
import { useRoute } from './use-route';

interface ListPagesProps {
  readonly page: Panel;
  readonly onBack: () => void;
  readonly onOpenRoom: (roomId: string) => void;
}

/** The pages about chats that are pushed over the list; loaded when the first of them is opened. */
export function ListPages({ page, onBack, onOpenRoom }: ListPagesProps) {
  const { link } = useRoute();
  switch (page) {
    case 'archive':
      return <ArchivePanel onBack={onBack} />;
    case 'contacts':
      return <ContactsPanel onBack={onBack} onOpenRoom={onOpenRoom} />;
    case 'explore':
      return <ExplorePanel onBack={onBack} onOpenRoom={onOpenRoom} />;
    case 'folders':
      return <FoldersPanel onBack={onBack} />;
    case 'join':
      return <JoinPanel key={link} initial={link} onBack={onBack} onOpenRoom={onOpenRoom} />;
    case 'new-channel':
      return <NewChannelPanel onBack={onBack} onOpenRoom={onOpenRoom} />;
    case 'new-chat':
      return <NewChatPanel onBack={onBack} onOpenRoom={onOpenRoom} />;
    case 'new-group':
      return <NewGroupPanel onBack={onBack} onOpenRoom={onOpenRoom} />;
    default:
      return null;
  }
}
