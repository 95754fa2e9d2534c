/** Several accounts at once. */

export interface AccountsCommands {
  /** Looks at another account that is signed in here, in all tabs. */
  switchAccount(userId: string): Promise<void>;
}
