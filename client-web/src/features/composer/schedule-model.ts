/** When a message may be sent later. Pure. */

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** What is offered first: soon enough to be of use, late enough to think again. */
const usualDelayMs = 60 * minuteMs;

/** The time that is offered before one is chosen: a whole five minutes, about an hour from now. */
export function offeredTime(now: number): number {
  const step = 5 * minuteMs;
  return Math.ceil((now + usualDelayMs) / step) * step;
}

/** Why a message cannot be sent then; null where it can. */
export type TimeProblem = { kind: 'past' } | { kind: 'tooFar'; days: number } | null;

export function checkTime(sendAt: number, now: number, longestMs: number): TimeProblem {
  if (sendAt <= now) return { kind: 'past' };
  if (sendAt - now > longestMs) {
    return { kind: 'tooFar', days: Math.max(1, Math.floor(longestMs / dayMs)) };
  }
  return null;
}
