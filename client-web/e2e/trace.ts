/** What Chromium itself notes of a page while something is done on it: tasks, frames and marks. */
import type { Browser, Page } from 'playwright-core';

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
  args: { data?: { functionName?: string; url?: string } };
}

/** The main thread of a page from one moment to another. */
export class Trace {
  readonly #main: readonly TraceEvent[];

  private constructor(events: readonly TraceEvent[]) {
    const ours = events.find(({ name }) => name === ownMark);
    if (!ours) throw new Error('The page left no mark in the trace');
    this.#main = events.filter(({ pid, tid }) => pid === ours.pid && tid === ours.tid);
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

  /** In milliseconds, the longest first. */
  tasks(): number[] {
    return this.#tasks().map(({ dur = 0 }) => dur / 1000);
  }

  /** What filled the longest task, for whoever wants to shorten it. */
  longest(): string {
    const [task] = this.#tasks();
    if (!task) return '';
    const end = task.ts + (task.dur ?? 0);
    return this.#main
      .filter((event) => event !== task && event.ts >= task.ts && event.ts < end)
      .filter(({ dur = 0 }) => dur > 5_000)
      .map(({ name, dur = 0, args }) => {
        const where = args.data?.functionName ?? args.data?.url ?? '';
        return `${name} ${where} ${Math.round(dur / 1000)} ms`;
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

  #tasks(): TraceEvent[] {
    return this.#main
      .filter(({ name }) => name === 'RunTask')
      .toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0));
  }

  #at(mark: string): number {
    const event = this.#main.find(({ name }) => name === mark);
    if (!event) throw new Error(`Nothing was marked as ${mark}`);
    return event.ts;
  }
}

const ownMark = 'the page that is measured';

/** What must be there to be seen: so many elements, one of them with the text. */
export interface Sight {
  selector: string;
  atLeast: number;
  text: string;
}

/** Marks the moment after the first frame in which something can be seen. */
export async function markSight(page: Page, mark: string, sight: Sight): Promise<void> {
  await page.evaluate(watchFor, { mark, sight });
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
