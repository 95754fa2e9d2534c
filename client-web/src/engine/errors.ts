/** What went wrong, as a code that the page can put into words. */
import type { CommandError, CommandErrorCode } from '@/matrix/types';
import { NotJsonFailure } from './http';

/** A failure that the engine itself decides on. */
export class EngineFailure extends Error {
  constructor(
    readonly code: CommandErrorCode,
    detail = '',
  ) {
    super(detail);
    this.name = 'EngineFailure';
  }
}

const codes: Readonly<Record<string, CommandErrorCode>> = {
  M_FORBIDDEN: 'forbidden',
  M_USER_DEACTIVATED: 'accountDeactivated',
  M_USER_IN_USE: 'usernameTaken',
  M_EXCLUSIVE: 'usernameTaken',
  M_INVALID_USERNAME: 'usernameInvalid',
  M_WEAK_PASSWORD: 'passwordTooWeak',
  M_PASSWORD_TOO_SHORT: 'passwordTooWeak',
  M_PASSWORD_TOO_LONG: 'passwordTooWeak',
  M_UNKNOWN_TOKEN: 'signedOut',
  M_MISSING_TOKEN: 'signedOut',
  M_LIMIT_EXCEEDED: 'rateLimited',
  M_NOT_FOUND: 'notFound',
  M_TOO_LARGE: 'tooLarge',
};

/** The shape that the SDK's `MatrixError` and our `HttpFailure` share. */
interface HttpLikeError {
  httpStatus: number;
  message: string;
  data?: Record<string, unknown>;
}

function isHttpLike(error: unknown): error is HttpLikeError {
  return error instanceof Error && 'httpStatus' in error && typeof error.httpStatus === 'number';
}

/** Works for the SDK's errors, ours, and those of `fetch`. */
export function describeError(error: unknown): CommandError {
  const detail = error instanceof Error ? error.message : String(error);
  const plain = (code: CommandErrorCode): CommandError => ({
    code,
    errcode: null,
    detail,
    retryAfterMs: null,
  });
  if (error instanceof EngineFailure) return plain(error.code);
  if (error instanceof NotJsonFailure) return plain('notAHomeserver');
  if (isHttpLike(error)) return describeHttp(error);
  // What was announced as JSON is none.
  if (error instanceof SyntaxError) return plain('badAnswer');
  return plain(isUnreachable(error) ? 'unreachable' : 'unknown');
}

function describeHttp({ httpStatus, message, data = {} }: HttpLikeError): CommandError {
  const errcode = typeof data.errcode === 'string' ? data.errcode : null;
  const known = errcode === null ? undefined : codes[errcode];
  return {
    code: known ?? (httpStatus >= 500 ? 'badAnswer' : 'unknown'),
    errcode,
    detail: typeof data.error === 'string' ? data.error : message,
    retryAfterMs: typeof data.retry_after_ms === 'number' ? data.retry_after_ms : null,
  };
}

/** `fetch` says `TypeError`, the SDK wraps it as `ConnectionError`, a time-out is a `DOMException`. */
function isUnreachable(error: unknown): boolean {
  const names = ['TypeError', 'ConnectionError', 'TimeoutError', 'AbortError'];
  return error instanceof Error && names.includes(error.name);
}
