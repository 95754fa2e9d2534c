/** Who is signed in, and how the connection is. */

/** Who is signed in. The access token stays in the engine. */
export interface Session {
  userId: string;
  deviceId: string;
  /** Base URL of the homeserver, without a trailing slash. */
  homeserverUrl: string;
  displayName: string | null;
  /** `mxc:` URI. */
  avatarUrl: string | null;
}

export type SessionState =
  /** The stored session is being read; paint nothing that depends on it yet. */
  | { status: 'loading' }
  /** `revoked`: the server ended the session (another device signed this one out, or a password change). */
  | { status: 'signedOut'; reason: 'never' | 'user' | 'revoked' }
  | { status: 'signedIn'; session: Session };

export type ConnectionState =
  /** First contact after start or after a loss: "Connecting…". */
  | { phase: 'connecting' }
  /** The server answers and we are catching up: "Updating…". */
  | { phase: 'updating' }
  | { phase: 'online' }
  /**
   * `retryAt` (epoch ms) is when the engine tries again by itself. `cause` tells "Waiting for network…"
   * (`network`) from a server that answers with errors (`server`).
   */
  | { phase: 'offline'; cause: 'network' | 'server'; attempt: number; retryAt: number };
