'use client';

import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { RadioRow } from '@/ui/RadioRow';
import { showToast } from '@/ui/toast';
import { useWished } from '@/ui/use-wished';

interface RadioChoiceProps<T extends string> {
  readonly name: string;
  /** What the server says; anything that is no option leaves all of them unchosen. */
  readonly value: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly isDisabled?: boolean;
  readonly onChoose: (value: T) => Promise<unknown>;
  readonly testId: string;
}

/** One of several, shown at once as it was chosen, and as it was before if the server refuses. */
export function RadioChoice<T extends string>(props: RadioChoiceProps<T>) {
  const { name, value, options, isDisabled = false, onChoose, testId } = props;
  const { t } = useI18n();
  const { shown, wish, giveUp } = useWished(value);
  const choose = (option: T) => {
    wish(option);
    onChoose(option).catch((error: unknown) => {
      giveUp();
      showToast(errorText(error, t));
    });
  };
  return options.map((option) => (
    <RadioRow
      key={option.value}
      name={name}
      label={option.label}
      isChecked={shown === option.value}
      isDisabled={isDisabled}
      onCheck={() => choose(option.value)}
      data-testid={`${testId}-${option.value}`}
    />
  ));
}
