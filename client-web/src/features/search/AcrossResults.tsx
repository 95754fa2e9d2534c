'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { messageText } from '@/i18n/plain-words';
import { dateAndTime, rowTime } from '@/lib/dates';
import { messageFragment } from '@/lib/route';
import type { AcrossSearch, FoundAcross } from '@/matrix/protocol/across';
import { thumbOf } from '@/matrix/thumb';
import { useRoom } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { ListRow } from '@/ui/ListRow';
import { PictureCell, PictureGrid } from '@/ui/PictureCell';
import { ListSkeleton } from '@/ui/Skeleton';
import { Spinner } from '@/ui/Spinner';
import { useNow } from '@/ui/use-now';
import type { Found } from './across-found';
import styles from './AcrossResults.module.css';
import { snippet } from './model';
import { useAcross } from './use-across';

const EDGE = 160;
const MINUTE_MS = 60_000;
/** Fewer letters stand in too many messages. */
const SHORTEST_WORDS = 3;

interface AcrossResultsProps {
  readonly kind: AcrossSearch['kind'];
  readonly query: string;
}

/** What stands in all chats, the newest first, encrypted ones included: as far back as was looked, which is said. */
export function AcrossResults({ kind, query }: AcrossResultsProps) {
  const { t } = useI18n();
  const term = query.trim();
  const isAsked = kind !== 'messages' || term.length >= SHORTEST_WORDS;
  const { found, isBusy, failure, goOn } = useAcross(isAsked ? { kind, term } : null);
  return (
    <div className={styles.results} aria-busy={isBusy} data-testid="across-results">
      {!isAsked && <p className={styles.note}>{t('search.typeWords')}</p>}
      {isBusy && found === null && <ListSkeleton rows={4} />}
      {found !== null && <Hits kind={kind} term={term} messages={found.messages} />}
      {failure !== null && (
        <p className={styles.note} role="alert">
          {failure}
        </p>
      )}
      {isBusy && found !== null && <Spinner className={styles.spinner} />}
      {found !== null && !isBusy && <Reach found={found} onGoOn={goOn} />}
    </div>
  );
}

interface HitsProps {
  readonly kind: AcrossSearch['kind'];
  readonly term: string;
  readonly messages: readonly FoundAcross[];
}

function Hits({ kind, term, messages }: HitsProps) {
  const { t } = useI18n();
  if (messages.length === 0) return null;
  if (kind === 'media') {
    return (
      <PictureGrid>
        {messages.map((message) => (
          <PictureHit key={message.eventId} message={message} />
        ))}
      </PictureGrid>
    );
  }
  return (
    <ul className={styles.hits} aria-label={t('search.results')}>
      {messages.map((message) => (
        <li key={message.eventId}>
          <Hit message={message} term={term} />
        </li>
      ))}
    </ul>
  );
}

interface HitProps {
  readonly message: FoundAcross;
}

function Hit({ message, term }: HitProps & { readonly term: string }) {
  const { roomId, eventId, sender, ts, content } = message;
  const { t, locale } = useI18n();
  const now = useNow(MINUTE_MS);
  const room = useRoom(roomId);
  const text = snippet(messageText(content, t), term);
  return (
    <ListRow
      id={room?.directUserId ?? roomId}
      title={room?.name ?? t('room.empty')}
      avatarUrl={room?.avatarUrl ?? null}
      subtitle={t('timeline.announce', { name: sender.name, text })}
      end={<span className={styles.time}>{rowTime(ts, now, locale)}</span>}
      href={messageFragment(roomId, eventId)}
      data-testid="across-hit"
    />
  );
}

function PictureHit({ message: { roomId, eventId, sender, content } }: HitProps) {
  const { t } = useI18n();
  if (content.kind !== 'image' && content.kind !== 'video') return null;
  return (
    <PictureCell
      src={thumbOf(content, EDGE)}
      blurHash={content.blurHash}
      isVideo={content.kind === 'video'}
      label={t('shared.picture', { what: messageText(content, t), name: sender.name })}
      href={messageFragment(roomId, eventId)}
      data-testid="across-picture"
    />
  );
}

interface ReachProps {
  readonly found: Found;
  readonly onGoOn: () => void;
}

/** How far was looked. Nothing is said not to be there that was not looked at. */
function Reach({ found: { messages, next, completeSince }, onGoOn }: ReachProps) {
  const { t, locale } = useI18n();
  if (next === null || completeSince === null) {
    return (
      <p className={styles.note} role="status">
        {t(messages.length === 0 ? 'search.nothingAnywhere' : 'search.lookedAtAll')}
      </p>
    );
  }
  return (
    <div className={styles.more}>
      <p className={styles.note} role="status" data-testid="across-reach">
        {t('search.lookedBackAll', { date: dateAndTime(completeSince, locale) })}
      </p>
      <Button look="text" onClick={onGoOn} data-testid="across-more">
        {t('search.goOn')}
      </Button>
    </div>
  );
}
