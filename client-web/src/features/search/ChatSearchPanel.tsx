'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { errorText, messageText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { dateAndTime, rowTime } from '@/lib/dates';
import { matrix } from '@/matrix/commands';
import type { ChatSearch } from '@/matrix/protocol/chat-list';
import type { FoundMessage } from '@/matrix/types';
import { Button } from '@/ui/Button';
import { ListRow } from '@/ui/ListRow';
import { SearchField } from '@/ui/SearchField';
import { Spinner } from '@/ui/Spinner';
import { useNow } from '@/ui/use-now';
import { ChatSearchChips } from './ChatSearchChips';
import styles from './ChatSearchPanel.module.css';

const MINUTE_MS = 60_000;
const PAUSE_MS = 300;

interface Found {
  readonly messages: readonly FoundMessage[];
  readonly next: string | null;
  readonly lookedBackTo: number | null;
}

interface ChatSearchPanelProps {
  readonly roomId: string;
  readonly onShowMessage: (eventId: string) => void;
  readonly onChooseDay: () => void;
}

/** Messages of one chat by their words and by who wrote them, the newest first. */
export function ChatSearchPanel({ roomId, onShowMessage, onChooseDay }: ChatSearchPanelProps) {
  const { t, locale } = useI18n();
  const now = useNow(MINUTE_MS);
  const [term, setTerm] = useState('');
  const [senderId, setSenderId] = useState<string | null>(null);
  const [found, setFound] = useState<Found | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const wanted = term.trim();
  const isAsked = wanted !== '' || senderId !== null;

  useEffect(() => {
    // Without an answer one may choose among those who are known already.
    matrix.loadMembers(roomId).catch(() => undefined);
  }, [roomId]);

  useEffect(() => {
    if (!isAsked) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      setIsBusy(true);
      setFailure(null);
      look(roomId, { term: wanted, senderId }, null)
        .then(
          (page) => isCurrent && setFound(page),
          (error: unknown) => isCurrent && setFailure(errorText(error, t)),
        )
        .finally(() => isCurrent && setIsBusy(false));
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [roomId, wanted, senderId, isAsked, t]);

  const goOn = async (event: FormEvent) => {
    event.preventDefault();
    if (found === null) return;
    setIsBusy(true);
    try {
      const page = await look(roomId, { term: wanted, senderId }, found.next);
      setFound({ ...page, messages: [...found.messages, ...page.messages] });
    } catch (error) {
      setFailure(errorText(error, t));
    } finally {
      setIsBusy(false);
    }
  };

  const shown = isAsked ? found : null;
  return (
    <div className={styles.panel} aria-busy={isBusy}>
      <div className={styles.field}>
        <SearchField
          autoFocus
          value={term}
          onChange={setTerm}
          label={t('search.inChat')}
          clearLabel={t('search.clear')}
          data-testid="chat-search-field"
        />
      </div>
      <ChatSearchChips
        roomId={roomId}
        senderId={senderId}
        onSender={setSenderId}
        onDay={onChooseDay}
      />
      {!isAsked && <p className={styles.note}>{t('search.chatHint')}</p>}
      {failure !== null && (
        <p className={styles.note} role="alert">
          {failure}
        </p>
      )}
      {shown !== null && (
        <p className={styles.note} role="status" data-testid="chat-search-count">
          {t('search.found', { count: shown.messages.length })}
        </p>
      )}
      <ul className={styles.hits}>
        {shown?.messages.map(({ eventId, sender, ts, content }) => (
          <li key={eventId}>
            <ListRow
              id={sender.userId}
              title={sender.name}
              subtitle={messageText(content, t).replace(/\s+/gu, ' ')}
              end={<span className={styles.time}>{rowTime(ts, now, locale)}</span>}
              onClick={() => onShowMessage(eventId)}
              data-testid="chat-search-hit"
            />
          </li>
        ))}
      </ul>
      {isBusy && <Spinner className={styles.spinner} />}
      {shown !== null && shown.next !== null && !isBusy && (
        <form className={styles.more} onSubmit={(event) => void goOn(event)}>
          {shown.lookedBackTo !== null && (
            <p className={styles.note}>
              {t('search.lookedBack', { date: dateAndTime(shown.lookedBackTo, locale) })}
            </p>
          )}
          <Button type="submit" look="text" data-testid="chat-search-more">
            {t('search.goOn')}
          </Button>
        </form>
      )}
    </div>
  );
}

const look = (roomId: string, wanted: ChatSearch, from: string | null): Promise<Found> =>
  matrix.searchChat(roomId, wanted, from);
