import { useId } from 'react';
import styles from './SwitchRow.module.css';

interface SwitchRowProps {
  readonly label: string;
  readonly detail?: string | undefined;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly 'data-testid'?: string;
}

/** Something that is on or off, and changes at once. */
export function SwitchRow({
  label,
  detail,
  isOn,
  isDisabled = false,
  onChange,
  ...rest
}: SwitchRowProps) {
  const detailId = useId();
  return (
    <label className={styles.row} data-disabled={isDisabled}>
      <span className={styles.lines}>
        <span>{label}</span>
        {detail !== undefined && (
          <span id={detailId} className={styles.detail}>
            {detail}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        className={styles.switch}
        checked={isOn}
        disabled={isDisabled}
        aria-describedby={detail === undefined ? undefined : detailId}
        onChange={(event) => onChange(event.target.checked)}
        data-testid={rest['data-testid']}
      />
    </label>
  );
}
