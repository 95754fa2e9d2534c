'use client';

import { Camera, Copy, Link, QrCode, Trash } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useI18n } from '@/i18n/I18nProvider';
import { useAction } from '@/i18n/use-action';
import { matrixToLink } from '@/lib/matrix-link';
import { matrix } from '@/matrix/commands';
import type { Session } from '@/matrix/types';
import { useSession } from '@/store/hooks';
import { ActionRow } from '@/ui/ActionRow';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Card, Page } from '@/ui/Page';
import { QrDialog } from '@/ui/QrDialog';
import { TextField } from '@/ui/TextField';
import { showToast } from '@/ui/toast';
import { squarePicture } from './picture';
import styles from './ProfilePage.module.css';

const MOST_BIO = 140;

/** What others see of oneself. */
export function ProfilePage({ onBack }: { readonly onBack: () => void }) {
  const { t } = useI18n();
  const state = useSession();
  if (state.status !== 'signedIn') return null;
  return (
    <Page
      title={t('settings.page.profile')}
      backLabel={t('common.back')}
      onBack={onBack}
      data-testid="profile-page"
    >
      <PhotoCard session={state.session} />
      <WordsCard session={state.session} />
      <AddressCard userId={state.session.userId} />
    </Page>
  );
}

function PhotoCard({ session }: { readonly session: Session }) {
  const { t } = useI18n();
  const { userId, displayName, avatarUrl } = session;
  const field = useRef<HTMLInputElement>(null);
  const { isBusy, failure, run } = useAction();
  const change = (file: File | undefined) => {
    if (file) void run(async () => matrix.setAvatar(await squarePicture(file)));
  };
  return (
    <Card title={t('settings.photo')} hidesTitle>
      <div className={styles.photo}>
        <Avatar id={userId} name={displayName ?? userId} mxc={avatarUrl} size={120} />
      </div>
      <ActionRow
        icon={Camera}
        label={t(avatarUrl === null ? 'settings.photoAdd' : 'settings.photoChange')}
        isBusy={isBusy}
        onClick={() => field.current?.click()}
      />
      {avatarUrl !== null && (
        <ActionRow
          icon={Trash}
          label={t('settings.photoRemove')}
          isDestructive
          isBusy={isBusy}
          onClick={() => void run(() => matrix.setAvatar(null))}
        />
      )}
      {failure !== undefined && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <input
        ref={field}
        type="file"
        hidden
        accept="image/*"
        onChange={(event) => {
          change(event.target.files?.[0]);
          event.target.value = '';
        }}
        data-testid="photo-file"
      />
    </Card>
  );
}

function WordsCard({ session }: { readonly session: Session }) {
  const { t } = useI18n();
  const knownName = session.displayName ?? '';
  const [knownBio, setKnownBio] = useState<string | null>(null);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [typedBio, setTypedBio] = useState<string | null>(null);
  const { isBusy, failure, run, forgive } = useAction();
  const name = (typedName ?? knownName).trim();
  const bio = (typedBio ?? knownBio ?? '').trim();

  useEffect(() => {
    let isCurrent = true;
    // A server without such fields has nothing to show, and the field stays empty.
    matrix.ownProfile().then(
      (profile) => isCurrent && setKnownBio(profile.bio),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, []);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const isDone = await run(async () => {
      if (name !== knownName) await matrix.setDisplayName(name);
      if (bio !== (knownBio ?? '')) await matrix.setBio(bio);
    });
    if (!isDone) return;
    setKnownBio(bio);
    setTypedName(null);
    setTypedBio(null);
    showToast(t('settings.profileSaved'));
  };

  return (
    <Card title={t('settings.profile')}>
      <form className={styles.form} onSubmit={(event) => void save(event)}>
        <TextField
          label={t('settings.name')}
          hint={t('settings.nameHint')}
          error={failure}
          value={typedName ?? knownName}
          onChange={(event) => {
            setTypedName(event.target.value);
            forgive();
          }}
          maxLength={128}
          autoComplete="nickname"
          data-testid="display-name"
        />
        <TextField
          label={t('settings.bio')}
          hint={t('settings.bioHint')}
          value={typedBio ?? knownBio ?? ''}
          onChange={(event) => setTypedBio(event.target.value)}
          maxLength={MOST_BIO}
          data-testid="bio"
        />
        {(name !== knownName || bio !== (knownBio ?? '')) && (
          <Button type="submit" isBusy={isBusy} data-testid="profile-save">
            {t('common.save')}
          </Button>
        )}
      </form>
    </Card>
  );
}

function AddressCard({ userId }: { readonly userId: string }) {
  const { t } = useI18n();
  const [isShowing, setIsShowing] = useState(false);
  const link = matrixToLink(userId);
  const copy = async (text: string, said: string) => {
    await navigator.clipboard.writeText(text);
    showToast(said);
  };
  return (
    <Card title={t('settings.address')} note={t('settings.addressNote')}>
      <ActionRow
        icon={Copy}
        label={userId}
        detail={t('settings.copyId')}
        onClick={() => void copy(userId, t('common.copied'))}
      />
      <ActionRow
        icon={Link}
        label={t('settings.link')}
        detail={link}
        onClick={() => void copy(link, t('room.linkCopied'))}
      />
      <ActionRow
        icon={QrCode}
        label={t('settings.qr')}
        onClick={() => setIsShowing(true)}
        data-testid="own-qr"
      />
      {isShowing && (
        <QrDialog
          title={t('settings.qr')}
          text={link}
          closeLabel={t('common.close')}
          onClose={() => setIsShowing(false)}
        />
      )}
    </Card>
  );
}
