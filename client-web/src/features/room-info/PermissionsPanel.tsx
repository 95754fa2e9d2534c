'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import { useDetails } from '@/store/hooks';
import { Card } from '@/ui/Page';
import { RadioChoice } from './RadioChoice';
import { HOLDER_LEVELS, type Holder, holderOf, PERMISSIONS, type Permission } from './roles';
import { SidePage, SideScroll } from './SidePage';

const HOLDERS: readonly Holder[] = ['everyone', 'moderators', 'admins'];

interface PermissionsPanelProps {
  readonly roomId: string;
  readonly onBack: () => void;
}

/** Who may do what, in words: each right belongs to everybody, to moderators or to administrators. */
export function PermissionsPanel({ roomId, onBack }: PermissionsPanelProps) {
  const { t } = useI18n();
  const details = useDetails(roomId);
  const mayChange = details?.mayChange.includes('m.room.power_levels') ?? false;

  const give = (permission: Permission, holder: Holder) =>
    matrix.setPowers(roomId, { [permission]: HOLDER_LEVELS[holder] });

  return (
    <SidePage title={t('info.permissions')} onBack={onBack} data-testid="permissions-panel">
      <SideScroll>
        {details !== null &&
          PERMISSIONS.map((permission) => {
            const holder = holderOf(details.powers[permission], details.powers.usersDefault);
            return (
              <Card key={permission} title={t(`permission.${permission}`)}>
                <RadioChoice
                  name={permission}
                  value={holder ?? ''}
                  options={HOLDERS.map((option) => ({
                    value: option,
                    label: t(`permission.${option}`),
                  }))}
                  isDisabled={!mayChange}
                  onChoose={(chosen) => give(permission, chosen)}
                  testId={`permission-${permission}`}
                />
              </Card>
            );
          })}
      </SideScroll>
    </SidePage>
  );
}
