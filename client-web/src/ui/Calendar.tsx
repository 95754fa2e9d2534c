'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { dayAfter, firstWeekday, monthAfter, weeksOf } from '@/lib/calendar';
import { startOfDay } from '@/lib/dates';
import styles from './Calendar.module.css';
import { IconButton } from './IconButton';

interface CalendarProps {
  /** The chosen day; null for none. */
  readonly day: number | null;
  readonly now: number;
  /** The first and the last day that may be chosen. */
  readonly from: number;
  readonly to: number;
  readonly locale: string;
  readonly previousLabel: string;
  readonly nextLabel: string;
  readonly onChoose: (day: number) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowUp: -7, ArrowDown: 7 };

/** Days of a month to choose from. Arrow keys go from day to day, Page Up and Page Down from month to month. */
export function Calendar(props: CalendarProps) {
  const { day, now, from, to, locale, onChoose } = props;
  const [first, last] = [startOfDay(from), startOfDay(to)];
  const [current, setCurrent] = useState(() => clamp(startOfDay(day ?? now), first, last));
  const grid = useRef<HTMLTableElement>(null);
  const movesFocus = useRef(false);
  const month = monthAfter(current, 0);
  const weeks = weeksOf(month, firstWeekday(locale));
  const format = (ts: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, options).format(ts);

  useEffect(() => {
    if (movesFocus.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    movesFocus.current = false;
  }, [current]);

  const turn = (months: number) => setCurrent(clamp(monthAfter(current, months), first, last));
  const onKeyDown = (event: KeyboardEvent) => {
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const sideways: Readonly<Record<string, number>> = {
      ArrowLeft: isRtl ? 1 : -1,
      ArrowRight: isRtl ? -1 : 1,
    };
    const days = steps[event.key] ?? sideways[event.key];
    const months = { PageUp: -1, PageDown: 1 }[event.key];
    if (days === undefined && months === undefined) return;
    event.preventDefault();
    movesFocus.current = true;
    const next = days === undefined ? monthAfter(current, months ?? 0) : dayAfter(current, days);
    setCurrent(clamp(next, first, last));
  };

  return (
    <div className={styles.calendar}>
      <div className={styles.head}>
        <IconButton
          icon={ChevronLeft}
          isDirectional
          label={props.previousLabel}
          disabled={month <= first}
          onClick={() => turn(-1)}
          data-testid="calendar-previous"
        />
        <span className={styles.month} aria-live="polite" data-testid="calendar-month">
          {format(month, { month: 'long', year: 'numeric' })}
        </span>
        <IconButton
          icon={ChevronRight}
          isDirectional
          label={props.nextLabel}
          disabled={monthAfter(month, 1) > last}
          onClick={() => turn(1)}
          data-testid="calendar-next"
        />
      </div>
      <table
        ref={grid}
        className={styles.grid}
        role="grid"
        aria-label={format(month, { month: 'long', year: 'numeric' })}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            {weekdays(firstWeekday(locale)).map((ts) => (
              <th key={ts} scope="col" abbr={format(ts, { weekday: 'long' })}>
                {format(ts, { weekday: 'narrow' })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, index) => (
            <tr key={index}>
              {week.map((ts, column) => (
                <td key={ts ?? -column} aria-selected={ts !== null && ts === day}>
                  {ts !== null && (
                    <button
                      type="button"
                      className={styles.day}
                      disabled={ts < first || ts > last}
                      tabIndex={ts === current ? 0 : -1}
                      aria-current={ts === startOfDay(now) ? 'date' : undefined}
                      aria-label={format(ts, { dateStyle: 'full' })}
                      data-chosen={ts === day}
                      data-day={new Date(ts).getDate()}
                      onClick={() => {
                        setCurrent(ts);
                        onChoose(ts);
                      }}
                    >
                      {format(ts, { day: 'numeric' })}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function clamp(ts: number, first: number, last: number): number {
  return Math.min(Math.max(ts, first), last);
}

/** Some week, from its first day on. */
function weekdays(firstDay: number): number[] {
  const sunday = new Date(2026, 1, 1).getTime();
  return Array.from({ length: 7 }, (_, index) => dayAfter(sunday, firstDay + index));
}
