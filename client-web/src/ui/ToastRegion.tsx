'use client';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { announce } from './announce';
import { currentToast, dismissToast, subscribeToToast } from './toast';
import styles from './ToastRegion.module.css';

const SHOWN_FOR_MS = 4_000;
const SHOWN_WITH_ACTION_FOR_MS = 6_000;

/** Shows the current toast in the top layer, over open dialogs too. Once, in the root layout. */
export function ToastRegion() {
  const toast = useSyncExternalStore(subscribeToToast, currentToast, () => null);
  const [isHeld, setIsHeld] = useState(false);
  const region = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = region.current;
    if (toast === null || element === null) return;
    element.showPopover();
    // A region that appears together with its words is not read out everywhere.
    announce(toast.text);
    return () => element.hidePopover();
  }, [toast]);

  useEffect(() => {
    if (toast === null || isHeld) return;
    const timer = setTimeout(
      () => dismissToast(toast.id),
      toast.action ? SHOWN_WITH_ACTION_FOR_MS : SHOWN_FOR_MS,
    );
    return () => clearTimeout(timer);
  }, [toast, isHeld]);

  return (
    <div
      ref={region}
      popover="manual"
      className={styles.region}
      // The announcement above speaks; the same words are not read twice.
      role="status"
      aria-live="off"
      data-testid="toast"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      {toast !== null && (
        <div key={toast.id} className={styles.toast}>
          <span dir="auto">{toast.text}</span>
          {toast.action !== undefined && (
            <button
              type="button"
              className={styles.action}
              onClick={() => {
                toast.action?.run();
                dismissToast(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
