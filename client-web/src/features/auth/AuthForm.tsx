'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, type ReactNode, useState, useSyncExternalStore } from 'react';
import type { MessageKey } from '@/i18n/en';
import { errorText } from '@/i18n/plain-words';
import { type Translate, useI18n } from '@/i18n/I18nProvider';
import { CommandFailure } from '@/matrix/commands';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { TextField } from '@/ui/TextField';
import { useNow } from '@/ui/use-now';
import styles from './AuthForm.module.css';
import { type AuthErrors, type AuthFields, emptyFields, fieldOfError } from './model';
import { ProductMark } from './ProductMark';

const SECOND_MS = 1_000;

interface AuthFormProps {
  readonly kind: 'sign-in' | 'sign-up';
  readonly title: MessageKey;
  readonly hint: MessageKey;
  readonly action: MessageKey;
  /** Why one is here, when that needs saying: "You were signed out". */
  readonly notice?: string | undefined;
  readonly check: (fields: AuthFields) => AuthErrors;
  readonly submit: (fields: AuthFields) => Promise<void>;
  /** Asks the server, before the form is sent, whether the name can be had. */
  readonly checkUsername?: (fields: AuthFields) => Promise<void>;
  /** The way to the other form. */
  readonly footer: ReactNode;
}

/** What the server refused. It is shown for as long as the form says what was refused. */
interface Failure {
  readonly field: keyof AuthFields | null;
  readonly error: unknown;
  readonly at: number;
  readonly fields: AuthFields;
}

/** The failure in words; where the server asks for patience, with the seconds that are left of it. */
function failureText({ error, at }: Failure, now: number, t: Translate): string {
  if (!(error instanceof CommandFailure) || error.retryAfterMs === null) return errorText(error, t);
  const { code, message, retryAfterMs } = error;
  return errorText({ code, message, retryAfterMs: Math.max(0, retryAfterMs - (now - at)) }, t);
}

/** The form that signing in and signing up share. */
export function AuthForm(props: AuthFormProps) {
  const { kind, title, hint, action, notice, check, submit, checkUsername, footer } = props;
  const { t } = useI18n();
  const now = useNow(SECOND_MS);
  const [fields, setFields] = useState(emptyFields);
  const [errors, setErrors] = useState<AuthErrors>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [isTokenAsked, setIsTokenAsked] = useState(false);

  const errorOf = (field: keyof AuthFields): string | undefined => {
    const key = errors[field];
    if (key !== undefined) return t(key);
    const isCurrent = failure?.field === field && failure.fields[field] === fields[field];
    return isCurrent ? failureText(failure, now, t) : undefined;
  };

  const fieldProps = (field: keyof AuthFields) => ({
    name: field,
    value: fields[field],
    error: errorOf(field),
    disabled: isBusy,
    onChange: (event: { readonly target: { readonly value: string } }) => {
      setFields({ ...fields, [field]: event.target.value });
      setErrors({ ...errors, [field]: undefined });
      setFailure(null);
    },
    'data-testid': `auth-${field}`,
  });

  const fail = (error: unknown) => {
    const code = error instanceof CommandFailure ? error.code : undefined;
    const field = fieldOfError(code);
    if (field === 'token') setIsTokenAsked(true);
    setFailure({ field, error, at: Date.now(), fields });
  };

  const onUsernameBlur = async () => {
    if (checkUsername === undefined || check(fields).username !== undefined) return;
    try {
      await checkUsername(fields);
    } catch (error) {
      // Whatever else is wrong is told when the form is sent.
      const code = error instanceof CommandFailure ? error.code : undefined;
      if (fieldOfError(code) === 'username') fail(error);
    }
  };

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    const found = check(fields);
    setErrors(found);
    if (Object.values(found).some((key) => key !== undefined)) return;
    setIsBusy(true);
    setFailure(null);
    try {
      await submit(fields);
    } catch (error) {
      fail(error);
      setIsBusy(false);
    }
  };

  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(event) => void onSubmit(event)}
        noValidate
        data-testid={`${kind}-form`}
      >
        <ProductMark />
        <h1 className={styles.title}>{t(title)}</h1>
        <p className={styles.hint}>{t(hint)}</p>
        {notice !== undefined && (
          <p className={styles.notice} role="status">
            {notice}
          </p>
        )}
        <TextField
          {...fieldProps('username')}
          label={t('auth.username')}
          onBlur={() => void onUsernameBlur()}
          autoComplete="username"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          dir="ltr"
          autoFocus
        />
        <PasswordField
          {...fieldProps('password')}
          hint={kind === 'sign-up' ? t('auth.passwordHint') : undefined}
          autoComplete={kind === 'sign-up' ? 'new-password' : 'current-password'}
        />
        {isTokenAsked && (
          <TextField
            {...fieldProps('token')}
            label={t('auth.token')}
            autoComplete="off"
            spellCheck={false}
            dir="ltr"
          />
        )}
        <ServerField {...fieldProps('server')} />
        {failure !== null && failure.field === null && (
          <p className={styles.failure} role="alert" data-testid="auth-error">
            {failureText(failure, now, t)}
          </p>
        )}
        <Button type="submit" isBusy={isBusy} className={styles.submit} data-testid="auth-submit">
          {t(action)}
        </Button>
        <p className={styles.footer}>{footer}</p>
      </form>
    </main>
  );
}

interface FieldProps {
  readonly name: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (event: { readonly target: { readonly value: string } }) => void;
  readonly 'data-testid': string;
}

interface PasswordFieldProps extends FieldProps {
  readonly hint: string | undefined;
  readonly autoComplete: string;
}

function PasswordField(props: PasswordFieldProps) {
  const { t } = useI18n();
  const [isShown, setIsShown] = useState(false);
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      label={t('auth.password')}
      dir="ltr"
      end={
        <IconButton
          icon={isShown ? EyeOff : Eye}
          label={t(isShown ? 'auth.hidePassword' : 'auth.showPassword')}
          onClick={() => setIsShown(!isShown)}
        />
      }
    />
  );
}

const neverChanges = () => () => undefined;

/** Folded away, because nearly everybody wants the server that served this page. */
function ServerField(props: FieldProps) {
  const { t } = useI18n();
  const [isOpen, setIsOpen] = useState(false);
  // The static page does not know where it will be served from.
  const server = useSyncExternalStore(
    neverChanges,
    () => location.host,
    () => '…',
  );
  if (isOpen || props.error !== undefined) {
    return (
      <TextField
        {...props}
        label={t('auth.server')}
        inputMode="url"
        autoComplete="url"
        spellCheck={false}
        dir="ltr"
      />
    );
  }
  return (
    <p className={styles.server}>
      <span>{t('auth.serverLine', { server })}</span>
      <button
        type="button"
        className={styles.change}
        onClick={() => setIsOpen(true)}
        data-testid="auth-change-server"
      >
        {t('auth.changeServer')}
      </button>
    </p>
  );
}
