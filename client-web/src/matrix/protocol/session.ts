/** Signing in and out, and the connection. */

export interface LoginRequest {
  /** A localpart or a full user id (`@anna:example.org`). */
  user: string;
  password: string;
  /**
   * Base URL or server name. Left out: found from the full user id, else the page's own origin.
   */
  homeserver?: string;
}

export interface RegisterRequest {
  /** Localpart only. */
  username: string;
  password: string;
  /** Needed where registration asks for one: the first try fails with `registrationTokenRequired`. */
  registrationToken?: string;
  homeserver?: string;
}

export interface SessionCommands {
  login(request: LoginRequest): Promise<void>;
  /** Does the user-interactive stages itself (dummy, registration token) and signs in. */
  register(request: RegisterRequest): Promise<void>;
  /** Rejects with `usernameTaken` or `usernameInvalid`. */
  checkUsername(username: string, homeserver?: string): Promise<void>;
  /** Ends the session on the server and forgets everything local, even when the server cannot be reached. */
  logout(): Promise<void>;
  /** The name that others see; an empty one takes it away. */
  setDisplayName(name: string): Promise<void>;

  /** Tries to reach the server now instead of waiting for `retryAt`. */
  retryConnection(): Promise<void>;
}
