/** Doing one thing after the other on a server that allows only so many in a while. */
import { backoffDelay } from './backoff';
import { describeError } from './errors';

const mostTries = 5;

/** Does it, and again after the pause that the server asks for; any other refusal is the caller's. */
export async function patiently<T>(
  work: () => Promise<T>,
  pause: (ms: number) => Promise<void> = sleep,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const { code, retryAfterMs } = describeError(error);
      if (code !== 'rateLimited' || attempt === mostTries) throw error;
      await pause(retryAfterMs ?? backoffDelay(attempt, Math.random()));
    }
  }
}

const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
