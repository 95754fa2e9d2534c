/**
 * Keys of messages as a file that other Matrix clients read and write, too.
 * https://spec.matrix.org/latest/client-server-api/#key-exports
 */
import { EngineFailure } from '../errors';
import type { CryptoApi } from '../sdk';

/** As many as the specification asks for at least; each try at the passphrase costs this much. */
const rounds = 500_000;
const header = '-----BEGIN MEGOLM SESSION DATA-----';

const loadMachine = async () => (await import('@matrix-org/matrix-sdk-crypto-wasm')).OlmMachine;

export async function exportKeys(api: CryptoApi, passphrase: string): Promise<string> {
  const machine = await loadMachine();
  return machine.encryptExportedRoomKeys(await api.exportRoomKeysAsJson(), passphrase, rounds);
}

export async function importKeys(api: CryptoApi, file: string, passphrase: string): Promise<void> {
  if (!file.includes(header)) throw new EngineFailure('notAKeyFile');
  const machine = await loadMachine();
  let keys: string;
  try {
    keys = machine.decryptExportedRoomKeys(file, passphrase);
  } catch {
    throw new EngineFailure('wrongPassphrase');
  }
  await api.importRoomKeysAsJson(keys);
}
