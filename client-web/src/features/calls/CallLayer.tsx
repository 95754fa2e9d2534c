'use client';

import { useEffect, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useRoom } from '@/store/hooks';
import { showToast } from '@/ui/toast';
import type { CallView } from './call';
import { CallBar } from './CallBar';
import { CallScreen } from './CallScreen';
import { forgetCall, listenForCalls, useCall } from './desk';
import { IncomingCall } from './IncomingCall';
import { CallSound } from './CallMedia';
import { useCallNotification } from './use-call-notification';

/** Whatever there is to see and hear of a call, over everything else. */
export function CallLayer() {
  const call = useCall();
  useEffect(listenForCalls, []);
  return call === null ? null : <OneCall key={call.callId} call={call} />;
}

function OneCall({ call }: { readonly call: CallView }) {
  const { t } = useI18n();
  const room = useRoom(call.roomId);
  const [isMinimised, setIsMinimised] = useState(false);
  const { phase, end } = call;
  const name = room?.name ?? t('room.empty');
  useCallNotification(call, name);

  useEffect(() => {
    if (phase !== 'ended') return;
    const isSilent = end === null || end === 'hungUp' || (end === 'noAnswer' && !call.isOutgoing);
    if (!isSilent) showToast(t(`calls.end.${end}`, { name }));
    forgetCall();
  }, [phase, end, call.isOutgoing, name, t]);

  if (phase === 'ended') return null;
  const peerId = room?.directUserId ?? call.roomId;
  const avatarUrl = room?.avatarUrl ?? null;
  const other = { peerId, name, avatarUrl };
  if (phase === 'incoming') return <IncomingCall call={call} other={other} />;
  return (
    <>
      <CallSound stream={call.remote} />
      {isMinimised ? (
        <CallBar call={call} other={other} onMaximise={() => setIsMinimised(false)} />
      ) : (
        <CallScreen call={call} other={other} onMinimise={() => setIsMinimised(true)} />
      )}
    </>
  );
}
