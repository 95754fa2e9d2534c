import styles from './RadioRow.module.css';

interface RadioRowProps {
  /** Rows of one choice share it. */
  readonly name: string;
  readonly label: string;
  readonly isChecked: boolean;
  readonly isDisabled?: boolean;
  readonly onCheck: () => void;
  readonly 'data-testid'?: string;
}

/** One of several ways that exclude each other. */
export function RadioRow({
  name,
  label,
  isChecked,
  isDisabled = false,
  onCheck,
  ...rest
}: RadioRowProps) {
  return (
    <label className={styles.row}>
      <input
        type="radio"
        name={name}
        checked={isChecked}
        disabled={isDisabled}
        onChange={onCheck}
        data-testid={rest['data-testid']}
      />
      <span className={styles.label}>{label}</span>
    </label>
  );
}
