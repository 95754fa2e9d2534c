/** What a message says. */

/** What a message says. Kinds that come with later features join this union. */
export type MessageContent =
  | {
      kind: 'text' | 'notice' | 'emote';
      body: string;
      /** Untrusted HTML as the sender wrote it: sanitise before showing. Null for plain text. */
      formattedBody: string | null;
    }
  /** A kind this client cannot show yet: `body` is the sender's own fallback text. */
  | { kind: 'unsupported'; eventType: string; msgtype: string | null; body: string }
  /** Encrypted, and we hold no key (yet). */
  | { kind: 'undecryptable' }
  | { kind: 'deleted' };
