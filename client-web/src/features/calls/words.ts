/** What is said of a call while it goes on. */
import type { Translate } from '@/i18n/I18nProvider';
import { clock } from '@/lib/durations';
import type { CallView } from './call';

/** Whom we talk to. */
export interface Other {
  /** The Matrix ID that colours what is theirs. */
  readonly peerId: string;
  readonly name: string;
  /** `mxc:` URI. */
  readonly avatarUrl: string | null;
}

/** The line below the name. */
export function stateText(call: CallView, now: number, t: Translate): string {
  switch (call.phase) {
    case 'incoming':
      return t(call.isVideo ? 'calls.incomingVideo' : 'calls.incoming');
    case 'asking':
    case 'ringing':
    case 'connecting':
    case 'interrupted':
      return t(`calls.${call.phase}`);
    case 'connected':
      if (call.isWeak) return t('calls.weak');
      return clock(Math.max(0, now - (call.connectedAt ?? now)));
    case 'ended':
      return t('calls.end.hungUp');
  }
}
