import type { LucideIcon } from 'lucide-react';
import { Ripple } from '@/ui/Ripple';
import styles from './Tiles.module.css';

export interface Tile {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly onClick: () => void;
}

/** What is done most often about a person or a group, side by side under their picture. */
export function Tiles({ tiles }: { readonly tiles: readonly Tile[] }) {
  return (
    <div className={styles.tiles}>
      {tiles.map(({ id, icon: Icon, label, onClick }) => (
        <button
          key={id}
          type="button"
          className={styles.tile}
          onClick={onClick}
          data-testid={`tile-${id}`}
        >
          <Icon className={styles.icon} size={24} aria-hidden="true" />
          <span className={styles.label}>{label}</span>
          <Ripple />
        </button>
      ))}
    </div>
  );
}
