'use client';

import {
  Apple,
  Car,
  Cat,
  Clock3,
  Flag,
  Hand,
  Heart,
  Lightbulb,
  type LucideIcon,
  Smile,
  Volleyball,
} from 'lucide-react';
import type { EmojiGroup } from '@/lib/emoji-data';
import styles from './EmojiPicker.module.css';
import type { EmojiSection } from './emoji-rows';

const icons: Readonly<Record<EmojiGroup | 'recent', LucideIcon>> = {
  recent: Clock3,
  smileys: Smile,
  people: Hand,
  nature: Cat,
  food: Apple,
  travel: Car,
  activities: Volleyball,
  objects: Lightbulb,
  symbols: Heart,
  flags: Flag,
};

interface EmojiGroupsProps {
  readonly label: string;
  readonly sections: readonly EmojiSection[];
  /** The one that is looked at. */
  readonly current: string | undefined;
  readonly onShow: (id: string) => void;
}

/** The ways to the groups of emoji. */
export function EmojiGroups({ label, sections, current, onShow }: EmojiGroupsProps) {
  return (
    <div className={styles.groups} role="group" aria-label={label}>
      {sections.map(({ id, title }) => {
        const Icon = icons[id as EmojiGroup];
        return (
          <button
            key={id}
            type="button"
            className={styles.group}
            aria-label={title}
            title={title}
            aria-current={id === current}
            onClick={() => onShow(id)}
          >
            <Icon size={22} aria-hidden="true" />
          </button>
        );
      })}
    </div>
  );
}
