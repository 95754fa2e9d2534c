'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { RoomDetails } from '@/matrix/types';
import { useAppState } from '@/store/hooks';
import { Card } from '@/ui/Page';
import { RadioChoice } from './RadioChoice';

const RULES = ['invite', 'knock', 'restricted', 'knock_restricted', 'public'] as const;

/** Who may come in, and whether somebody has to agree. */
export function EntryCard({ details }: { readonly details: RoomDetails }) {
  const { t } = useI18n();
  const { roomId, access } = details;
  const rooms = useAppState((state) => state.rooms);
  const parents = Object.values(rooms)
    .filter((room) => room.kind === 'space' && room.children.includes(roomId))
    .map((space) => space.roomId);
  const allowed = access.spaces.length > 0 ? access.spaces : parents;
  const isOffered = (rule: (typeof RULES)[number]) =>
    !rule.endsWith('restricted') || allowed.length > 0;
  return (
    <Card title={t('access.entry')}>
      <RadioChoice
        name="entry"
        value={access.rule}
        options={RULES.filter(isOffered).map((rule) => ({
          value: rule,
          label: t(`access.${rule}`),
        }))}
        isDisabled={!details.mayChange.includes('m.room.join_rules')}
        onChoose={(rule) =>
          matrix.setAccess(roomId, { rule, spaces: rule.endsWith('restricted') ? allowed : [] })
        }
        testId="access"
      />
    </Card>
  );
}
