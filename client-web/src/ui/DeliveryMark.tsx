import styles from './DeliveryMark.module.css';

interface DeliveryMarkProps {
  /** A clock while on its way, one tick when the server has it, two when somebody read it, a disc when it failed. */
  readonly state: 'queued' | 'sending' | 'sent' | 'read' | 'failed';
  /** The same in words. */
  readonly label: string;
}

/** The state of an own message. Shapes differ, so that it can be told without colour. */
export function DeliveryMark({ state, label }: DeliveryMarkProps) {
  const isWaiting = state === 'queued' || state === 'sending';
  return (
    <span className={styles.mark} data-state={state} role="img" aria-label={label}>
      <svg viewBox="0 0 19 19" aria-hidden="true">
        {isWaiting && (
          <>
            <circle cx="9.5" cy="9.5" r="6" />
            <path className={styles.minuteHand} d="M9.5 9.5V5.5" />
            <path className={styles.hourHand} d="M9.5 9.5h2.6" />
          </>
        )}
        {state === 'sent' && <path d="m4.5 10 3.5 3.5 7-8" />}
        {state === 'read' && <path d="m1.8 10 3.5 3.5 7-8M8.8 13l.5.5 7-8" />}
        {state === 'failed' && (
          <>
            <circle className={styles.disc} cx="9.5" cy="9.5" r="8" />
            <path className={styles.exclamation} d="M9.5 5v5M9.5 13.3v.1" />
          </>
        )}
      </svg>
    </span>
  );
}
