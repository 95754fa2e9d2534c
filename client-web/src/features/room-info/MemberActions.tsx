'use client';

import { Ban, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { errorText } from '@/i18n/plain-words';
import { useI18n } from '@/i18n/I18nProvider';
import { matrix } from '@/matrix/commands';
import type { Member } from '@/matrix/types';
import { useDetails, useOwnUserId } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { ConfirmDialog } from '@/ui/ConfirmDialog';
import { Card } from '@/ui/Page';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import { RadioChoice } from './RadioChoice';
import { RightsCard } from './RightsCard';
import { mayActOn, ROLE_LEVELS, roleOf } from './roles';

const GIVEN_ROLES = ['admin', 'moderator', 'member'] as const;

interface MemberActionsProps {
  readonly roomId: string;
  readonly member: Member;
}

/** What may be done about somebody in this room: their role, and sending them away. Nothing is offered that is refused. */
export function MemberActions({ roomId, member }: MemberActionsProps) {
  const { t } = useI18n();
  const details = useDetails(roomId);
  const ownUserId = useOwnUserId() ?? '';
  const [asked, setAsked] = useState<'kick' | 'ban' | null>(null);
  const [reason, setReason] = useState('');
  if (details === null) return null;

  const { powers } = details;
  const { userId, membership } = member;
  const may = (needed: number) => mayActOn(details, ownUserId, member, needed);
  const mayGive = details.mayChange.includes('m.room.power_levels') && may(powers.administer);
  const isPresent = membership === 'join' || membership === 'invite';
  const mayKick = isPresent && may(powers.kick);
  const mayBan = membership !== 'ban' && may(powers.ban);
  if (!mayGive && !mayKick && !mayBan) return null;

  const isCreator = details.creatorIds.includes(ownUserId);
  const role = roleOf(userId, member.powerLevel, details);
  const act = async (command: Promise<unknown>) => {
    try {
      await command;
    } catch (error) {
      showToast(errorText(error, t));
    }
  };
  const words = reason.trim() === '' ? null : reason.trim();
  const send = () =>
    act(asked === 'ban' ? matrix.ban(roomId, userId, words) : matrix.kick(roomId, userId, words));

  return (
    <>
      <Card title={t('member.title')} data-testid="member-actions">
        {mayGive && isPresent && (
          <RadioChoice
            name="role"
            value={role === 'muted' ? 'member' : role}
            options={GIVEN_ROLES.filter(
              (given) => isCreator || ROLE_LEVELS[given] <= details.ownLevel,
            ).map((given) => ({ value: given, label: t(`role.${given}`) }))}
            onChoose={(given) => matrix.setPowerLevel(roomId, userId, ROLE_LEVELS[given])}
            testId="role"
          />
        )}
        {mayKick && (
          <ActionRow
            icon={UserRoundX}
            isDestructive
            label={t('member.remove')}
            onClick={() => setAsked('kick')}
            data-testid="member-remove"
          />
        )}
        {mayBan && (
          <ActionRow
            icon={Ban}
            isDestructive
            label={t('member.ban')}
            onClick={() => setAsked('ban')}
            data-testid="member-ban"
          />
        )}
        {asked !== null && (
          <ConfirmDialog
            title={t(asked === 'ban' ? 'member.banTitle' : 'member.removeTitle', {
              name: member.name,
            })}
            confirmLabel={t(asked === 'ban' ? 'member.ban' : 'member.remove')}
            cancelLabel={t('common.cancel')}
            closeLabel={t('common.close')}
            onConfirm={send}
            onClose={() => setAsked(null)}
            data-testid="member-confirm"
          >
            <TextField
              label={t('member.reason')}
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.target.value)}
            />
          </ConfirmDialog>
        )}
      </Card>
      {mayGive && isPresent && (
        <RightsCard
          details={details}
          member={member}
          mostLevel={isCreator ? Infinity : details.ownLevel}
        />
      )}
    </>
  );
}
