/**
 * Requests that the server answers only to somebody who proves to be the account's owner.
 * https://spec.matrix.org/latest/client-server-api/#user-interactive-authentication-api
 */
import { describeError, EngineFailure } from './errors';

const passwordStage = 'm.login.password';

export type Auth = Record<string, unknown> | null;

interface Challenge {
  session?: string;
  flows: { stages: string[] }[];
}

/** Tries without proof first; then with the password, if the server takes one. */
export async function proven<T>(
  userId: string,
  password: string | null,
  request: (auth: Auth) => Promise<T>,
): Promise<T> {
  try {
    return await request(null);
  } catch (error) {
    const challenge = readChallenge(error);
    if (!challenge) throw error;
    const takesPassword = challenge.flows.some(
      ({ stages }) => stages.length === 1 && stages[0] === passwordStage,
    );
    if (!takesPassword) throw new EngineFailure('unsupportedRegistration');
    if (password === null) throw new EngineFailure('passwordRequired');
    return withPassword(userId, password, challenge, request);
  }
}

async function withPassword<T>(
  userId: string,
  password: string,
  { session }: Challenge,
  request: (auth: Auth) => Promise<T>,
): Promise<T> {
  try {
    return await request({
      type: passwordStage,
      identifier: { type: 'm.id.user', user: userId },
      password,
      ...(session !== undefined && { session }),
    });
  } catch (error) {
    const isRefused = readChallenge(error) !== null || describeError(error).code === 'forbidden';
    throw isRefused ? new EngineFailure('wrongCredentials') : error;
  }
}

function readChallenge(error: unknown): Challenge | null {
  if (!(error instanceof Error) || !('httpStatus' in error) || error.httpStatus !== 401)
    return null;
  const data = 'data' in error ? (error.data as Partial<Challenge>) : {};
  return Array.isArray(data.flows) ? (data as Challenge) : null;
}
