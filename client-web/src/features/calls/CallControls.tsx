'use client';

import { Mic, MicOff, MonitorOff, MonitorUp, PhoneOff, Video, VideoOff } from 'lucide-react';
import { useI18n } from '@/i18n/I18nProvider';
import { IconButton } from '@/ui/IconButton';
import { showToast } from '@/ui/toast';
import type { CallView } from './call';
import styles from './CallScreen.module.css';
import { hangUp, setMuted, showVideo } from './desk';
import { isRefused } from './devices';

/** What can be done while one talks. */
export function CallControls({ call }: { readonly call: CallView }) {
  const { t } = useI18n();
  const { isMuted, video } = call;
  const canShow = call.phase === 'connected' || call.phase === 'interrupted';
  const show = async (what: CallView['video']) => {
    try {
      await showVideo(what);
    } catch (error) {
      // Whoever closes the browser's choice of screens knows that they did.
      if (what === 'screen' && isRefused(error)) return;
      showToast(t('calls.noCamera'));
    }
  };
  return (
    <div className={styles.controls}>
      <IconButton
        className={styles.control}
        icon={isMuted ? MicOff : Mic}
        label={t(isMuted ? 'calls.unmute' : 'calls.mute')}
        aria-pressed={isMuted}
        onClick={() => setMuted(!isMuted)}
        data-testid="call-mute"
      />
      <IconButton
        className={styles.control}
        icon={video === 'camera' ? Video : VideoOff}
        label={t(video === 'camera' ? 'calls.cameraOff' : 'calls.cameraOn')}
        aria-pressed={video === 'camera'}
        disabled={!canShow}
        onClick={() => void show(video === 'camera' ? 'none' : 'camera')}
        data-testid="call-camera"
      />
      {'getDisplayMedia' in navigator.mediaDevices && (
        <IconButton
          className={styles.control}
          icon={video === 'screen' ? MonitorOff : MonitorUp}
          label={t(video === 'screen' ? 'calls.shareEnd' : 'calls.share')}
          aria-pressed={video === 'screen'}
          disabled={!canShow}
          onClick={() => void show(video === 'screen' ? 'none' : 'screen')}
          data-testid="call-share"
        />
      )}
      <IconButton
        className={styles.end}
        icon={PhoneOff}
        label={t('calls.hangUp')}
        onClick={hangUp}
        data-testid="call-hang-up"
      />
    </div>
  );
}
