/** How the connection is. */
export const connection = {
  'connection.network': 'Waiting for network…',
  'connection.connecting': 'Connecting…',
  'connection.updating': 'Updating…',
  'connection.server':
    "Can't reach the server. {seconds, plural, =0 {Retrying now…} other {Retrying in # s}}",
  'connection.retryNow': 'Retry now',
} as const;
