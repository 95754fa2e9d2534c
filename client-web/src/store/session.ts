/** Who is signed in, and how the connection is. */
import type { ConnectionState, SessionState } from '@/matrix/types';

export interface SessionSlice {
  session: SessionState;
  connection: ConnectionState;
}

export const initialSession: SessionSlice = {
  session: { status: 'loading' },
  connection: { phase: 'connecting' },
};

export const selectSession = (state: SessionSlice): SessionState => state.session;

export const selectConnection = (state: SessionSlice): ConnectionState => state.connection;

/** The signed-in user's id, or null. */
export const selectOwnUserId = (state: SessionSlice): string | null =>
  state.session.status === 'signedIn' ? state.session.session.userId : null;
