import { classNames } from '@/lib/class-names';
import styles from './Spinner.module.css';

/** A turning ring in the current text colour; the words beside it say what is awaited. */
export function Spinner({ className }: { readonly className?: string | undefined }) {
  return <span className={classNames(styles.spinner, className)} aria-hidden="true" />;
}
