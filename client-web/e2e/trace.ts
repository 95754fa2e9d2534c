/** What Chromium itself notes of a page while something is done on it: tasks, frames and marks. */
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';

const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'blink.user_timing',
  '__metadata',
];

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds on a clock that all processes share. */
  ts: number;
  dur?: number;
  /** What of it the thread was working, and not waiting for its turn on the processor. */
  tdur?: number;
  args: { data?: { functionName?: string; url?: string } };
}

/** The main thread of a page from one moment to another. */
export class Trace {
  readonly #main: readonly TraceEvent[];

  private constructor(events: readonly TraceEvent[]) {
    const ours = events.find(({ name }) => name === ownMark);
    if (!ours) throw new Error('The page left no mark in the trace');
    this.#main = events
      .filter(({ pid, tid }) => pid === ours.pid && tid === ours.tid)
      .toSorted((a, b) => a.ts - b.ts);
  }

  /** Notes what happens while `act` runs. */
  static async of(browser: Browser, page: Page, act: () => Promise<void>): Promise<Trace> {
    await browser.startTracing(page, { categories });
    await act();
    await page.evaluate((name) => void performance.mark(name), ownMark);
    const buffer = await browser.stopTracing();
    const { traceEvents } = JSON.parse(buffer.toString()) as { traceEvents: TraceEvent[] };
    return new Trace(traceEvents);
  }

  /** Milliseconds from one mark to the next of another name. */
  between(from: string, to: string): number {
    const start = this.#at(from);
    const end = this.#main.find(({ name, ts }) => name === to && ts >= start);
    if (!end) throw new Error(`Nothing was marked as ${to}`);
    return (end.ts - start) / 1000;
  }

  /** The longest task, in milliseconds: how long it worked, and how long it took, which is more on a busy machine. */
  longestTask(): { worked: number; took: number } {
    const [task] = this.#tasks();
    return { worked: worked(task) / 1000, took: (task?.dur ?? 0) / 1000 };
  }

  /** What filled the longest task, for whoever wants to shorten it. */
  whatFilledIt(): string {
    const [task] = this.#tasks();
    if (!task) return '';
    const end = task.ts + (task.dur ?? 0);
    return this.#main
      .filter((event) => event !== task && event.ts >= task.ts && event.ts < end)
      .filter((event) => worked(event) > 4_000)
      .map((event) => {
        const { functionName, url } = event.args.data ?? {};
        const where = [functionName, url?.split('/').at(-1)].filter(Boolean).join(' ');
        return `${event.name} ${where} ${Math.round(worked(event) / 1000)} ms`;
      })
      .join(' > ');
  }

  /** Frames that the main thread made ready, per second, from one mark to another. */
  framesPerSecond(from: string, to: string): number {
    const start = this.#at(from);
    const end = this.#at(to);
    const frames = this.#main.filter(
      ({ name, ts }) => name === 'FireAnimationFrame' && ts >= start && ts < end,
    );
    return (frames.length * 1_000_000) / (end - start);
  }

  /** How long the page works for a frame, in milliseconds: most frames (95 of 100) take no longer. */
  workPerFrame(from: string, to: string): number {
    const start = this.#at(from);
    const end = this.#at(to);
    const frames = this.#main.filter(
      ({ name, ts }) => name === 'FireAnimationFrame' && ts >= start && ts < end,
    );
    const tasks = this.#main.filter(
      ({ name, ts }) => name === 'RunTask' && ts >= start && ts < end,
    );
    let next = 0;
    const work = frames.map(({ ts }) => {
      let sum = 0;
      for (; (tasks[next]?.ts ?? Infinity) <= ts; next += 1) sum += worked(tasks[next]);
      return sum / 1000;
    });
    return work.toSorted((a, b) => a - b)[Math.floor(work.length * 0.95)] ?? 0;
  }

  #tasks(): TraceEvent[] {
    return this.#main
      .filter(({ name }) => name === 'RunTask')
      .toSorted((a, b) => worked(b) - worked(a));
  }

  #at(mark: string): number {
    const event = this.#main.find(({ name }) => name === mark);
    if (!event) throw new Error(`Nothing was marked as ${mark}`);
    return event.ts;
  }
}

const worked = (event: TraceEvent | undefined) => event?.tdur ?? event?.dur ?? 0;

const ownMark = 'the page that is measured';

/** What must be there to be seen: so many elements, one of them with the text. */
export interface Sight {
  selector: string;
  atLeast: number;
  text: string;
}

/**
 * Marks the moment after the first frame in which something can be seen; what it resolves to waits for that. Whoever does
 * not, may end the trace before it.
 */
export async function markSight(
  page: Page,
  mark: string,
  sight: Sight,
): Promise<() => Promise<void>> {
  await page.evaluate((name) => performance.clearMarks(name), mark);
  await page.evaluate(watchFor, { mark, sight });
  const count = () => page.evaluate((name) => performance.getEntriesByName(name).length, mark);
  return () => expect.poll(count, { timeout: 60_000 }).toBe(1);
}

/** The same for a page that has yet to load. */
export async function markFirstSight(page: Page, mark: string, sight: Sight): Promise<void> {
  await page.addInitScript(watchFor, { mark, sight });
}

/** Runs in the page. */
function watchFor({ mark, sight }: { mark: string; sight: Sight }): void {
  const { selector, atLeast, text } = sight;
  const look = () => {
    const seen = [...document.querySelectorAll<HTMLElement>(selector)];
    const isThere = seen.some(({ textContent }) => textContent.includes(text));
    if (!isThere || seen.length < atLeast) {
      requestAnimationFrame(look);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    // Arrives after the frame that this callback belongs to.
    port1.onmessage = () => performance.mark(mark);
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
}

/** Marks the moment at which the browser was given the next event of a kind. */
export async function markInput(page: Page, mark: string, type: string): Promise<void> {
  await page.evaluate(
    ([name, event]) => {
      const note = ({ timeStamp }: Event) => performance.mark(name, { startTime: timeStamp });
      window.addEventListener(event, note, { capture: true, once: true });
    },
    [mark, type] as const,
  );
}
