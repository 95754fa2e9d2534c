'use client';

import {
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';
import styles from './Tabs.module.css';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly badge?: ReactNode;
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** Id of the element that shows what is chosen. */
  readonly panelId?: string;
  readonly 'data-testid'?: string;
}

/** Views beside each other, of which one is shown. The arrow keys walk through them. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, tabs, chosen, onChoose, panelId } = props;
  const bar = useRef<HTMLDivElement>(null);
  useMark(bar, chosen);

  const walk = (event: ReactKeyboardEvent) => {
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const at = tabs.findIndex(({ id }) => id === chosen);
    const along = isRightToLeft ? -1 : 1;
    const places: Readonly<Record<string, number>> = {
      ArrowRight: at + along,
      ArrowLeft: at - along,
      Home: 0,
      End: tabs.length - 1,
    };
    const place = places[event.key];
    const next = place === undefined ? undefined : tabs.at(place % tabs.length);
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    bar.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus();
  };

  return (
    <div
      ref={bar}
      className={styles.bar}
      role="tablist"
      aria-label={label}
      data-testid={props['data-testid']}
      onKeyDown={walk}
    >
      <span className={styles.mark} aria-hidden="true" />
      {tabs.map(({ id, title, badge }) => (
        <button
          key={id}
          type="button"
          className={styles.tab}
          role="tab"
          data-tab={id}
          aria-selected={id === chosen}
          aria-controls={panelId}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          <span dir="auto">{title}</span>
          {badge}
        </button>
      ))}
    </div>
  );
}

/** Lays the mark under the tab that is chosen, wherever that is; the stylesheet lets it slide there. */
function useMark(bar: { readonly current: HTMLElement | null }, chosen: string): void {
  useLayoutEffect(() => {
    const tabs = bar.current;
    if (tabs === null) return;
    const mark = () => {
      const tab = tabs.querySelector<HTMLElement>(`[data-tab="${CSS.escape(chosen)}"]`);
      if (tab === null) return;
      const from = tab.offsetLeft;
      tabs.style.setProperty('--from', `${from}px`);
      tabs.style.setProperty('--to', `${tabs.scrollWidth - from - tab.offsetWidth}px`);
      tabs.style.setProperty('--whole', `${tabs.scrollWidth}px`);
    };
    mark();
    // Badges come and go, and words get longer in another language.
    const observer = new ResizeObserver(mark);
    for (const tab of tabs.querySelectorAll('[data-tab]')) observer.observe(tab);
    return () => observer.disconnect();
  });

  useEffect(() => {
    const tabs = bar.current;
    const tab = tabs?.querySelector(`[data-tab="${CSS.escape(chosen)}"]`);
    if (tabs === null || tab == null) return;
    // Only along the bar: what the bar stands in stays where it is.
    const show = () => {
      const [whole, part] = [tabs.getBoundingClientRect(), tab.getBoundingClientRect()];
      const before = Math.min(0, part.left - whole.left);
      const after = Math.max(0, part.right - whole.right);
      tabs.scrollBy({ left: before + after, behavior: 'instant' });
    };
    // At once, and when the column becomes narrower.
    const observer = new ResizeObserver(show);
    observer.observe(tabs);
    return () => observer.disconnect();
  }, [bar, chosen]);
}
