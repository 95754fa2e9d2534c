/** Sign-in, registration and sign-out, over plain requests. */
import type { LoginRequest, RegisterRequest } from '@/matrix/protocol';
import type { StoredSession } from './database';
import { findHomeserver, serverPart } from './discovery';
import { describeError, EngineFailure } from './errors';
import { HttpFailure, requestJson } from './http';

const deviceName = 'Heliograph Web';

/** https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3login */
export async function login(request: LoginRequest, pageOrigin: string): Promise<StoredSession> {
  const user = request.user.trim();
  const baseUrl = await findHomeserver(request.homeserver, user, pageOrigin);
  const body = {
    type: 'm.login.password',
    identifier: { type: 'm.id.user', user },
    password: request.password,
    initial_device_display_name: deviceName,
  };
  try {
    const answer = await requestJson(baseUrl, '/_matrix/client/v3/login', { method: 'POST', body });
    return toSession(answer, baseUrl);
  } catch (error) {
    const { code, detail } = describeError(error);
    throw code === 'forbidden' ? new EngineFailure('wrongCredentials', detail) : error;
  }
}

/** https://spec.matrix.org/latest/client-server-api/#post_matrixclientv3register */
export async function register(
  request: RegisterRequest,
  pageOrigin: string,
): Promise<StoredSession> {
  const username = request.username.trim();
  const baseUrl = await findHomeserver(request.homeserver, username, pageOrigin);
  let auth: Record<string, unknown> | undefined;
  const done = new Set<string>();
  for (;;) {
    const body = {
      username,
      password: request.password,
      initial_device_display_name: deviceName,
      ...(auth && { auth }),
    };
    try {
      const path = '/_matrix/client/v3/register';
      return toSession(await requestJson(baseUrl, path, { method: 'POST', body }), baseUrl);
    } catch (error) {
      const challenge = readChallenge(error);
      if (!challenge) throw asRegistrationFailure(error);
      const stage = nextStage(challenge, done, request.registrationToken);
      done.add(stage);
      auth = { type: stage, session: challenge.session };
      if (stage === tokenStage) auth.token = request.registrationToken;
    }
  }
}

/** Rejects with `usernameTaken` or `usernameInvalid`. */
export async function checkUsername(
  username: string,
  homeserver: string | undefined,
  pageOrigin: string,
): Promise<void> {
  const baseUrl = await findHomeserver(homeserver, username, pageOrigin);
  const query = new URLSearchParams({ username: username.trim() });
  await requestJson(baseUrl, `/_matrix/client/v3/register/available?${query}`);
}

/** Ends the session on the server. */
export async function logout({ homeserverUrl, accessToken }: StoredSession): Promise<void> {
  await requestJson(homeserverUrl, '/_matrix/client/v3/logout', {
    method: 'POST',
    body: {},
    accessToken,
  });
}

const dummyStage = 'm.login.dummy';
const tokenStage = 'm.login.registration_token';

/** A 401 of user-interactive authentication: what the server still wants. */
interface Challenge {
  session: string;
  flows: { stages: string[] }[];
  /** Set when the last stage was refused. */
  errcode?: string;
}

function readChallenge(error: unknown): Challenge | null {
  if (!(error instanceof HttpFailure) || error.httpStatus !== 401) return null;
  const { data } = error;
  return Array.isArray(data.flows) && typeof data.session === 'string'
    ? (data as unknown as Challenge)
    : null;
}

/** Picks the next stage of the shortest flow that we can go through. */
function nextStage(challenge: Challenge, done: Set<string>, token: string | undefined): string {
  if (challenge.errcode !== undefined && done.has(tokenStage)) {
    throw new EngineFailure('registrationTokenWrong');
  }
  const walkable = challenge.flows
    .map((flow) => flow.stages)
    .filter((stages) => stages.every((stage) => stage === dummyStage || stage === tokenStage))
    .sort((a, b) => Number(a.includes(tokenStage)) - Number(b.includes(tokenStage)));
  const stages = walkable[0];
  if (!stages) throw new EngineFailure('unsupportedRegistration');
  const stage = stages.find((candidate) => !done.has(candidate));
  if (stage === undefined) throw new EngineFailure('badAnswer', 'Registration goes in circles');
  if (stage === tokenStage && !token) throw new EngineFailure('registrationTokenRequired');
  return stage;
}

function asRegistrationFailure(error: unknown): unknown {
  const { code, detail } = describeError(error);
  return code === 'forbidden' ? new EngineFailure('registrationClosed', detail) : error;
}

function toSession(answer: Record<string, unknown>, baseUrl: string): StoredSession {
  const { user_id: userId, device_id: deviceId, access_token: accessToken } = answer;
  if (
    typeof userId !== 'string' ||
    typeof deviceId !== 'string' ||
    typeof accessToken !== 'string' ||
    serverPart(userId) === null
  ) {
    throw new EngineFailure('badAnswer', 'The server sent no session');
  }
  return {
    userId,
    deviceId,
    accessToken,
    homeserverUrl: baseUrl,
    displayName: null,
    avatarUrl: null,
  };
}
