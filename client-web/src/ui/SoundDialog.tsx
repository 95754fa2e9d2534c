'use client';

import { type ChatSound, type Sound, soundNames } from '@/lib/sounds';
import { Modal } from './Modal';
import { RadioRow } from './RadioRow';
import { playSound } from './sound';

/** Null is what the device does without a choice. */
export type SoundChoice = ChatSound | null;

interface SoundDialogProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly chosen: SoundChoice;
  /** What can be chosen besides the sounds, the first at the top. */
  readonly others: readonly (null | 'none')[];
  readonly nameOf: (choice: SoundChoice) => string;
  /** What is heard where nothing was chosen; null for nothing. */
  readonly usual: Sound | null;
  readonly onChoose: (choice: SoundChoice) => void;
  readonly onClose: () => void;
}

/** One of the sounds, each heard as it is chosen. */
export function SoundDialog(props: SoundDialogProps) {
  const { title, closeLabel, chosen, others, nameOf, usual, onChoose, onClose } = props;
  const choose = (choice: SoundChoice) => {
    onChoose(choice);
    const heard = choice ?? usual;
    if (heard !== null && heard !== 'none') playSound(heard);
  };
  return (
    <Modal title={title} closeLabel={closeLabel} onClose={onClose} data-testid="sound-dialog">
      <div role="radiogroup" aria-label={title}>
        {[...others, ...soundNames].map((choice) => (
          <RadioRow
            key={choice}
            name="sound"
            label={nameOf(choice)}
            isChecked={chosen === choice}
            onCheck={() => choose(choice)}
            data-testid={`sound-${choice ?? 'usual'}`}
          />
        ))}
      </div>
    </Modal>
  );
}
