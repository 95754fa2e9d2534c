'use client';

import { useEffect, useRef } from 'react';
import { Avatar } from '@/ui/Avatar';
import styles from './CompletionList.module.css';
import type { Candidate } from './use-completion';

interface CompletionListProps {
  readonly id: string;
  readonly label: string;
  readonly candidates: readonly Candidate[];
  readonly chosen: number;
  readonly onPick: (candidate: Candidate) => void;
}

/** Id of a row, for the field that points at it. */
export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

/** What an unfinished word could become, over the field, which keeps the focus. */
export function CompletionList({ id, label, candidates, chosen, onPick }: CompletionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, candidates]);

  return (
    <div
      ref={list}
      id={id}
      className={styles.list}
      role="listbox"
      tabIndex={0}
      aria-label={label}
      data-testid="completion"
    >
      {candidates.map((candidate, index) => (
        <div
          key={candidate.id}
          id={optionId(id, index)}
          className={styles.option}
          role="option"
          aria-selected={index === chosen}
          data-testid="completion-option"
          // The field must not lose the focus to a press.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(candidate)}
        >
          {candidate.avatarId === null ? (
            <span className={styles.sign} aria-hidden="true">
              {candidate.sign}
            </span>
          ) : (
            <Avatar
              id={candidate.avatarId}
              name={candidate.title}
              size={32}
              mxc={candidate.avatarUrl}
            />
          )}
          <span className={styles.title} dir="auto">
            {candidate.title}
          </span>
          <span className={styles.detail} dir="auto">
            {candidate.detail}
          </span>
        </div>
      ))}
    </div>
  );
}
