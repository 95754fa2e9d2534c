/** Why a command failed. */

/**
 * Why a command failed, in a form that can be put into words. `unreachable`: no answer at all;
 * `notAHomeserver`: something answered, but it speaks no Matrix; `badAnswer`: a 5xx or nonsense.
 */
export type CommandErrorCode =
  | 'unreachable'
  | 'notAHomeserver'
  | 'badAnswer'
  | 'wrongCredentials'
  | 'accountDeactivated'
  | 'usernameTaken'
  | 'usernameInvalid'
  | 'passwordTooWeak'
  | 'registrationClosed'
  | 'registrationTokenRequired'
  | 'registrationTokenWrong'
  | 'unsupportedRegistration'
  | 'signedOut'
  | 'rateLimited'
  | 'forbidden'
  | 'notFound'
  | 'tooLarge'
  /** The server wants the account's password before it does this. */
  | 'passwordRequired'
  | 'wrongRecoveryKey'
  | 'wrongPassphrase'
  | 'notAKeyFile'
  /** What was scanned is not the code of this verification. */
  | 'wrongCode'
  /** Somebody whom we verified has become somebody else: nothing is sent until that is settled. */
  | 'identityChanged'
  | 'encryptionUnavailable'
  | 'unknown';

/** A failed command, as data. The page throws it as `CommandFailure`. */
export interface CommandError {
  code: CommandErrorCode;
  /** The server's `errcode` (`M_FORBIDDEN`), for the curious; null when there was none. */
  errcode: string | null;
  /** The server's sentence, in whatever language it speaks. Show it only where `code` is `unknown`. */
  detail: string;
  retryAfterMs: number | null;
}
