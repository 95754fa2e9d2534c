/**
 * Getting the account's keys back with a recovery key, or with a phrase that stands for it.
 * https://spec.matrix.org/latest/client-server-api/#storage
 */
import { EngineFailure } from '../errors';
import type { CryptoApi, CryptoModule, MatrixClient } from '../sdk';
import type { Encryption } from './encryption';
import type { Secrets } from './secrets';

type Key = Uint8Array<ArrayBuffer>;

export class Recovery {
  constructor(
    private readonly client: MatrixClient,
    private readonly encryption: Encryption,
    private readonly secrets: Secrets,
    private readonly tools: CryptoModule,
  ) {}

  /** Makes a recovery key and puts everything under it. */
  async create(phrase: string | null): Promise<string> {
    const api = this.#api;
    const key = await api.createRecoveryKeyFromPassphrase(phrase ?? undefined);
    const hasBackup = (await api.getActiveSessionBackupVersion()) !== null;
    await this.secrets.release(() =>
      api.bootstrapSecretStorage({
        createSecretStorageKey: async () => key,
        setupNewSecretStorage: true,
        setupNewKeyBackup: !hasBackup,
      }),
    );
    await this.encryption.refresh();
    if (key.encodedPrivateKey === undefined) throw new EngineFailure('unknown', 'No recovery key');
    return key.encodedPrivateKey;
  }

  /** Makes this device one that the account vouches for, and lets it read the backup. */
  async recover(keyOrPhrase: string): Promise<void> {
    const api = this.#api;
    const stored = await this.client.secretStorage.getKey();
    if (!stored) throw new EngineFailure('wrongRecoveryKey');
    const [keyId, description] = stored;
    for (const key of await this.#candidates(keyOrPhrase.trim(), description.passphrase)) {
      if (!(await this.client.secretStorage.checkKey(key, description))) continue;
      await this.secrets.hold(keyId, key, async () => {
        await api.bootstrapCrossSigning({});
        await api.bootstrapSecretStorage({});
        await this.#openBackup(api);
      });
      await this.encryption.refresh();
      return;
    }
    throw new EngineFailure('wrongRecoveryKey');
  }

  /** A new identity, a new backup, no recovery key: as on the first day. */
  async reset(password: string): Promise<void> {
    await this.secrets.release(() =>
      this.#api.resetEncryption((request) =>
        this.encryption.prove(password, (auth) => request(auth as never)),
      ),
    );
    await this.encryption.refresh();
  }

  get #api(): CryptoApi {
    if (!this.encryption.api) throw new EngineFailure('encryptionUnavailable');
    return this.encryption.api;
  }

  /** An account may have keys of messages nowhere else than on its devices: that is no failure. */
  async #openBackup(api: CryptoApi): Promise<void> {
    if ((await api.getKeyBackupInfo()) === null) return;
    await api.loadSessionBackupPrivateKeyFromSecretStorage();
    await api.checkKeyBackupAndEnable();
  }

  /** The keys that the words may stand for: the key itself, or what comes of them as a phrase. */
  async #candidates(
    words: string,
    passphrase: { salt: string; iterations: number; bits?: number } | undefined,
  ): Promise<Key[]> {
    const keys: Key[] = [];
    try {
      keys.push(this.tools.decodeRecoveryKey(words.replace(/\s+/gu, '')));
    } catch {
      // Not a key, then.
    }
    if (passphrase && words !== '') {
      const { salt, iterations, bits } = passphrase;
      keys.push(await this.tools.deriveRecoveryKeyFromPassphrase(words, salt, iterations, bits));
    }
    return keys;
  }
}
