'use client';

import { Check } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { MessageItem, PollContent, PollOption } from '@/matrix/types';
import { showToast } from '@/ui/toast';
import styles from './PollBody.module.css';

interface PollBodyProps {
  readonly roomId: string;
  readonly item: MessageItem;
  readonly content: PollContent;
}

/** A question with answers to choose from. */
export function PollBody({ roomId, item, content }: PollBodyProps) {
  const { t } = useI18n();
  const { eventId } = item;
  const { options, maxSelections, isClosed, isDisclosed, voters } = content;
  const [marked, setMarked] = useState<readonly string[]>([]);
  const hasVoted = options.some((option) => option.isOwn);
  const isVoting = eventId !== null && !isClosed && !hasVoted;
  const showsResults = isClosed || (hasVoted && isDisclosed);
  const mostVotes = Math.max(...options.map((option) => option.votes));

  const act = (command: Promise<void>) => {
    command.catch((error: unknown) => showToast(errorText(error, t)));
  };
  const vote = (optionIds: readonly string[]) => {
    if (eventId !== null) act(matrix.vote(roomId, eventId, [...optionIds]));
  };
  const choose = (id: string) => {
    if (!isVoting) return;
    if (maxSelections === 1) return vote([id]);
    const isMarked = marked.includes(id);
    if (isMarked) setMarked(marked.filter((other) => other !== id));
    else if (marked.length < maxSelections) setMarked([...marked, id]);
  };
  const kind = isClosed
    ? 'poll.closed'
    : !isDisclosed
      ? 'poll.undisclosed'
      : maxSelections > 1
        ? 'poll.several'
        : 'poll.open';

  return (
    <div className={styles.poll} data-testid="message-poll">
      <p className={styles.question} dir="auto">
        {content.question}
      </p>
      <p className={styles.kind}>{t(kind)}</p>
      <div role="group" aria-label={content.question}>
        {options.map((option) => (
          <Option
            key={option.id}
            option={option}
            voters={voters}
            isMarked={marked.includes(option.id)}
            isSingle={maxSelections === 1}
            isVoting={isVoting}
            showsResults={showsResults}
            isLeading={option.votes > 0 && option.votes === mostVotes}
            onChoose={() => choose(option.id)}
          />
        ))}
      </div>
      <div className={styles.footer}>
        {isVoting && marked.length > 0 ? (
          <button
            type="button"
            className={styles.action}
            onClick={() => vote(marked)}
            data-testid="poll-vote"
          >
            {t('poll.vote')}
          </button>
        ) : (
          <span data-testid="poll-votes">{t('poll.votes', { count: voters })}</span>
        )}
        {hasVoted && !isClosed && (
          <button type="button" className={styles.action} onClick={() => vote([])}>
            {t('poll.retract')}
          </button>
        )}
        {item.isOwn && !isClosed && eventId !== null && (
          <button
            type="button"
            className={styles.action}
            onClick={() => act(matrix.closePoll(roomId, eventId, t('poll.endedWords')))}
            data-testid="poll-close"
          >
            {t('poll.close')}
          </button>
        )}
      </div>
    </div>
  );
}

interface OptionProps {
  readonly option: PollOption;
  readonly voters: number;
  readonly isMarked: boolean;
  readonly isSingle: boolean;
  readonly isVoting: boolean;
  readonly showsResults: boolean;
  readonly isLeading: boolean;
  readonly onChoose: () => void;
}

function Option({ option, voters, isMarked, isSingle, ...look }: OptionProps) {
  const { t, locale } = useI18n();
  const { isVoting, showsResults, isLeading, onChoose } = look;
  const share = voters === 0 ? 0 : option.votes / voters;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' }).format(share);
  return (
    <button
      type="button"
      role={isSingle ? 'radio' : 'checkbox'}
      className={styles.option}
      aria-checked={isMarked || option.isOwn}
      aria-disabled={!isVoting}
      aria-label={showsResults ? t('poll.option', { text: option.text, percent }) : undefined}
      onClick={onChoose}
      data-testid="poll-option"
      data-leading={isLeading}
    >
      {showsResults ? (
        <span className={styles.percent}>{percent}</span>
      ) : (
        <span className={styles.box} data-round={isSingle}>
          {(isMarked || option.isOwn) && <Check aria-hidden="true" size={14} strokeWidth={3} />}
        </span>
      )}
      <span className={styles.text}>
        <span dir="auto">{option.text}</span>
        {showsResults && (
          <span className={styles.bar}>
            {option.isOwn && <Check aria-hidden="true" size={14} strokeWidth={3} />}
            <span
              className={styles.fill}
              style={{ transform: `scaleX(${Math.max(share, 0.01)})` }}
            />
          </span>
        )}
      </span>
    </button>
  );
}
