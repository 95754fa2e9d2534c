'use client';

import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { sasEmojiName } from '@/i18n/sas-names';
import { matrix } from '@/matrix/commands';
import type { Verification } from '@/matrix/types';
import { selectVerification } from '@/store/encryption';
import { useAppState } from '@/store/hooks';
import { Button } from '@/ui/Button';
import { Modal, ModalActions } from '@/ui/Modal';
import { Spinner } from '@/ui/Spinner';
import { ChooseMethod } from './ChooseMethod';
import styles from './Dialogs.module.css';

const close = () => void matrix.closeVerification();

/** The verification that is going on, whoever began it. */
export function VerificationDialog() {
  const { t } = useI18n();
  const verification = useAppState(selectVerification);
  if (verification === null) return null;
  return (
    <Modal
      title={t(verification.isSelf ? 'verification.titleSelf' : 'verification.titleOther')}
      closeLabel={t('common.close')}
      onClose={close}
      data-testid="verification-dialog"
    >
      <div className={styles.form} data-phase={verification.phase} data-testid="verification-phase">
        <Step verification={verification} />
      </div>
    </Modal>
  );
}

function Step({ verification }: { readonly verification: Verification }) {
  const { t } = useI18n();
  const { phase, isIncoming, isSelf, cancelled, otherUserId } = verification;
  switch (phase) {
    case 'requested':
      return isIncoming ? <Asked verification={verification} /> : <Waiting />;
    case 'choosing':
      return <ChooseMethod verification={verification} />;
    case 'preparing':
      return <Waiting />;
    case 'scanned':
      return <Scanned />;
    case 'comparing':
      return <Compare verification={verification} />;
    case 'confirmed':
      return isCompared(verification) ? (
        <Compare verification={verification} />
      ) : (
        <Waiting text={t('verification.confirmed')} />
      );
    case 'done':
      return (
        <>
          <p>
            {t(isSelf ? 'verification.doneSelf' : 'verification.doneOther', { user: otherUserId })}
          </p>
          <Ending />
        </>
      );
    case 'cancelled':
      return (
        <>
          <p role="alert">{t(`verification.cancelled.${cancelled ?? 'failed'}`)}</p>
          <Ending />
        </>
      );
  }
}

function Ending() {
  const { t } = useI18n();
  return (
    <ModalActions>
      <Button onClick={close} data-testid="verification-close">
        {t('encryption.done')}
      </Button>
    </ModalActions>
  );
}

function Asked({ verification }: { readonly verification: Verification }) {
  const { t } = useI18n();
  const { isBusy, failure, run } = useAction();
  const { isSelf, otherUserId, otherDeviceId } = verification;
  return (
    <>
      <p>
        {isSelf
          ? t('verification.askedSelf', { device: otherDeviceId ?? '' })
          : t('verification.askedOther', { user: otherUserId })}
      </p>
      {failure !== undefined && <p className={styles.failure}>{failure}</p>}
      <ModalActions>
        <Button look="text" onClick={close}>
          {t('invite.decline')}
        </Button>
        <Button
          isBusy={isBusy}
          onClick={() => void run(() => matrix.acceptVerification())}
          data-testid="verification-accept"
        >
          {t('verification.start')}
        </Button>
      </ModalActions>
    </>
  );
}

const isCompared = ({ emoji, decimals }: Verification) => emoji !== null || decimals !== null;

function Waiting({ text }: { readonly text?: string }) {
  const { t } = useI18n();
  return (
    <>
      <p className={styles.waiting} role="status">
        <Spinner />
        {text ?? t('verification.waiting')}
      </p>
      <ModalActions>
        <Button look="text" onClick={close}>
          {t('common.cancel')}
        </Button>
      </ModalActions>
    </>
  );
}

/** The other side says that it has scanned our code. Whether it really was that side, only a person can see. */
function Scanned() {
  const { t } = useI18n();
  const { isBusy, failure, run } = useAction();
  const answer = (isSame: boolean) => void run(() => matrix.answerVerification(isSame));
  return (
    <>
      <p>{t('verification.wasScanned')}</p>
      {failure !== undefined && <p className={styles.failure}>{failure}</p>}
      <ModalActions>
        <Button
          look="danger"
          disabled={isBusy}
          onClick={() => answer(false)}
          data-testid="verification-not-scanned"
        >
          {t('verification.notScanned')}
        </Button>
        <Button isBusy={isBusy} onClick={() => answer(true)} data-testid="verification-scanned">
          {t('verification.scanned')}
        </Button>
      </ModalActions>
    </>
  );
}

function Compare({ verification }: { readonly verification: Verification }) {
  const { t } = useI18n();
  const { isBusy, failure, run } = useAction();
  const isConfirmed = verification.phase === 'confirmed';
  const answer = (isSame: boolean) => void run(() => matrix.answerVerification(isSame));
  return (
    <>
      <p>{t(isConfirmed ? 'verification.confirmed' : 'verification.compare')}</p>
      <Pictures verification={verification} />
      {failure !== undefined && <p className={styles.failure}>{failure}</p>}
      {!isConfirmed && (
        <ModalActions>
          <Button
            look="danger"
            disabled={isBusy}
            onClick={() => answer(false)}
            data-testid="verification-differs"
          >
            {t('verification.differs')}
          </Button>
          <Button isBusy={isBusy} onClick={() => answer(true)} data-testid="verification-same">
            {t('verification.same')}
          </Button>
        </ModalActions>
      )}
    </>
  );
}

function Pictures({ verification: { emoji, decimals } }: { readonly verification: Verification }) {
  const { language } = useI18n();
  if (emoji === null) {
    return (
      <p className={styles.numbers} dir="ltr">
        {decimals?.join(' ')}
      </p>
    );
  }
  return (
    <ol className={styles.emoji} data-testid="verification-emoji">
      {emoji.map(({ symbol, name }, index) => (
        <li key={index}>
          <span className={styles.symbol} aria-hidden="true">
            {symbol}
          </span>
          {sasEmojiName(symbol, language) ?? name}
        </li>
      ))}
    </ol>
  );
}
