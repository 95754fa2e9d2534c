/** Polls. https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/3381-polls.md */
import type { PollContent } from '@/matrix/types';
import type { MatrixEvent } from '../sdk';
import { type Claims, claims, list, number, text } from './claims';

/** The names that clients in use write, and those of the proposal as it was accepted. */
const unstable = 'org.matrix.msc3381.poll';
const stable = 'm.poll';
const mostOptions = 20;

export const pollResponseTypes = [`${unstable}.response`, `${stable}.response`] as const;
export const pollEndTypes = [`${unstable}.end`, `${stable}.end`] as const;

export function isPollStart(eventType: string): boolean {
  return eventType === `${unstable}.start` || eventType === `${stable}.start`;
}

/** A poll before anybody has voted; null where it has no question or nothing to choose from. */
export function projectPoll(eventType: string, content: Claims): PollContent | null {
  const start = claims(content[`${unstable}.start`] ?? content[stable] ?? content[eventType]);
  const question = words(start.question);
  const options = list(start.answers)
    .slice(0, mostOptions)
    .flatMap((answer) => {
      const id = text(claims(answer).id) ?? text(claims(answer)['m.id']);
      const label = words(answer);
      return id === null || label === null ? [] : [{ id, text: label, votes: 0, isOwn: false }];
    });
  if (question === null || options.length === 0) return null;
  const kind = text(start.kind) ?? '';
  return {
    kind: 'poll',
    question,
    options,
    maxSelections: number(start.max_selections, 1, options.length) ?? 1,
    isDisclosed: kind.endsWith('disclosed') && !kind.endsWith('undisclosed'),
    isClosed: false,
    voters: 0,
  };
}

/** A vote, whether it is an event already or still on its way. */
export interface Vote {
  senderId: string;
  ts: number;
  /** As the sender wrote it. */
  content: Claims;
}

/** The poll with what people chose: the last valid word of each counts, up to the end of the poll. */
export function tally(
  poll: PollContent,
  votes: readonly Vote[],
  endTs: number | null,
  userId: string,
) {
  const lastOf = new Map<string, Vote>();
  for (const vote of votes) {
    if (endTs !== null && vote.ts > endTs) continue;
    const before = lastOf.get(vote.senderId);
    if (!before || before.ts <= vote.ts) lastOf.set(vote.senderId, vote);
  }
  const counts = new Map<string, number>();
  let own: ReadonlySet<string> = new Set();
  let voters = 0;
  for (const vote of lastOf.values()) {
    const chosen = choice(poll, vote.content);
    if (chosen.size > 0) voters += 1;
    if (vote.senderId === userId) own = chosen;
    for (const id of chosen) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const options = poll.options.map((option) => ({
    ...option,
    votes: counts.get(option.id) ?? 0,
    isOwn: own.has(option.id),
  }));
  return { ...poll, options, voters, isClosed: endTs !== null } satisfies PollContent;
}

export function asVote(event: MatrixEvent): Vote {
  return { senderId: event.getSender() ?? '', ts: event.getTs(), content: event.getContent() };
}

/** What somebody chose: known options, each once, as many as are allowed. None is a vote taken back. */
function choice(poll: PollContent, content: Claims): ReadonlySet<string> {
  const answers = claims(content[`${unstable}.response`]).answers ?? content['m.selections'];
  const known = list(answers).filter((id): id is string => poll.options.some((o) => o.id === id));
  return new Set(known.slice(0, poll.maxSelections));
}

/** The content of a vote for these options. */
export function voteContent(pollId: string, optionIds: readonly string[]): Record<string, unknown> {
  return {
    'm.relates_to': { rel_type: 'm.reference', event_id: pollId },
    [`${unstable}.response`]: { answers: [...optionIds] },
  };
}

/** The content that closes a poll, with words for clients that know no polls. */
export function endContent(pollId: string, words: string): Record<string, unknown> {
  return {
    'm.relates_to': { rel_type: 'm.reference', event_id: pollId },
    [`${unstable}.end`]: {},
    'org.matrix.msc1767.text': words,
    body: words,
  };
}

/** Text in one of the shapes in which extensible events carry it. */
function words(value: unknown): string | null {
  const holder = claims(value);
  return (
    text(holder['org.matrix.msc1767.text']) ??
    text(holder.body) ??
    text(claims(list(holder['m.text'])[0]).body)
  );
}
