/** The accounts that are signed in on this device. */
import type { AccountSummary } from '@/matrix/types';

export interface AccountsSlice {
  accounts: readonly AccountSummary[];
}

export const initialAccounts: AccountsSlice = { accounts: [] };

export const selectAccounts = (state: AccountsSlice): readonly AccountSummary[] => state.accounts;
