'use client';

import { useEffect, useMemo, useState } from 'react';
import type { MessageKey } from '@/i18n/en';
import { type Translate, useI18n } from '@/i18n/I18nProvider';
import { mentionName, type Written } from '@/lib/draft';
import { type Emoji, findEmoji, loadEmoji } from '@/lib/emoji-data';
import { fold } from '@/lib/fold';
import { matrix } from '@/matrix/commands';
import type { Member, RoomSummary } from '@/matrix/types';
import { useAppState, useMembers, useOwnUserId, useRoom } from '@/store/hooks';
import { complete, type Unfinished, unfinishedAt } from './completion';
import { SLASH_COMMANDS } from './slash';

/** One thing that an unfinished word could become. */
export interface Candidate {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** Stands before the words: a person's or a room's id for an avatar, else a sign. */
  readonly avatarId: string | null;
  readonly avatarUrl: string | null;
  readonly sign: string | null;
  readonly insert: string;
  /** The person who is meant by what is inserted. */
  readonly userId: string | null;
}

const MOST_SHOWN = 30;
const nothing: readonly Candidate[] = [];
const noEmoji: readonly Emoji[] = [];

/** What the unfinished word could become, the likeliest first. */
export function useCandidates(roomId: string, unfinished: Unfinished | null): readonly Candidate[] {
  const { t, language } = useI18n();
  const kind = unfinished?.kind ?? null;
  const query = unfinished?.query ?? '';
  const people = usePeople(roomId, kind === 'person');
  const rooms = useAppState((state) => state.rooms);
  const emoji = useEmoji(language, kind === 'emoji');
  const mayNotifyRoom = useRoom(roomId)?.mayNotifyRoom ?? false;

  return useMemo(() => {
    switch (kind) {
      case 'person': {
        const everybody = mayNotifyRoom && 'room'.startsWith(query) ? [everyone(t)] : nothing;
        return [...findPeople(people, query), ...everybody].slice(0, MOST_SHOWN);
      }
      case 'emoji':
        return findEmoji(emoji, query, MOST_SHOWN).map(asCandidate);
      case 'room':
        return findRooms(Object.values(rooms), query);
      case 'command':
        return SLASH_COMMANDS.filter((name) => name.startsWith(query)).map((name) => ({
          ...bare,
          id: name,
          title: `/${name}`,
          detail: t(`slash.${name}` satisfies MessageKey),
          insert: `/${name}`,
          sign: '/',
        }));
      default:
        return nothing;
    }
  }, [kind, query, people, rooms, emoji, mayNotifyRoom, t]);
}

const bare = { avatarId: null, avatarUrl: null, sign: null, userId: null } as const;

const everyone = (t: Translate): Candidate => ({
  ...bare,
  id: '@room',
  title: '@room',
  detail: t('composer.everybody'),
  insert: '@room',
  sign: '@',
});

const asCandidate = ({ character, label }: Emoji): Candidate => ({
  ...bare,
  id: character,
  title: label,
  detail: '',
  insert: character,
  sign: character,
});

/** Everybody else in the room, those who wrote last first. */
function usePeople(roomId: string, isNeeded: boolean): readonly Member[] {
  const members = useMembers(roomId);
  const ownUserId = useOwnUserId();
  const timeline = useAppState((state) => state.timelines[roomId]);

  useEffect(() => {
    // Without an answer those who are known already can be named.
    if (isNeeded) matrix.loadMembers(roomId).catch(() => undefined);
  }, [roomId, isNeeded]);

  return useMemo(() => {
    if (!isNeeded) return [];
    const lastWords = new Map<string, number>();
    for (const [index, key] of (timeline?.order ?? []).entries()) {
      const item = timeline?.items[key];
      if (item?.kind === 'message') lastWords.set(item.senderId, index);
    }
    const recency = ({ userId }: Member) => lastWords.get(userId) ?? -1;
    return Object.values(members)
      .filter(({ userId, membership }) => membership === 'join' && userId !== ownUserId)
      .sort((a, b) => recency(b) - recency(a) || a.name.localeCompare(b.name));
  }, [isNeeded, members, ownUserId, timeline]);
}

function findPeople(people: readonly Member[], query: string): readonly Candidate[] {
  const folded = fold(query);
  return people
    .filter(
      ({ name, userId }) =>
        fold(name)
          .split(/\s/u)
          .some((word) => word.startsWith(folded)) || userId.slice(1).startsWith(folded),
    )
    .map(({ userId, name, avatarUrl }) => ({
      id: userId,
      title: name,
      detail: userId,
      avatarId: userId,
      avatarUrl,
      sign: null,
      insert: mentionName(name),
      userId,
    }));
}

function findRooms(rooms: readonly RoomSummary[], query: string): readonly Candidate[] {
  const folded = fold(query);
  return rooms
    .flatMap((room) => {
      const { alias, name, roomId, avatarUrl } = room;
      if (alias === null || !fold(`${alias.slice(1)} ${name ?? ''}`).includes(folded)) return [];
      return [
        {
          ...bare,
          id: roomId,
          title: name ?? alias,
          detail: alias,
          avatarId: roomId,
          avatarUrl,
          insert: alias,
        },
      ];
    })
    .slice(0, MOST_SHOWN);
}

function useEmoji(language: string, isNeeded: boolean): readonly Emoji[] {
  const [emoji, setEmoji] = useState(noEmoji);
  useEffect(() => {
    if (!isNeeded) return;
    // Without the list nothing is offered.
    loadEmoji(language).then(setEmoji, () => undefined);
  }, [language, isNeeded]);
  return emoji;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly chosen: number;
  readonly pick: (candidate: Candidate) => void;
  /** True when the key belonged to the list. */
  readonly onKey: (key: string) => boolean;
}

/** What is offered for the word at the caret, and what keys do with it. */
export function useCompletion(
  roomId: string,
  written: Written,
  caret: { readonly start: number; readonly end: number },
  onComplete: (written: Written, caret: number) => void,
): Completion {
  const unfinished = caret.start === caret.end ? unfinishedAt(written.text, caret.start) : null;
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [choice, setChoice] = useState({ word: '', index: 0 });
  const word = unfinished === null ? '' : `${unfinished.start} ${unfinished.kind}`;
  const found = useCandidates(roomId, word === dismissed ? null : unfinished);
  const chosen = choice.word === `${word} ${unfinished?.query}` ? choice.index : 0;

  const pick = (candidate: Candidate) => {
    if (unfinished === null) return;
    const { text, caret: at } = complete(written.text, unfinished, candidate.insert);
    const { userId, insert } = candidate;
    const people = userId === null ? written.people : new Map(written.people).set(insert, userId);
    onComplete({ text, people }, at);
  };

  const onKey = (key: string): boolean => {
    const candidate = found[chosen];
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step !== undefined) {
      const index = (chosen + step + found.length) % found.length;
      setChoice({ word: `${word} ${unfinished?.query}`, index });
      return true;
    }
    if ((key === 'Enter' || key === 'Tab') && candidate !== undefined) {
      // A command that is written out is carried out.
      const isWhole = unfinished?.kind === 'command' && candidate.id === unfinished.query;
      if (isWhole && key === 'Enter') return false;
      pick(candidate);
      return true;
    }
    if (key !== 'Escape') return false;
    setDismissed(word);
    return true;
  };

  return { candidates: found, chosen, pick, onKey };
}
