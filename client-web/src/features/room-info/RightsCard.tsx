'use client';

import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { Member, RoomDetails } from '@/matrix/types';
import { Card } from '@/ui/Page';
import { SwitchRow } from '@/ui/SwitchRow';
import { showToast } from '@/ui/toast';
import { useWished } from '@/ui/use-wished';
import { levelBelow, type Step, stepsOf } from './roles';

interface RightsCardProps {
  readonly details: RoomDetails;
  readonly member: Member;
  /** Nobody gives more than they have. */
  readonly mostLevel: number;
}

/** The rights of one person, a switch for each. They are steps: whoever has one has those above it in the list as well. */
export function RightsCard({ details, member, mostLevel }: RightsCardProps) {
  const { t } = useI18n();
  const { userId, powerLevel } = member;
  const { shown, wish, giveUp } = useWished(powerLevel);
  const change = ({ needed }: Step, isOn: boolean) => {
    const level = isOn ? needed : levelBelow(needed, details);
    wish(level);
    matrix.setPowerLevel(details.roomId, userId, level).catch((error: unknown) => {
      giveUp();
      showToast(errorText(error, t));
    });
  };
  return (
    <Card title={t('rights.title')} note={t('rights.note')} data-testid="member-rights">
      {stepsOf(details).map((step) => (
        <SwitchRow
          key={step.right}
          label={t(`permission.${step.right}`)}
          isOn={shown >= step.needed}
          isDisabled={step.needed > mostLevel}
          onChange={(isOn) => change(step, isOn)}
          data-testid={`right-${step.right}`}
        />
      ))}
    </Card>
  );
}
