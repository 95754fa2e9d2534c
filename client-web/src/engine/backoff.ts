/** When to try again: exponential, capped, with jitter so that a thousand clients do not return at once. */
const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

/**
 * The pause before attempt number `attempt` (1 is the first retry): the upper half of an exponentially
 * growing interval. `random` is in [0, 1).
 */
export function backoffDelay(attempt: number, random: number): number {
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, attempt - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}
