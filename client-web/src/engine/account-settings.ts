/**
 * What the account has settled, the same on all its devices: kept in account data and push rules, told to the page whole
 * whenever any of it changes.
 */
import { ownTypes } from '@/lib/own-types';
import type { NotificationLevels, PrivacyState } from '@/matrix/types';
import type { Publisher } from './publisher';
import type { MatrixClient } from './sdk';

const ignoredType = 'm.ignored_user_list';
/** https://spec.matrix.org/latest/client-server-api/#invite-permission */
const invitesType = 'm.invite_permission_config';

type Content = Record<string, unknown>;

/** Rules of the specification's default set, by what they stand for here. */
const levelRules = {
  privateChats: ['.m.rule.room_one_to_one', '.m.rule.encrypted_room_one_to_one'],
  groups: ['.m.rule.message', '.m.rule.encrypted'],
  invites: ['.m.rule.invite_for_me'],
} as const;

export class AccountSettings {
  constructor(
    private readonly client: MatrixClient,
    private readonly publisher: Publisher,
  ) {}

  /** True for account data that this is made of. */
  concerns(type: string): boolean {
    return [ignoredType, invitesType, ownTypes.privacy, 'm.push_rules'].includes(type);
  }

  publish(): void {
    this.publisher.keep('privacy', { type: 'privacy', privacy: this.privacy });
    this.publisher.keep('levels', { type: 'notificationLevels', levels: this.levels });
  }

  get privacy(): PrivacyState {
    const own = this.#content(ownTypes.privacy);
    return {
      blocked: Object.keys(this.#ignored()).sort(),
      blocksInvites: this.#content(invitesType).default_action === 'block',
      sharesReceipts: own.receipts !== false,
      sharesTyping: own.typing !== false,
      sharesPresence: own.presence !== false,
    };
  }

  async setPrivacy(change: Partial<Omit<PrivacyState, 'blocked'>>): Promise<void> {
    const { blocksInvites, ...shared } = change;
    if (blocksInvites !== undefined) {
      await this.#save(invitesType, blocksInvites ? { default_action: 'block' } : {});
    }
    if (Object.keys(shared).length === 0) return;
    const { sharesReceipts, sharesTyping, sharesPresence } = { ...this.privacy, ...shared };
    await this.#save(ownTypes.privacy, {
      receipts: sharesReceipts,
      typing: sharesTyping,
      presence: sharesPresence,
    });
  }

  async setBlocked(userId: string, isBlocked: boolean): Promise<void> {
    const { [userId]: _before, ...others } = this.#ignored();
    const ignored_users = isBlocked ? { ...others, [userId]: {} } : others;
    await this.#save(ignoredType, { ...this.#content(ignoredType), ignored_users });
  }

  get levels(): NotificationLevels {
    return {
      privateChats: this.#isOn('privateChats'),
      groups: this.#isOn('groups'),
      invites: this.#isOn('invites'),
    };
  }

  async setLevels(change: Partial<NotificationLevels>): Promise<void> {
    for (const [level, isOn] of Object.entries(change) as [keyof NotificationLevels, boolean][]) {
      for (const ruleId of levelRules[level]) {
        const kind = level === 'invites' ? 'override' : 'underride';
        await this.client.setPushRuleEnabled('global', kind as never, ruleId, isOn);
      }
    }
  }

  /** A rule that does not notify is as good as none. */
  #isOn(level: keyof NotificationLevels): boolean {
    return levelRules[level].some((ruleId) => {
      const rule = this.client.pushRules?.global[
        level === 'invites' ? 'override' : 'underride'
      ]?.find(({ rule_id }) => rule_id === ruleId);
      return rule?.enabled === true && rule.actions.some((action) => action === 'notify');
    });
  }

  /** Account data is whatever some client wrote: only an object is taken. */
  #ignored(): Record<string, unknown> {
    const { ignored_users } = this.#content(ignoredType);
    return typeof ignored_users === 'object' && ignored_users !== null
      ? (ignored_users as Record<string, unknown>)
      : {};
  }

  #content(type: string): Content {
    return this.client.getAccountData(type as never)?.getContent() ?? {};
  }

  async #save(type: string, content: Content): Promise<void> {
    await this.client.setAccountDataRaw(type as never, content as never);
  }
}
