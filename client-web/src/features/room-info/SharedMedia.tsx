'use client';

import { FileText, Link, Mic, Music } from 'lucide-react';
import { useCallback, useEffect, useId, useState } from 'react';
import { errorText, messageText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { dateAndTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { SharedKind } from '@/matrix/protocol/profile';
import { thumbOf } from '@/matrix/thumb';
import type { FoundMessage } from '@/matrix/types';
import { useRoom } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Button } from '@/ui/Button';
import { Card } from '@/ui/Page';
import { PictureCell, PictureGrid } from '@/ui/PictureCell';
import { Spinner } from '@/ui/Spinner';
import { Tabs } from '@/ui/Tabs';
import styles from './SharedMedia.module.css';
import { continued, type Found, refreshed } from './shared-found';

const KINDS: readonly SharedKind[] = ['media', 'files', 'links', 'music', 'voice'];
const EDGE = 160;
/** The tab on which something new appears. */
const sharedAs: Readonly<Record<string, SharedKind>> = {
  image: 'media',
  video: 'media',
  file: 'files',
  audio: 'music',
  text: 'links',
  voice: 'voice',
};
const icons = { files: FileText, links: Link, music: Music, voice: Mic } as const;

const always = () => true;

interface SharedMediaProps {
  readonly roomId: string;
  readonly onShowMessage: (eventId: string) => void;
}

/** What was shared in a room, by kind, newest first. */
export function SharedMedia({ roomId, onShowMessage }: SharedMediaProps) {
  const { t } = useI18n();
  const panelId = useId();
  const [kind, setKind] = useState<SharedKind>('media');
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const last = useRoom(roomId)?.lastMessage ?? null;
  const [newest, setNewest] = useState<string | null>(null);
  // What is only words changes nothing here, and is not worth a request.
  if (last !== null && sharedAs[last.content.kind] === kind && last.eventId !== newest) {
    setNewest(last.eventId);
  }

  /** The page after what is there; with none before it the newest, which joins what is there. */
  const load = useCallback(
    async (wanted: SharedKind, before: Found | null, isWanted: () => boolean = always) => {
      try {
        const page = await matrix.sharedMessages(roomId, wanted, before?.next ?? null);
        if (!isWanted()) return;
        const next = { kind: wanted, ...page };
        setFound((known) => (before === null ? refreshed(known, next) : continued(before, next)));
        setFailure(null);
      } catch (error) {
        if (isWanted()) setFailure(errorText(error, t));
      }
    },
    [roomId, t],
  );

  useEffect(() => {
    let isWanted = true;
    // What it brings is taken in when it comes.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    void load(kind, null, () => isWanted);
    return () => {
      isWanted = false;
    };
  }, [kind, load, newest]);

  const shown = found?.kind === kind ? found : null;
  return (
    <Card title={t('shared.title')} hidesTitle data-testid="shared-media">
      <Tabs
        label={t('shared.title')}
        tabs={KINDS.map((id) => ({ id, title: t(`shared.${id}`) }))}
        chosen={kind}
        onChoose={setKind}
        panelId={panelId}
      />
      <div id={panelId} role="tabpanel" aria-label={t(`shared.${kind}`)}>
        {shown === null && failure === null && <Spinner />}
        {failure !== null && <p className={styles.nothing}>{failure}</p>}
        {shown?.messages.length === 0 && shown.next === null && (
          <p className={styles.nothing} role="status">
            {t('shared.none')}
          </p>
        )}
        {shown !== null && shown.messages.length > 0 && (
          <Entries kind={kind} messages={shown.messages} onShow={onShowMessage} />
        )}
        {shown !== null && shown.next !== null && (
          <Button look="text" onClick={() => void load(kind, shown)}>
            {t('shared.more')}
          </Button>
        )}
      </div>
    </Card>
  );
}

interface EntriesProps {
  readonly kind: SharedKind;
  readonly messages: readonly FoundMessage[];
  readonly onShow: (eventId: string) => void;
}

function Entries({ kind, messages, onShow }: EntriesProps) {
  const { t, locale } = useI18n();
  if (kind === 'media') {
    return (
      <PictureGrid>
        {messages.map((message) => (
          <Picture key={message.eventId} message={message} onShow={onShow} />
        ))}
      </PictureGrid>
    );
  }
  return messages.map(({ eventId, sender, ts, content }) => (
    <ActionRow
      key={eventId}
      icon={icons[kind]}
      label={messageText(content, t)}
      detail={`${sender.name}, ${dateAndTime(ts, locale)}`}
      onClick={() => onShow(eventId)}
      data-testid="shared-entry"
    />
  ));
}

interface PictureProps {
  readonly message: FoundMessage;
  readonly onShow: (eventId: string) => void;
}

function Picture({ message: { eventId, sender, content }, onShow }: PictureProps) {
  const { t } = useI18n();
  if (content.kind !== 'image' && content.kind !== 'video') return null;
  return (
    <PictureCell
      src={thumbOf(content, EDGE)}
      blurHash={content.blurHash}
      isVideo={content.kind === 'video'}
      label={t('shared.picture', { what: messageText(content, t), name: sender.name })}
      onClick={() => onShow(eventId)}
      data-testid="shared-picture"
    />
  );
}
